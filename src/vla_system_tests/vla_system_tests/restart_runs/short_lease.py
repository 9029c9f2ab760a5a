# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""DDS profile with which a killed process leaves the graph after 3 s instead of 20 s."""

from pathlib import Path

from vla_bringup.files import share

_LEASE = """\
        <builtin>
          <discovery_config>
            <leaseDuration>
              <sec>3</sec>
            </leaseDuration>
            <leaseAnnouncement>
              <sec>0</sec>
              <nanosec>500000000</nanosec>
            </leaseAnnouncement>
          </discovery_config>
        </builtin>
"""
_END = '      </rtps>\n'


def write_short_lease(path: Path) -> Path:
    """Write config/fastdds.xml with a short lease, and return its path."""
    text = (share() / 'config' / 'fastdds.xml').read_text(encoding='utf-8')
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.replace(_END, _LEASE + _END), encoding='utf-8')
    return path.absolute()
