# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Size of a compressed image from its header, before memory is spent on its pixels."""

_PNG = b'\x89PNG\r\n\x1a\n'
_JPEG = b'\xff\xd8'
# Start-of-frame markers; C4, C8 and CC in their range mean something else.
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def compressed_size(data: bytes | memoryview) -> tuple[int, int] | None:
    """Return (height, width) in pixels, or None where `data` is neither JPEG nor PNG."""
    head = bytes(data)
    if head.startswith(_PNG) and head[12:16] == b'IHDR' and len(head) >= 24:
        return int.from_bytes(head[20:24], 'big'), int.from_bytes(head[16:20], 'big')
    if head.startswith(_JPEG):
        return _jpeg_size(head)
    return None


def _jpeg_size(head: bytes) -> tuple[int, int] | None:
    position = 2
    while position + 9 <= len(head) and head[position] == 0xFF:
        marker = head[position + 1]
        if marker in _JPEG_FRAMES:
            height, width = head[position + 5 : position + 7], head[position + 7 : position + 9]
            return int.from_bytes(height, 'big'), int.from_bytes(width, 'big')
        # 0xFF fills; every other segment before the frame says its own length.
        length = int.from_bytes(head[position + 2 : position + 4], 'big')
        position += 1 if marker == 0xFF else 2 + length
    return None
