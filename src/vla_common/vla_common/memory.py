# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Return of unused memory to the operating system."""

import ctypes


def release_unused_memory() -> bool:
    """
    Return freed memory of the C library to the operating system; False if it cannot.

    Loading a network needs several copies of its weights. The allocator of glibc keeps those that
    were freed.
    """
    # Without the lock of the interpreter, so that other threads continue.
    trim = getattr(ctypes.CDLL(None), 'malloc_trim', None)
    return trim is not None and bool(trim(0))
