# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""DDS transport settings: camera images need more shared memory than the default."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

#: Variables with which a user selects a transport.
_USER_VARIABLES: Final = (
    'FASTDDS_DEFAULT_PROFILES_FILE',
    'FASTRTPS_DEFAULT_PROFILES_FILE',
    'FASTDDS_BUILTIN_TRANSPORTS',
)


def transport_variables(environment: Mapping[str, str], profile: Path) -> dict[str, str]:
    """Return variables that select `profile`, or none if the user selected a transport."""
    if any(environment.get(name) for name in _USER_VARIABLES):
        return {}
    # Fast DDS 3 (ROS 2 Kilted and newer) renamed the variable and warns about the old name.
    old = environment.get('ROS_DISTRO') in ('humble', 'iron', 'jazzy')
    return {f'{"FASTRTPS" if old else "FASTDDS"}_DEFAULT_PROFILES_FILE': str(profile)}
