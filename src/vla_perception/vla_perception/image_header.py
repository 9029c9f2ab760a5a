# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Header of compressed images, read before the pixels are decoded."""

_PNG = b'\x89PNG\r\n\x1a\n'
_JPEG = b'\xff\xd8'
# Start-of-frame markers; C4, C8 and CC in this range have other meanings.
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def read_image_size(data: memoryview) -> tuple[int, int] | None:
    """Return (height, width) in pixels, or None if `data` is neither JPEG nor PNG."""
    head = bytes(data[:24])
    if head.startswith(_PNG) and head[12:16] == b'IHDR' and len(head) == 24:
        return _number(data, 20, 4), _number(data, 16, 4)
    if head.startswith(_JPEG):
        return _jpeg_size(data)
    return None


def is_png(data: memoryview) -> bool:
    """Return whether `data` begins as a PNG."""
    return bytes(data[:8]) == _PNG


def is_truncated_png(data: memoryview) -> bool:
    """Return whether a chunk of the PNG `data` is incomplete; OpenCV can hang on such data."""
    if not is_png(data):
        return False
    position = 8
    while position + 12 <= len(data):
        length, kind = _number(data, position, 4), bytes(data[position + 4 : position + 8])
        position += 12 + length
        if kind == b'IEND':
            return position > len(data)
    return True


def _jpeg_size(data: memoryview) -> tuple[int, int] | None:
    position = 2
    while position + 9 <= len(data) and data[position] == 0xFF:
        marker = data[position + 1]
        if marker in _JPEG_FRAMES:
            return _number(data, position + 5, 2), _number(data, position + 7, 2)
        # 0xFF is padding; every other segment before the frame begins with its length.
        position += 1 if marker == 0xFF else 2 + _number(data, position + 2, 2)
    return None


def _number(data: memoryview, position: int, size: int) -> int:
    return int.from_bytes(data[position : position + size], 'big')
