# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The profile is used unless the user has chosen a transport."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from vla_bringup.files import share
from vla_bringup.transport import transport_variables

PROFILE = Path('profile.xml')


@pytest.mark.parametrize(('distro', 'name'), [
    ('jazzy', 'FASTRTPS_DEFAULT_PROFILES_FILE'), ('kilted', 'FASTDDS_DEFAULT_PROFILES_FILE')])
def test_the_variable_is_the_one_that_the_release_reads(distro: str, name: str) -> None:
    assert transport_variables({'ROS_DISTRO': distro}, PROFILE) == {name: 'profile.xml'}


@pytest.mark.parametrize('name', [
    'FASTDDS_DEFAULT_PROFILES_FILE', 'FASTRTPS_DEFAULT_PROFILES_FILE',
    'FASTDDS_BUILTIN_TRANSPORTS'])
def test_a_users_choice_stays(name: str) -> None:
    assert transport_variables({name: 'mine'}, PROFILE) == {}


def test_the_segment_is_larger_than_an_image() -> None:
    root = ElementTree.parse(share() / 'config' / 'fastdds.xml').getroot()
    sizes = [int(node.text or 0) for node in root.iter() if node.tag.endswith('segment_size')]
    assert sizes == [16 * 2**20]
