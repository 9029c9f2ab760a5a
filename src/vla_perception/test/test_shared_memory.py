# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Shared memory of Fast DDS."""

from pathlib import Path

import pytest
from vla_perception.shared_memory import read_profile

WORKSPACE = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    ('distro', 'variable'),
    [('jazzy', 'FASTRTPS_DEFAULT_PROFILES_FILE'), ('kilted', 'FASTDDS_DEFAULT_PROFILES_FILE')],
)
def test_the_segment_of_the_shipped_profile(distro: str, variable: str) -> None:
    path = WORKSPACE / 'config' / 'fastdds.xml'
    profile = read_profile({'ROS_DISTRO': distro, variable: str(path)})
    assert profile == (variable, str(path), 16777216)
    assert f'run "export {variable}={path}", then start the driver again' in profile.remedy


def test_without_a_profile_the_segment_is_not_known(tmp_path: Path) -> None:
    assert read_profile({'ROS_DISTRO': 'kilted'}).segment_bytes == 0
    assert 'config/fastdds.xml' in read_profile({}).remedy
    missing, other = tmp_path / 'none.xml', tmp_path / 'other.xml'
    other.write_bytes(b'\xff\xfe no profile')
    for path in (missing, other):
        profile = read_profile({'FASTDDS_DEFAULT_PROFILES_FILE': str(path)})
        assert (profile.path, profile.segment_bytes) == (str(path), 0)


def test_a_profile_without_shared_memory_has_no_segment() -> None:
    path = WORKSPACE / 'config' / 'fastdds_udp.xml'
    assert read_profile({'FASTDDS_DEFAULT_PROFILES_FILE': str(path)}).segment_bytes == 0
