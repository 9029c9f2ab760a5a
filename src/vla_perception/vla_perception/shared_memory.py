# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Shared memory of Fast DDS: the size in the profile of this process, and how to enlarge it."""

from collections.abc import Mapping
from pathlib import Path
import re
from typing import NamedTuple

_NAMES = ('FASTDDS_DEFAULT_PROFILES_FILE', 'FASTRTPS_DEFAULT_PROFILES_FILE')
# Releases whose Fast DDS reads the old name.
_OLD_RELEASES = ('humble', 'iron', 'jazzy')


class SharedMemoryProfile(NamedTuple):
    """Profile of Fast DDS that a camera driver should use."""

    variable: str
    path: str
    #: Size of the shared-memory segment of this process; 0 if it is not known.
    segment_bytes: int = 0

    @property
    def remedy(self) -> str:
        """Return the two lines that select the profile for a camera driver."""
        return (
            f'in the terminal of the camera driver run "export {self.variable}={self.path}", '
            'then start the driver again'
        )


def read_profile(environment: Mapping[str, str]) -> SharedMemoryProfile:
    """Read the profile that `environment` selects; an unreadable file has no known size."""
    variable = _NAMES[environment.get('ROS_DISTRO') in _OLD_RELEASES]
    path = environment.get(variable, '')
    if not path:
        return SharedMemoryProfile(variable, 'WORKSPACE/config/fastdds.xml')
    try:
        text = Path(path).read_text(encoding='utf-8')
    except (OSError, UnicodeDecodeError):
        return SharedMemoryProfile(variable, path)
    sizes = [int(size) for size in re.findall(r'<segment_size>\s*(\d+)\s*<', text)]
    return SharedMemoryProfile(variable, path, max(sizes, default=0))
