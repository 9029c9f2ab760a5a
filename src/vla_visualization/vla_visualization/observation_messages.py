# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Conversion of messages to plain data; an invalid message raises ValueError."""

import numpy as np
from std_msgs.msg import Header
from vla_common.conversions import point_to_array
from vla_common.conversions import pose_to_arrays
from vla_common.meaning_text import describe_command
from vla_interfaces.msg import ActionChunk
from vla_interfaces.msg import AttentionMap
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import RobotState
from vla_interfaces.msg import SafetyStatus
from vla_perception.projection import rotation_matrix
from vla_perception.table_rectification import TRAINING_CAMERA_FRAME
from vla_visualization.observations import Caption
from vla_visualization.observations import EndEffectorView
from vla_visualization.observations import PlannedPath
from vla_visualization.observations import QueryAttention
from vla_visualization.observations import RefusedPoints
from vla_visualization.observations import Severity

QUERIES = ('target', 'destination')

_POLICY_STATES = {
    PolicyStatus.IDLE: ('idle', Severity.INFO),
    PolicyStatus.WAITING: ('waiting', Severity.WARNING),
    PolicyStatus.EXECUTING: ('executing', Severity.INFO),
    PolicyStatus.SUCCEEDED: ('succeeded', Severity.SUCCESS),
    PolicyStatus.REFUSED: ('refused', Severity.ERROR),
    PolicyStatus.FAILED: ('failed', Severity.ERROR),
}
_SAFETY_STATES = {
    SafetyStatus.IDLE: ('idle', Severity.INFO),
    SafetyStatus.ACTIVE: ('active', Severity.SUCCESS),
    SafetyStatus.HOLD: ('hold', Severity.WARNING),
    SafetyStatus.STOPPED: ('stopped', Severity.ERROR),
}


def to_planned_path(chunk: ActionChunk, base_frame: str) -> PlannedPath:
    """Convert an action chunk."""
    _check_frame('action_chunk', chunk.header, base_frame)
    positions = [point_to_array(pose.position) for pose in chunk.poses]
    return PlannedPath(
        positions_m=np.array(positions).reshape(-1, 3),
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


def is_pending(status: SafetyStatus) -> bool:
    """Return whether the safety gate waits for approval of the latest chunk."""
    return bool(status.state == SafetyStatus.IDLE and status.reason == 'approval_pending')


def to_end_effector(state: RobotState, base_frame: str) -> EndEffectorView:
    """Convert the measured robot state."""
    _check_frame('robot_state', state.header, base_frame)
    position, quaternion = pose_to_arrays(state.end_effector)
    return EndEffectorView(position, rotation_matrix(quaternion), float(state.gripper))


def command_caption(command: CommandEmbedding) -> Caption:
    """Return the caption of the latest command."""
    if command.kind == CommandEmbedding.KIND_STOP:
        return Caption(f'STOP: {command.text}', Severity.ERROR)
    # Without a meaning: of a malformed text, or of a task that the policy refuses.
    meaning = describe_command(command) or command.normalized_text
    if command.kind != CommandEmbedding.KIND_TASK and not meaning:
        return Caption(f'rejected: {command.reason or command.text}', Severity.ERROR)
    understood = f', understood as {meaning}' if meaning else ''
    return Caption(f'"{command.text}"{understood}')


def policy_caption(status: PolicyStatus) -> Caption:
    """Return the caption of the policy's state."""
    state, severity = _POLICY_STATES.get(status.state, (f'state {status.state}', Severity.WARNING))
    if status.message.startswith(state):
        return Caption(f'policy: {status.message}', severity)
    if status.message and severity is Severity.ERROR:
        return Caption(f'policy: {state}: {status.message}', severity)
    step = f'step {status.step} of {status.step_count}' if status.step_count > 1 else ''
    parts = [state, step, status.task, status.phase]
    if status.state == PolicyStatus.EXECUTING:
        parts += [f'confidence {status.confidence:.0%}', status.message]
    return Caption(f'policy: {", ".join(filter(None, parts))}', severity)


def safety_caption(status: SafetyStatus) -> Caption:
    """Return the caption of the safety gate's state and its reason."""
    state, severity = _SAFETY_STATES.get(status.state, (f'state {status.state}', Severity.WARNING))
    state += ' (dry run)' if status.dry_run else ''
    reason = status.message or status.reason
    if reason and severity is not Severity.ERROR:
        severity = Severity.WARNING
    return Caption(f'safety: {state}: {reason}' if reason else f'safety: {state}', severity)


def _check_frame(topic: str, header: Header, base_frame: str) -> None:
    if header.frame_id != base_frame:
        raise ValueError(
            f'{topic} must be in frame {base_frame!r}, got {header.frame_id!r}; '
            'correct its publisher or the parameter base_frame'
        )
