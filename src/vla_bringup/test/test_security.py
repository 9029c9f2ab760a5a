# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The SROS2 policy allows exactly the topics, services and actions of each node."""

from typing import Any
from xml.etree import ElementTree

import pytest
from rclpy.action import get_action_server_names_and_types_by_node
from rclpy.parameter import Parameter
from vla_bringup.files import share
from vla_bringup.nodes import CORE
from vla_bringup.nodes import entries
from vla_bringup.nodes import NodeEntry
from vla_common.testing import NodeTestHarness

ROOT = ElementTree.parse(share() / 'config' / 'security_policy.xml').getroot()
PROFILES = {profile.get('node'): profile for profile in ROOT.iter('profile')}
#: Used only with tf2, with certain parameters, or while the overlay has a subscriber.
OPTIONAL = {
    '/tf',
    '/tf_static',
    '/clock',
    '/deadman',
    '/camera/image_raw',
    '/camera/image_raw/compressed',
}
#: The same, of one node: only with camera_pose_source or joint checks, or while there is a viewer.
OPTIONAL_OF = {
    'perception_node': {'/camera/camera_info'},
    'safety_node': {'/joint_states', '/robot_description'},
    'visualization_node': {'/detected_objects'},
}
#: Attributes of each group and the tag of its entries.
GROUPS = {
    'topics': ({'publish', 'subscribe'}, 'topic'),
    'services': ({'reply', 'request'}, 'service'),
    'actions': ({'execute', 'call'}, 'action'),
}


def allowed(node: str, group: str, right: str) -> set[str]:
    """Return the full names that the profile of a node allows."""
    names = [
        element.text or ''
        for rights in PROFILES[node].findall(group)
        if rights.get(right)
        for element in rights
    ]
    return {
        name.replace('~', f'/{node}') if name.startswith('~') else f'/{name.lstrip("/")}'
        for name in names
    }


def used(ros: NodeTestHarness, node: str) -> dict[tuple[str, str], set[str]]:
    """Return the full names that a node has on the graph."""
    observer, where = ros.node, (node, '/')
    found: dict[tuple[str, str], list[tuple[str, Any]]] = {
        ('topics', 'publish'): observer.get_publisher_names_and_types_by_node(*where),
        ('topics', 'subscribe'): observer.get_subscriber_names_and_types_by_node(*where),
        ('services', 'reply'): observer.get_service_names_and_types_by_node(*where),
        ('services', 'request'): observer.get_client_names_and_types_by_node(*where),
        ('actions', 'execute'): get_action_server_names_and_types_by_node(observer, *where),
    }
    return {
        key: {name for name, _ in names if '/_action/' not in name} for key, names in found.items()
    }


def test_file_is_a_policy() -> None:
    assert (ROOT.tag, ROOT.get('version')) == ('policy', '0.2.0')
    assert [child.tag for child in ROOT] == ['enclaves']
    for enclave in ROOT[0]:
        assert enclave.tag == 'enclave'
        profiles = enclave.findall('profiles/profile')
        assert enclave.get('path') == f'/vla/{profiles[0].get("node")}'
        assert [profile.get('ns') for profile in profiles] == ['/']


@pytest.mark.parametrize('profile', PROFILES.values(), ids=list(PROFILES))
def test_groups_have_the_format_of_sros2(profile: ElementTree.Element) -> None:
    for group in profile:
        rights, tag = GROUPS[group.tag]
        assert set(group.attrib) <= rights
        assert set(group.attrib.values()) == {'ALLOW'}
        assert {child.tag for child in group} == {tag}
        names = [child.text for child in group]
        assert len(names) == len(set(names))


def test_every_node_and_the_operator_have_a_profile() -> None:
    assert set(PROFILES) == {entry.name for entry in entries(use_sim=True, use_robot=True)} | {
        'operator'
    }


@pytest.mark.parametrize(
    'entry', entries(use_sim=True, use_robot=True), ids=lambda entry: entry.name
)
def test_profile_allows_exactly_the_interfaces_of_a_node(
    ros: NodeTestHarness, entry: NodeEntry
) -> None:
    node = ros.add(
        entry.load()(
            context=ros.context, parameter_overrides=[Parameter('autostart', value=False)]
        )
    )
    node.trigger_configure()
    ros.wait_for(
        lambda: (
            ('topics', 'publish') in used(ros, entry.name)
            and bool(used(ros, entry.name)['topics', 'publish'])
        )
    )
    for (group, right), names in used(ros, entry.name).items():
        may = allowed(entry.name, group, right)
        assert names <= may, (group, right)
        optional = OPTIONAL | OPTIONAL_OF.get(entry.name, set())
        assert may - names <= optional, (group, right)


def test_only_the_safety_node_may_move_the_robot() -> None:
    publishers = [
        node
        for node in PROFILES
        if allowed(node, 'topics', 'publish') & {'/robot_action', '/gripper_command'}
    ]
    assert publishers == ['safety_node']


def test_only_perception_and_visualization_receive_images() -> None:
    subscribers = {
        node for node in PROFILES if '/camera/image_raw' in allowed(node, 'topics', 'subscribe')
    }
    assert subscribers == {'perception_node', 'visualization_node'}
    assert {entry.name for entry in CORE} > subscribers
