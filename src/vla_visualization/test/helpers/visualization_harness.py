# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Visualization node with publishers of its inputs and subscribers of its outputs."""

from typing import Any

from diagnostic_msgs.msg import DiagnosticArray
from geometry_msgs.msg import Point
import numpy as np
from rclpy.parameter import Parameter
from sensor_msgs.msg import CameraInfo
from sensor_msgs.msg import Image
from visualization_msgs.msg import Marker
from visualization_msgs.msg import MarkerArray
from vla_common import qos
from vla_common.conversions import to_array
from vla_common.conversions import to_pose
from vla_common.testing import NodeTestHarness
from vla_interfaces.msg import ActionChunk
from vla_interfaces.msg import AttentionMap
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import DetectedObject
from vla_interfaces.msg import DetectedObjects
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import RobotState
from vla_interfaces.msg import SafetyStatus
from vla_visualization.visualization_node import VisualizationNode

TOPICS = {
    'camera/camera_info': (CameraInfo, qos.SENSOR),
    'action_chunk': (ActionChunk, qos.RELIABLE_LATEST),
    'attention': (AttentionMap, qos.SENSOR),
    'detected_objects': (DetectedObjects, qos.SENSOR),
    'robot_state': (RobotState, qos.SENSOR),
    'command_embedding': (CommandEmbedding, qos.LATCHED),
    'policy_status': (PolicyStatus, qos.LATCHED),
    'safety_status': (SafetyStatus, qos.LATCHED),
}
DOWN = np.array([1.0, 0.0, 0.0, 0.0])


def camera_info(frame: str = 'camera_optical_frame') -> CameraInfo:
    info = CameraInfo(width=64, height=48, distortion_model='plumb_bob')
    info.k = [62.5, 0.0, 31.5, 0.0, 62.5, 23.5, 0.0, 0.0, 1.0]
    info.header.frame_id = frame
    return info


def chunk(frame: str = 'base_link') -> ActionChunk:
    positions = np.linspace((0.35, 0.0, 0.3), (0.5, 0.1, 0.02), 16)
    message = ActionChunk(poses=[to_pose(p, DOWN) for p in positions], has_destination=True)
    message.gripper = to_array(np.linspace(1, 0, 16, dtype=np.float32))
    message.target, message.destination = Point(x=0.5, y=0.1), Point(x=0.45, y=-0.2)
    message.header.frame_id = frame
    return message


def attention(query: str) -> AttentionMap:
    weights = np.zeros((24, 32), np.float32)
    weights[12, 16] = 1.0
    return AttentionMap(query=query, rows=24, cols=32, weights=to_array(weights.ravel()))


def end_effector() -> RobotState:
    state = RobotState(end_effector=to_pose(np.array([0.35, 0.0, 0.3]), DOWN), gripper=1.0)
    state.header.frame_id = 'base_link'
    return state


def refusing_status() -> SafetyStatus:
    status = SafetyStatus(state=SafetyStatus.HOLD, reason='workspace')
    status.refused_points, status.refused_checks = [Point(x=0.5, y=0.6, z=0.2)], ['workspace']
    status.header.frame_id = 'base_link'
    status.workspace_min = Point(x=0.2, y=-0.45, z=0.005)
    status.workspace_max = Point(x=0.8, y=0.45, z=0.6)
    return status


def detected_objects() -> DetectedObjects:
    cube = DetectedObject(name='red cube', color='red', shape='cube', confidence=0.9)
    cube.position.x, cube.position.y = 0.5, 0.1
    message = DetectedObjects(objects=[cube])
    message.header.frame_id = 'base_link'
    return message


def image(red: int, encoding: str = 'rgb8') -> Image:
    pixels = np.full((48, 64, 3), 60, np.uint8)
    pixels[..., 0] = red
    message = Image(height=48, width=64, step=192, encoding=encoding, data=to_array(pixels))
    message.header.frame_id = 'camera_optical_frame'
    message.header.stamp.sec = red
    return message


class VisualizationNodeHarness:
    """Visualization node with publishers of its inputs and subscribers of its outputs."""

    def __init__(self, ros: NodeTestHarness, **parameters: Any) -> None:
        self.ros = ros
        overrides = [Parameter(name, value=value) for name, value in parameters.items()]
        self.node = ros.add(VisualizationNode(context=ros.context, parameter_overrides=overrides))
        self.diagnostics = ros.collect(DiagnosticArray, '/diagnostics')

    def connect(self) -> None:
        """Subscribe to the markers and wait for the subscriptions of the node."""
        self.arrays = self.ros.collect(MarkerArray, 'multimodal_viz', qos.RELIABLE_LATEST)
        self._publishers = {
            topic: self.ros.publisher(kind, topic, profile)
            for topic, (kind, profile) in TOPICS.items()
        }

    def send(self, topic: str, message: Any) -> None:
        self._publishers[topic].publish(message)

    def send_everything(self) -> None:
        self.send('camera/camera_info', camera_info())
        self.send('action_chunk', chunk())
        self.send('attention', attention('target'))
        self.send('attention', attention('destination'))
        self.send('detected_objects', detected_objects())
        self.send('robot_state', end_effector())
        self.send('command_embedding', CommandEmbedding(text='pick up the red cube'))
        self.send(
            'policy_status',
            PolicyStatus(state=PolicyStatus.EXECUTING, task='pick', target='red cube'),
        )
        self.send('safety_status', refusing_status())

    def namespaces(self) -> set[str]:
        """Return the namespaces of the latest markers."""
        added = self.arrays[-1].markers if self.arrays else []
        return {m.ns for m in added if m.action == Marker.ADD}

    def texts(self) -> set[str]:
        return {m.text for m in self.arrays[-1].markers if m.text} if self.arrays else set()

    def reports(self, text: str) -> bool:
        statuses = [s for array in self.diagnostics for s in array.status]
        return any('visualization' in s.name and text in s.message for s in statuses)


ALL = {
    'caption',
    'target',
    'destination',
    'path',
    'gripper_steps',
    'refused',
    'end_effector',
    'attention_target',
    'attention_destination',
    'camera',
    'table',
    'objects',
    'object_names',
    'workspace',
    'workspace_refused',
    'ghost',
}
