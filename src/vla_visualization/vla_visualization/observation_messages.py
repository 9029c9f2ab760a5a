# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Conversion of messages to plain data; an invalid message raises ValueError."""

import numpy as np
from std_msgs.msg import Header
from vla_common.conversions import point_to_array
from vla_common.conversions import pose_to_arrays
from vla_common.meaning_text import describe_command
from vla_common.rotation import rotation_matrix
from vla_interfaces.msg import ActionChunk
from vla_interfaces.msg import AttentionMap
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import DetectedObject
from vla_interfaces.msg import DetectedObjects
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import RobotState
from vla_interfaces.msg import SafetyStatus
from vla_perception.table_rectification import TRAINING_CAMERA_FRAME
from vla_visualization.command_words import plain_words
from vla_visualization.observations import CommandView
from vla_visualization.observations import EndEffectorView
from vla_visualization.observations import ObjectView
from vla_visualization.observations import PlannedPath
from vla_visualization.observations import QueryAttention
from vla_visualization.observations import RefusedPoints
from vla_visualization.observations import Workspace

QUERIES = ('target', 'destination')


def to_planned_path(chunk: ActionChunk, base_frame: str) -> PlannedPath:
    """Convert an action chunk."""
    _check_frame('action_chunk', chunk.header, base_frame)
    poses = [pose_to_arrays(pose) for pose in chunk.poses]
    return PlannedPath(
        positions_m=np.array([position for position, _ in poses]).reshape(-1, 3),
        quaternions=np.array([quaternion for _, quaternion in poses]).reshape(-1, 4),
        gripper=np.array(chunk.gripper, dtype=np.float64),
        target_m=point_to_array(chunk.target),
        destination_m=point_to_array(chunk.destination) if chunk.has_destination else None,
    )


def to_query_attention(message: AttentionMap) -> QueryAttention:
    """Convert the attention map of one query."""
    rows, cols, count = message.rows, message.cols, len(message.weights)
    if rows * cols != count:
        raise ValueError(
            f'attention needs rows * cols = {rows} * {cols} weights, got {count}; '
            'correct the policy that publishes it'
        )
    weights = np.array(message.weights, dtype=np.float64).reshape(rows, cols)
    is_rectified = message.header.frame_id == TRAINING_CAMERA_FRAME
    return QueryAttention(query=message.query, weights=weights, is_rectified=is_rectified)


def to_refused_points(status: SafetyStatus, base_frame: str) -> RefusedPoints | None:
    """Return the refused points of a status, or None if it has none."""
    if not status.refused_points:
        return None
    _check_frame('safety_status', status.header, base_frame)
    points = np.array([point_to_array(point) for point in status.refused_points])
    return RefusedPoints(points_m=points, checks=tuple(status.refused_checks))


def to_end_effector(state: RobotState, base_frame: str) -> EndEffectorView:
    """Convert the measured robot state."""
    _check_frame('robot_state', state.header, base_frame)
    position, quaternion = pose_to_arrays(state.end_effector)
    return EndEffectorView(position, rotation_matrix(quaternion), float(state.gripper))


def to_workspace(status: SafetyStatus, base_frame: str) -> Workspace | None:
    """Return the box of the safety gate; None from a gate that publishes none."""
    low, high = point_to_array(status.workspace_min), point_to_array(status.workspace_max)
    if not (low < high).all():
        return None
    _check_frame('safety_status', status.header, base_frame)
    return Workspace(low, high)


def to_objects(message: DetectedObjects, base_frame: str) -> tuple[ObjectView, ...]:
    """Convert detected objects."""
    _check_frame('detected_objects', message.header, base_frame)
    return tuple(_to_object(item) for item in message.objects)


def to_candidates(status: PolicyStatus) -> tuple[ObjectView, ...]:
    """Return the objects among which the policy asks to choose."""
    return tuple(_to_object(item, is_candidate=True) for item in status.candidates)


def to_command(command: CommandEmbedding) -> CommandView:
    """Return the command, and the sentence that the policy receives for it."""
    # Without a meaning: of a malformed text, or of a task that the policy refuses.
    meaning = describe_command(command) or command.normalized_text
    is_task = command.kind == CommandEmbedding.KIND_TASK
    sentence = (command.normalized_text or command.text) if is_task else ''
    return CommandView(command.text, plain_words(sentence), meaning)


def _to_object(item: DetectedObject, *, is_candidate: bool = False) -> ObjectView:
    position = point_to_array(item.position)
    if not np.isfinite(position).all():
        raise ValueError(
            f'positions of detected objects must be finite, got {position.tolist()} for '
            f'{item.name!r}; correct the policy that publishes them'
        )
    return ObjectView(
        name=item.name or 'object',
        color=item.color,
        shape=item.shape,
        position_m=position,
        confidence=float(item.confidence),
        is_held=item.is_held,
        is_candidate=is_candidate,
    )


def _check_frame(topic: str, header: Header, base_frame: str) -> None:
    if header.frame_id != base_frame:
        raise ValueError(
            f'{topic} must be in frame {base_frame!r}, got {header.frame_id!r}; '
            'correct its publisher or the parameter base_frame'
        )
