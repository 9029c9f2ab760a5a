# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Settings of the DDS transport: camera images need more shared memory than the default."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

#: A user who sets one of these has chosen a transport.
_USERS_CHOICES: Final = (
    'FASTDDS_DEFAULT_PROFILES_FILE',
    'FASTRTPS_DEFAULT_PROFILES_FILE',
    'FASTDDS_BUILTIN_TRANSPORTS',
)


def transport_variables(environment: Mapping[str, str], profile: Path) -> dict[str, str]:
    """Return the environment variables that make Fast DDS read `profile`; none if a user chose."""
    if any(environment.get(name) for name in _USERS_CHOICES):
        return {}
    # Fast DDS 3, since ROS 2 Kilted, has another name for it and warns of the old one.
    old = environment.get('ROS_DISTRO') in ('humble', 'iron', 'jazzy')
    return {f'{"FASTRTPS" if old else "FASTDDS"}_DEFAULT_PROFILES_FILE': str(profile)}
