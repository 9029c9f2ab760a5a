# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
import ctypes
from pathlib import Path
import re

import pytest
from vla_common.memory import release_unused_memory

_BLOCK_BYTES, _BLOCKS = 10_000, 4000


def anonymous_mib() -> float:
    text = Path('/proc/self/smaps_rollup').read_text()
    found = re.search(r'Anonymous:\s+(\d+) kB', text)
    assert found is not None
    return int(found[1]) / 1024


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), 'malloc_trim'), reason='not glibc')
def test_memory_that_was_freed_is_returned() -> None:
    c = ctypes.CDLL(None)
    c.malloc.restype, c.free.argtypes = ctypes.c_void_p, [ctypes.c_void_p]
    blocks = [c.malloc(_BLOCK_BYTES) for _ in range(_BLOCKS)]
    for block in blocks:
        ctypes.memset(block, 1, _BLOCK_BYTES)
    end = c.malloc(_BLOCK_BYTES)  # keeps the top of the heap
    for block in blocks:
        c.free(block)
    freed_mib = anonymous_mib()
    assert release_unused_memory()
    c.free(end)
    assert freed_mib - anonymous_mib() > 0.8 * _BLOCK_BYTES * _BLOCKS / 2**20
