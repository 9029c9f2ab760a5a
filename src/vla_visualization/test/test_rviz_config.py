# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Topics and QoS of the shipped RViz configuration match those of the nodes."""

from collections.abc import Iterator
from pathlib import Path
import re
from typing import Any

import pytest
from rclpy.qos import QoSProfile
from vla_common import qos
from vla_common.testing import NodeTestHarness
from vla_visualization.visualization_node import VisualizationNode
import yaml

CONFIG = Path(__file__).resolve().parents[3] / 'config' / 'vla.rviz'
ROOT = 'Visualization Manager'

#: QoS profile of the publisher of each displayed topic.
PROFILES = {
    'multimodal_viz': qos.RELIABLE_LATEST,
    'camera_image_markers': qos.RELIABLE_LATEST,
    'attention_overlay': qos.BEST_EFFORT_LATEST,
    'camera/image_raw': qos.SENSOR,
    'robot_description': qos.LATCHED,
}


@pytest.fixture(scope='module')
def config() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(CONFIG.read_text())
    return loaded


def topics(config: dict[str, Any]) -> dict[str, dict[str, Any]]:
    blocks = (
        display.get('Topic') or display.get('Description Topic')
        for display in config[ROOT]['Displays']
    )
    return {block['Value']: block for block in blocks if block}


def qos_policies(profile: QoSProfile) -> dict[str, str]:
    """Return reliability, durability and history as RViz writes them."""
    parts = {'Reliability': profile.reliability, 'Durability': profile.durability}
    parts['History'] = profile.history
    return {f'{k} Policy': v.name.replace('_', ' ').title() for k, v in parts.items()}


def test_every_display_has_the_qos_of_its_publisher(config: dict[str, Any]) -> None:
    expected = {
        topic: {'Value': topic, 'Depth': profile.depth, **qos_policies(profile)}
        for topic, profile in PROFILES.items()
    }
    assert topics(config) == expected


def test_the_node_publishes_with_these_profiles(ros: NodeTestHarness) -> None:
    node = ros.add(VisualizationNode(context=ros.context))
    ros.wait_for(lambda: node.is_active)
    for topic in ('multimodal_viz', 'camera_image_markers', 'attention_overlay'):
        ros.wait_for(lambda topic=topic: ros.node.count_publishers(topic) == 1)
        (publisher,) = ros.node.get_publishers_info_by_topic(topic)
        found = publisher.qos_profile
        assert found.reliability == PROFILES[topic].reliability
        assert found.durability == PROFILES[topic].durability


def test_classes_are_those_of_rviz2(config: dict[str, Any]) -> None:
    classes = set(named_classes(config)) - {''}
    known = r'rviz_default_plugins/(Grid|TF|RobotModel|MarkerArray|Image|Orbit|Interact|MoveCamera'
    known += r'|Select|FocusCamera|Measure)|rviz_common/(Displays|Views)'
    assert {name for name in classes if not re.fullmatch(known, name)} == set()
    shown = {d['Class'].split('/')[1] for d in config[ROOT]['Displays'] if d['Enabled']}
    assert shown == {'Grid', 'TF', 'RobotModel', 'MarkerArray', 'Image'}


def named_classes(part: Any) -> Iterator[str]:
    children = part if isinstance(part, list) else part.values() if isinstance(part, dict) else ()
    if isinstance(part, dict) and 'Class' in part:
        yield part['Class']
    for child in children:
        yield from named_classes(child)


def test_topics_are_relative(config: dict[str, Any]) -> None:
    assert [topic for topic in topics(config) if topic.startswith('/')] == []


def test_the_fixed_frame_is_the_frame_of_the_markers(config: dict[str, Any]) -> None:
    assert config[ROOT]['Global Options']['Fixed Frame'] == 'base_link'


def test_display_names_are_unique_and_every_dock_has_a_place(config: dict[str, Any]) -> None:
    names = [display['Name'] for display in config[ROOT]['Displays']]
    assert len(set(names)) == len(names)
    state = bytes.fromhex(config['Window Geometry']['QMainWindow State'])
    for dock in ('Attention', 'Camera', 'Displays'):
        assert dock.encode('utf-16-be') in state
