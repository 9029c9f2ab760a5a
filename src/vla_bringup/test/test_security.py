# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The SROS2 policy allows what each node of the graph does, and nothing else."""

from typing import Any
from xml.etree import ElementTree

import pytest
from rclpy.action import get_action_server_names_and_types_by_node
from rclpy.parameter import Parameter
from vla_bringup.files import share
from vla_bringup.nodes import CORE
from vla_bringup.nodes import entries
from vla_bringup.nodes import Entry
from vla_common.testing import Probe

ROOT = ElementTree.parse(share() / 'config' / 'security_policy.xml').getroot()
PROFILES = {profile.get('node'): profile for profile in ROOT.iter('profile')}
#: Used where tf2 is installed, a parameter says so, or somebody looks at the overlay.
OPTIONAL = {
    '/tf',
    '/tf_static',
    '/clock',
    '/deadman',
    '/camera/image_raw',
    '/camera/image_raw/compressed',
}
#: What is allowed: the attribute of a group, and the tag of what it holds.
GROUPS = {
    'topics': ({'publish', 'subscribe'}, 'topic'),
    'services': ({'reply', 'request'}, 'service'),
    'actions': ({'execute', 'call'}, 'action'),
}


def allowed(node: str, group: str, right: str) -> set[str]:
    """Return the full names that a node's profile allows."""
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


def used(ros: Probe, node: str) -> dict[tuple[str, str], set[str]]:
    """Return the full names that a node has on the graph."""
    me, where = ros.node, (node, '/')
    found: dict[tuple[str, str], list[tuple[str, Any]]] = {
        ('topics', 'publish'): me.get_publisher_names_and_types_by_node(*where),
        ('topics', 'subscribe'): me.get_subscriber_names_and_types_by_node(*where),
        ('services', 'reply'): me.get_service_names_and_types_by_node(*where),
        ('services', 'request'): me.get_client_names_and_types_by_node(*where),
        ('actions', 'execute'): get_action_server_names_and_types_by_node(me, *where),
    }
    return {
        key: {name for name, _ in names if '/_action/' not in name} for key, names in found.items()
    }


def test_the_file_is_a_policy() -> None:
    assert (ROOT.tag, ROOT.get('version')) == ('policy', '0.2.0')
    assert [child.tag for child in ROOT] == ['enclaves']
    for enclave in ROOT[0]:
        assert enclave.tag == 'enclave'
        profiles = enclave.findall('profiles/profile')
        assert enclave.get('path') == f'/vla/{profiles[0].get("node")}'
        assert [profile.get('ns') for profile in profiles] == ['/']


@pytest.mark.parametrize('profile', PROFILES.values(), ids=list(PROFILES))
def test_groups_are_of_the_format(profile: ElementTree.Element) -> None:
    for group in profile:
        rights, tag = GROUPS[group.tag]
        assert set(group.attrib) <= rights
        assert set(group.attrib.values()) == {'ALLOW'}
        assert {child.tag for child in group} == {tag}
        names = [child.text for child in group]
        assert len(names) == len(set(names))


def test_every_node_has_a_profile_and_people_one_more() -> None:
    assert set(PROFILES) == {entry.name for entry in entries(use_sim=True)} | {'operator'}


@pytest.mark.parametrize('entry', entries(use_sim=True), ids=lambda entry: entry.name)
def test_a_node_may_do_what_it_does_and_no_more(ros: Probe, entry: Entry) -> None:
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
        assert may - names <= OPTIONAL, (group, right)


def test_nobody_but_safety_may_move_the_robot() -> None:
    movers = [
        node
        for node in PROFILES
        if allowed(node, 'topics', 'publish') & {'/robot_action', '/gripper_command'}
    ]
    assert movers == ['safety_node']


def test_images_go_to_perception_and_visualization_only() -> None:
    readers = {
        node for node in PROFILES if '/camera/image_raw' in allowed(node, 'topics', 'subscribe')
    }
    assert readers == {'perception_node', 'visualization_node'}
    assert {entry.name for entry in CORE} > readers
