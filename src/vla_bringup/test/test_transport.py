# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Transport profile: default, choice of the user, and network interfaces."""

import os
from pathlib import Path
import subprocess
import sys
from xml.etree import ElementTree

import pytest
from vla_bringup.files import share
from vla_bringup.transport import transport_variables
from vla_common.domain_id import free_domain_id

PROFILE = Path('profile.xml')


@pytest.mark.parametrize(
    ('distro', 'name'),
    [('jazzy', 'FASTRTPS_DEFAULT_PROFILES_FILE'), ('kilted', 'FASTDDS_DEFAULT_PROFILES_FILE')],
)
def test_variable_has_the_name_of_the_ros_release(distro: str, name: str) -> None:
    assert transport_variables({'ROS_DISTRO': distro}, PROFILE) == {name: 'profile.xml'}


@pytest.mark.parametrize(
    'name',
    [
        'FASTDDS_DEFAULT_PROFILES_FILE',
        'FASTRTPS_DEFAULT_PROFILES_FILE',
        'FASTDDS_BUILTIN_TRANSPORTS',
    ],
)
def test_transport_of_the_user_is_kept(name: str) -> None:
    assert transport_variables({name: 'mine'}, PROFILE) == {}


@pytest.mark.parametrize('name', ['fastdds.xml', 'fastdds_lan.xml'])
def test_shared_memory_segment_is_larger_than_an_image(name: str) -> None:
    root = ElementTree.parse(share() / 'config' / name).getroot()
    sizes = [int(node.text or 0) for node in root.iter() if node.tag.endswith('segment_size')]
    assert sizes == [16 * 2**20]


@pytest.mark.parametrize('name', ['fastdds.xml', 'fastdds_lan.xml', 'fastdds_udp.xml'])
def test_nodes_announce_themselves_once_a_second(name: str) -> None:
    root = ElementTree.parse(share() / 'config' / name).getroot()
    periods = [node for node in root.iter() if node.tag.endswith('leaseAnnouncement')]
    assert [[child.text for child in period] for period in periods] == [['1']]


#: Print the UDP addresses of a node, and `shm` if it uses shared memory of Fast DDS. The ports of
#: a domain are unique.
PRINT_ADDRESSES = """
import os, re, sys
import rclpy
rclpy.init()
node = rclpy.create_node('receiver')
links = [os.path.join('/proc/self/fd', name) for name in os.listdir('/proc/self/fd')]
own = [re.sub(r'\\D', '', os.readlink(link)) for link in links if os.path.islink(link)]
first = 7400 + 250 * int(os.environ['ROS_DOMAIN_ID'])
for line in open('/proc/net/udp').readlines()[1:]:
    fields = line.split()
    address, port = fields[1].split(':')
    if fields[9] in own and first <= int(port, 16) < first + 250:
        print('.'.join(str(byte) for byte in reversed(bytes.fromhex(address))))
if '/dev/shm/fastdds' in open('/proc/self/maps').read().replace('fastrtps', 'fastdds'):
    print('shm')
node.destroy_node()
rclpy.shutdown()
"""


@pytest.mark.parametrize(
    ('name', 'discovery', 'addresses'),
    [
        ('fastdds.xml', 'LOCALHOST', {'127.0.0.1', 'shm'}),
        ('fastdds_lan.xml', 'LOCALHOST', {'0.0.0.0', 'shm'}),
        ('fastdds_udp.xml', 'SYSTEM_DEFAULT', {'127.0.0.1'}),
    ],
)
def test_nodes_listen_on_the_loopback_interface_only(
    name: str, discovery: str, addresses: set[str]
) -> None:
    environment = {key: value for key, value in os.environ.items() if 'PROFILES_FILE' not in key}
    profile = share() / 'config' / name
    environment |= {
        **transport_variables(environment, profile),
        'ROS_DOMAIN_ID': str(free_domain_id()),
        'ROS_AUTOMATIC_DISCOVERY_RANGE': discovery,
    }
    found = subprocess.run(
        [sys.executable, '-c', PRINT_ADDRESSES],
        env=environment,
        timeout=60,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    assert set(found) == addresses
