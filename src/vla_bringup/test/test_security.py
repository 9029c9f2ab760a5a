# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The SROS2 policy allows exactly the topics, services and actions of each node."""

from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pytest
from rclpy.action import get_action_server_names_and_types_by_node
from rclpy.parameter import Parameter
from vla_bringup.files import robot_files
from vla_bringup.files import share
from vla_bringup.files import simulated_robot_files
from vla_bringup.nodes import CORE
from vla_bringup.nodes import entries
from vla_bringup.nodes import NodeEntry
from vla_bringup.nodes import SIM
from vla_bringup.prerequisites import check_robot_models
from vla_common.parameter_file import read_parameter_file
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
#: The same, of one node: only with camera_pose_source, or while there is a viewer.
OPTIONAL_OF = {
    'perception_node': {'/camera/camera_info'},
    'visualization_node': {
        '/action_chunk',
        '/attention',
        '/camera/camera_info',
        '/detected_objects',
        '/robot_state',
    },
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


def configurations(node: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield name and parameters of a node without a robot, with each robot and simulated one."""
    yield 'no robot', {}
    simulated = simulated_robot_files()
    for name, path in robot_files().items():
        for files in ([path], [path, simulated[name]] if name in simulated else []):
            values: dict[str, Any] = {}
            for file in files:
                values |= read_parameter_file(file).nodes.get(f'/**/{node}', {})
            if values:
                yield f'{name} {"simulated" if len(files) > 1 else ""}', values


def configured(
    ros: NodeTestHarness, entry: NodeEntry, values: dict[str, Any]
) -> dict[tuple[str, str], set[str]]:
    """Return the names that a node has on the graph when it is configured with parameters."""
    parameters = {'autostart': False, **values}
    overrides = [Parameter(name, value=value) for name, value in parameters.items()]
    node = ros.add(entry.load()(context=ros.context, parameter_overrides=overrides))
    node.trigger_configure()
    ros.wait_for(
        lambda: (
            ('topics', 'publish') in used(ros, entry.name)
            and bool(used(ros, entry.name)['topics', 'publish'])
        )
    )
    names = used(ros, entry.name)
    ros.remove(node)
    ros.wait_for(lambda: entry.name not in ros.node.get_node_names())
    return names


@pytest.mark.parametrize(
    'entry', entries(use_sim=True, use_robot=True), ids=lambda entry: entry.name
)
def test_profile_allows_exactly_the_interfaces_of_a_node(
    ros: NodeTestHarness, entry: NodeEntry
) -> None:
    needed: dict[tuple[str, str], set[str]] = {}
    for title, values in configurations(entry.name):
        if entry == SIM and values:
            try:
                check_robot_models(values['robot'])
            except RuntimeError as error:
                pytest.skip(str(error))
        for key, names in configured(ros, entry, values).items():
            assert names <= allowed(entry.name, *key), (title, key)
            needed[key] = needed.get(key, set()) | names
    optional = OPTIONAL | OPTIONAL_OF.get(entry.name, set())
    for key, names in needed.items():
        assert allowed(entry.name, *key) - names <= optional, key


def test_no_node_but_the_bridge_may_command_a_controller() -> None:
    publishers = {
        node
        for node in PROFILES
        for topic in allowed(node, 'topics', 'publish')
        if '_controller/' in topic
    }
    assert publishers == {'robot_bridge'}


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
