# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Profile with a short lease."""

from pathlib import Path
from xml.etree import ElementTree

from vla_system_tests.restart_runs.short_lease import write_short_lease

_NAMES = {'dds': 'http://www.eprosima.com'}


def test_profile_is_the_shipped_one_with_a_lease(tmp_path: Path) -> None:
    path = write_short_lease(tmp_path / 'new' / 'profile.xml')
    rtps = ElementTree.parse(path).getroot().find('.//dds:participant/dds:rtps', _NAMES)
    assert rtps is not None
    assert rtps.findtext('.//dds:leaseDuration/dds:sec', namespaces=_NAMES) == '3'
    assert len(rtps.findall('.//dds:userTransports/dds:transport_id', _NAMES)) == 2
