# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Topics, types and fields of the shipped Foxglove layout are those of the nodes."""

from collections.abc import Iterator
import json
from pathlib import Path
import re
from typing import Any

import pytest
from rclpy.qos import QoSProfile
from sensor_msgs.msg import Image
from std_msgs.msg import String
from visualization_msgs.msg import MarkerArray
from vla_common import qos
from vla_common.testing import NodeTestHarness
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import RobotState
from vla_interfaces.msg import SafetyStatus
from vla_visualization.visualization_node import VisualizationNode

ROOT = Path(__file__).resolve().parents[3]
CONFIG = ROOT / 'config' / 'foxglove.json'

#: Type of each topic; the panels of a kind show only some types.
TYPES: dict[str, type] = {
    '/attention_overlay': Image,
    '/multimodal_viz': MarkerArray,
    '/camera_image_markers': MarkerArray,
    '/robot_description': String,
    '/policy_status': PolicyStatus,
    '/safety_status': SafetyStatus,
    '/robot_state': RobotState,
    '/natural_language_command': String,
}
NUMBERS = re.compile(r'u?int(8|16|32|64)|float|double')


@pytest.fixture(scope='module')
def config() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(CONFIG.read_text(encoding='utf-8'))
    return loaded


def panels(config: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [part for name, part in config['configById'].items() if name.startswith(f'{kind}!')]


def topics(config: dict[str, Any]) -> set[str]:
    """Return the topics of all panels."""
    found = {panel['imageMode']['imageTopic'] for panel in panels(config, 'Image')}
    found |= {topic for panel in panels(config, '3D') for topic in panel['topics']}
    found |= {panel['topicPath'] for panel in panels(config, 'RawMessages')}
    found |= {path.split('.')[0] for path in plotted(config)}
    return found | {panel['topicName'] for panel in panels(config, 'Publish')}


def plotted(config: dict[str, Any]) -> list[str]:
    return [path['value'] for panel in panels(config, 'Plot') for path in panel['paths']]


def test_each_panel_has_its_title_in_both_viewers(config: dict[str, Any]) -> None:
    for name, panel in config['configById'].items():
        assert panel['foxglovePanelTitle'], name
        assert panel['lichtblickPanelTitle'] == panel['foxglovePanelTitle'], name


def leaves(place: Any) -> Iterator[str]:
    """Return the panels in the arrangement of the window."""
    if isinstance(place, str):
        yield place
        return
    assert place['direction'] in ('row', 'column')
    assert 0 < place['splitPercentage'] < 100
    yield from leaves(place['first'])
    yield from leaves(place['second'])


def field_type(kind: type, path: str) -> str:
    """Return the type of a field in the notation of ROS, such as float."""
    for name in path.split('.'):
        text = kind.get_fields_and_field_types()[name]  # type: ignore[attr-defined]
        if '/' not in text:
            return str(text)
        kind = type(getattr(kind(), name))
    raise AssertionError(f'a plotted field must be a number; got the message {path}')


def test_every_panel_has_one_place(config: dict[str, Any]) -> None:
    assert sorted(leaves(config['layout'])) == sorted(config['configById'])


def test_topics_are_those_of_the_table(config: dict[str, Any]) -> None:
    assert topics(config) == set(TYPES)


@pytest.mark.parametrize('topic', sorted(TYPES))
def test_topics_and_types_are_those_of_the_architecture(topic: str) -> None:
    text = (ROOT / 'ARCHITECTURE.md').read_text(encoding='utf-8')
    row = next(line for line in text.splitlines() if f'`{topic[1:]}`' in line and '| ' in line)
    package, name = TYPES[topic].__module__.split('.')[0], TYPES[topic].__name__
    assert package in row
    assert package == 'std_msgs' or name in row


def test_the_visualization_node_publishes_these_types(ros: NodeTestHarness) -> None:
    node = ros.add(VisualizationNode(context=ros.context))
    ros.wait_for(lambda: node.is_active)
    expected: dict[str, tuple[str, QoSProfile]] = {
        '/attention_overlay': ('sensor_msgs/msg/Image', qos.BEST_EFFORT_LATEST),
        '/multimodal_viz': ('visualization_msgs/msg/MarkerArray', qos.RELIABLE_LATEST),
        '/camera_image_markers': ('visualization_msgs/msg/MarkerArray', qos.RELIABLE_LATEST),
    }
    for topic, (kind, profile) in expected.items():
        ros.wait_for(lambda topic=topic: ros.node.count_publishers(topic) == 1)
        (publisher,) = ros.node.get_publishers_info_by_topic(topic)
        assert publisher.topic_type == kind
        assert publisher.qos_profile.reliability == profile.reliability


def test_plotted_fields_exist_and_are_numbers(config: dict[str, Any]) -> None:
    for value in plotted(config):
        topic, path = value.split('.', 1)
        assert NUMBERS.fullmatch(field_type(TYPES[topic], path)), value


def test_plotted_paths_are_enabled(config: dict[str, Any]) -> None:
    # The panel draws nothing for a path without this entry.
    paths = [path for panel in panels(config, 'Plot') for path in panel['paths']]
    assert all(path['enabled'] for path in paths)


def test_the_published_message_is_a_command(config: dict[str, Any]) -> None:
    (panel,) = panels(config, 'Publish')
    assert panel['datatype'] == 'std_msgs/msg/String'
    assert list(json.loads(panel['value'])) == ['data']


def test_the_frame_is_that_of_the_markers(config: dict[str, Any]) -> None:
    (panel,) = panels(config, '3D')
    assert panel['followTf'] == 'base_link'
