# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Messages to observations. What cannot be shown raises ValueError."""

import numpy as np
from sensor_msgs.msg import CameraInfo
from std_msgs.msg import Header
from vla_common.conversions import point_to_array
from vla_common.conversions import pose_to_arrays
from vla_interfaces.msg import ActionChunk
from vla_interfaces.msg import AttentionMap
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import RobotState
from vla_interfaces.msg import SafetyStatus
from vla_visualization.observations import Attention
from vla_visualization.observations import Caption
from vla_visualization.observations import Hand
from vla_visualization.observations import Plan
from vla_visualization.observations import Refusal
from vla_visualization.observations import Tone
from vla_visualization.projection import DISTORTION_MODELS
from vla_visualization.projection import Intrinsics
from vla_visualization.projection import rotation_matrix

QUERIES = ('target', 'destination')

_POLICY = {
    PolicyStatus.IDLE: ('idle', Tone.NEUTRAL),
    PolicyStatus.WAITING: ('waiting', Tone.WARNING),
    PolicyStatus.EXECUTING: ('executing', Tone.NEUTRAL),
    PolicyStatus.SUCCEEDED: ('succeeded', Tone.GOOD),
    PolicyStatus.REFUSED: ('refused', Tone.BAD),
    PolicyStatus.FAILED: ('failed', Tone.BAD),
}
_SAFETY = {
    SafetyStatus.IDLE: ('idle', Tone.NEUTRAL),
    SafetyStatus.ACTIVE: ('active', Tone.GOOD),
    SafetyStatus.HOLD: ('hold', Tone.WARNING),
    SafetyStatus.STOPPED: ('stopped', Tone.BAD),
}


def to_plan(chunk: ActionChunk, base_frame: str) -> Plan:
    """Return the plan of a chunk."""
    _check_frame('action_chunk', chunk.header, base_frame)
    positions = [point_to_array(pose.position) for pose in chunk.poses]
    return Plan(
        positions_m=np.array(positions).reshape(-1, 3),
        gripper=np.array(chunk.gripper, dtype=np.float64),
        target_m=point_to_array(chunk.target),
        destination_m=point_to_array(chunk.destination) if chunk.has_destination else None,
    )


def to_attention(message: AttentionMap) -> Attention:
    """Return the map of one query."""
    rows, cols, count = message.rows, message.cols, len(message.weights)
    if rows * cols != count:
        raise ValueError(
            f'attention needs rows * cols = {rows} * {cols} weights, got {count}; '
            'correct the policy that sends it'
        )
    weights = np.array(message.weights, dtype=np.float64).reshape(rows, cols)
    return Attention(query=message.query, weights=weights)


def to_refusal(status: SafetyStatus, base_frame: str) -> Refusal | None:
    """Return what was refused lately, or None."""
    if not status.refused_points:
        return None
    _check_frame('safety_status', status.header, base_frame)
    points = np.array([point_to_array(point) for point in status.refused_points])
    return Refusal(points_m=points, checks=tuple(status.refused_checks))


def is_pending(status: SafetyStatus) -> bool:
    """Return whether the safety gate waits for a person's approval of the plan."""
    return bool(status.state == SafetyStatus.IDLE and status.reason == 'approval_pending')


def to_hand(state: RobotState, base_frame: str) -> Hand:
    """Return the measured tool."""
    _check_frame('robot_state', state.header, base_frame)
    position, quaternion = pose_to_arrays(state.end_effector)
    return Hand(position, rotation_matrix(quaternion), float(state.gripper))


def to_intrinsics(info: CameraInfo) -> Intrinsics:
    """Return the camera's intrinsics."""
    if info.distortion_model not in DISTORTION_MODELS:
        raise ValueError(
            f'distortion_model must be one of {", ".join(filter(None, DISTORTION_MODELS))}; '
            f'got {info.distortion_model!r}. Publish rectified images'
        )
    return Intrinsics(
        width_px=info.width,
        height_px=info.height,
        matrix=np.array(info.k, dtype=np.float64).reshape(3, 3),
        distortion=np.array(info.d, dtype=np.float64),
    )


def command_caption(command: CommandEmbedding) -> Caption:
    """Say what was commanded."""
    if command.kind == CommandEmbedding.KIND_STOP:
        return Caption(f'STOP: {command.text}', Tone.BAD)
    if command.kind != CommandEmbedding.KIND_TASK:
        return Caption(f'not understood: {command.reason or command.text}', Tone.BAD)
    if command.normalized_text:
        return Caption(f'"{command.text}", read as "{command.normalized_text}"')
    return Caption(f'"{command.text}"')


def policy_caption(status: PolicyStatus) -> Caption:
    """Say what the policy makes of the command."""
    state, tone = _POLICY.get(status.state, (f'state {status.state}', Tone.WARNING))
    if status.message and tone is Tone.BAD:
        return Caption(f'policy: {state}: {status.message}', tone)
    parts = [state, status.task, status.phase]
    if status.state == PolicyStatus.EXECUTING:
        parts.append(f'confidence {status.confidence:.0%}')
    return Caption(f'policy: {", ".join(filter(None, parts))}', tone)


def safety_caption(status: SafetyStatus) -> Caption:
    """Say what the safety gate does and why."""
    state, tone = _SAFETY.get(status.state, (f'state {status.state}', Tone.WARNING))
    state += ' (dry run)' if status.dry_run else ''
    why = status.message or status.reason
    if why and tone is not Tone.BAD:
        tone = Tone.WARNING
    return Caption(f'safety: {state}: {why}' if why else f'safety: {state}', tone)


def _check_frame(topic: str, header: Header, base_frame: str) -> None:
    if header.frame_id != base_frame:
        raise ValueError(
            f'{topic} must be in frame {base_frame!r}, got {header.frame_id!r}; '
            'correct its sender or base_frame'
        )
