# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Conversion between the messages of the policy and arrays."""

from collections.abc import Sequence

from builtin_interfaces.msg import Time
from geometry_msgs.msg import Point
import numpy as np
from std_msgs.msg import Header
from vla_common.arrays import BoolArray
from vla_common.arrays import Float32Array
from vla_common.arrays import FloatArray
from vla_common.conversions import pose_to_arrays
from vla_common.conversions import stamp_s
from vla_common.conversions import to_array
from vla_common.conversions import to_point
from vla_common.conversions import to_pose
from vla_common.rotation import quaternion_to_yaw
from vla_interfaces.msg import ActionChunk
from vla_interfaces.msg import AttentionMap
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import CommandStep
from vla_interfaces.msg import DetectedObject
from vla_interfaces.msg import DetectedObjects
from vla_interfaces.msg import FeatureLevel
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import RobotState
from vla_interfaces.msg import VisualFeatures
from vla_policy.control.command_state import CommandState
from vla_policy.control.detections import Detection
from vla_policy.control.held_object import HeldObject
from vla_policy.control.scene_detection import SceneDetections
from vla_policy.types.chunk import EndEffectorState
from vla_policy.types.chunk import PredictedChunk
from vla_policy.types.observation import Observation

_UNIT_TOLERANCE = 0.01
# A driver may report a little more than open or less than closed.
_GRIPPER_TOLERANCE = 0.05


def to_observation(msg: VisualFeatures) -> Observation:
    """
    Return the observation of a message with two levels: tokens, then the finer map.

    Raises
    ------
    ValueError
        If there are not two levels, the size of a level does not fit its data, or the camera is
        not above the table.

    """
    levels = [_to_level(level) for level in msg.levels]
    camera = msg.camera_position
    camera_m = (camera.x, camera.y, camera.z)
    if not (np.isfinite(camera_m).all() and camera.z > 0.0):
        raise ValueError(
            'camera_position of visual_features must be finite and above the table, z > 0; '
            f'got {camera_m}. Correct the node that publishes visual_features'
        )
    return Observation.from_levels(stamp_s(msg.header.stamp), levels, camera_m)


def _to_level(level: FeatureLevel) -> Float32Array:
    shape = (level.rows, level.cols, level.channels)
    data = np.frombuffer(level.data, np.float32)
    if data.size != np.prod(shape, dtype=np.int64):
        raise ValueError(f'a level of shape {shape} needs as many values; got {data.size}')
    if not np.isfinite(data).all():
        raise ValueError('visual features must be finite; got NaN or infinity')
    return data.copy().reshape(shape)


def to_token_states(
    msg: CommandEmbedding | CommandStep, channels: int
) -> tuple[Float32Array, BoolArray]:
    """
    Return token states (L, channels) and mask (L,) of one step.

    Raises
    ------
    ValueError
        If the sizes are inconsistent or a value is not finite.

    """
    states = np.frombuffer(msg.states, np.float32)
    count = len(msg.tokens)
    if states.size != count * channels or len(msg.mask) != count or not any(msg.mask):
        raise ValueError(
            f'an embedding of {count} tokens and {channels} channels needs as many values and '
            f'a mask with at least one token; got {states.size} values, mask of {len(msg.mask)}'
        )
    if not np.isfinite(states).all():
        raise ValueError('a command embedding must be finite; got NaN or infinity')
    return states.copy().reshape(count, -1), np.array(msg.mask, np.bool_)


def to_end_effector_state(msg: RobotState, frame_id: str) -> EndEffectorState:
    """
    Return the state of the end effector.

    Raises
    ------
    ValueError
        If the frame differs, a value is not finite, the quaternion does not have unit length, the
        gripper opening is out of range, or there is no stamp. The safety node has the same rules.

    """
    got = msg.header.frame_id
    if got != frame_id:
        is_slash = got.lstrip('/') == frame_id
        remedy = 'Remove the leading slash' if is_slash else 'Set the same frame_id on both sides'
        raise ValueError(f'robot_state must be in frame {frame_id!r}; got {got[:64]!r}. {remedy}')
    position, quaternion = pose_to_arrays(msg.end_effector)
    values = np.array([*position, *quaternion, msg.gripper])
    if not np.isfinite(values).all():
        raise ValueError(
            'every value of robot_state must be finite; got position, quaternion, '
            f'gripper {values.tolist()}. Check the robot driver'
        )
    length = float(np.linalg.norm(quaternion))
    if abs(length - 1) > _UNIT_TOLERANCE:
        raise ValueError(
            f'the orientation of robot_state must be a unit quaternion; got length {length:.4g}. '
            'Check the robot driver'
        )
    if abs(msg.gripper - 0.5) > 0.5 + _GRIPPER_TOLERANCE:
        raise ValueError(
            'gripper of robot_state must be an opening from 0 (closed) to 1 (open); got '
            f'{msg.gripper:g}. Divide the measured width by the width of the open gripper'
        )
    if stamp_s(msg.header.stamp) <= 0:
        raise ValueError(
            'robot_state must have the time of the measurement in header.stamp; got 0. Set the '
            'stamp in the robot driver'
        )
    yaw_rad = float(quaternion_to_yaw(quaternion))
    return EndEffectorState(stamp_s(msg.header.stamp), position, yaw_rad, float(msg.gripper))


def from_chunk(
    chunk: PredictedChunk, frame_id: str, command_id: str, sequence: int
) -> ActionChunk:
    """Return the message of a chunk; the caller sets stamp and latency."""
    msg = ActionChunk(
        step_duration_s=chunk.step_duration_s,
        command_id=command_id,
        sequence=sequence,
        poses=[to_pose(p, q) for p, q in zip(chunk.position, chunk.quaternion, strict=True)],
        gripper=to_array(chunk.gripper.astype(np.float32)),
        termination=to_array(chunk.termination.astype(np.float32)),
        task=chunk.task.name.lower(),
        phase=chunk.phase.name.lower(),
        confidence=chunk.confidence,
        target=_on_table(chunk.target),
        destination=_on_table(chunk.destination),
        has_destination=chunk.destination is not None,
    )
    msg.header.frame_id = frame_id
    return msg


def from_attention(
    query: str, weights: FloatArray, tokens: Sequence[str], token_weights: FloatArray
) -> AttentionMap:
    """Return the attention map of one query; the caller sets header and command."""
    rows, cols = weights.shape
    return AttentionMap(
        query=query,
        rows=rows,
        cols=cols,
        weights=to_array(weights.astype(np.float32)),
        tokens=list(tokens),
        token_weights=to_array(token_weights.astype(np.float32)),
    )


def from_detection(detection: Detection, held: HeldObject | None = None) -> DetectedObject:
    """Return the message of a detection, at the height of the gripper if it holds the object."""
    height_m = 0.0 if held is None else held.height_m
    return DetectedObject(
        name=detection.name,
        color=detection.color,
        shape=detection.kind,
        position=to_point(np.array((*detection.position, height_m))),
        confidence=detection.score,
        is_held=held is not None,
    )


def from_scene_detections(scene: SceneDetections, header: Header) -> DetectedObjects:
    """Return the message of the detections in one image."""
    objects = [from_detection(detection) for detection in scene.objects]
    if scene.held is not None:
        objects[-1] = from_detection(scene.objects[-1], scene.held)
    return DetectedObjects(header=header, objects=objects)


def from_command_state(command: CommandState, frame_id: str, stamp: Time) -> PolicyStatus:
    """Return the status message of a command."""
    return PolicyStatus(
        header=Header(stamp=stamp, frame_id=frame_id),
        command_id=command.command_id,
        text=command.text,
        state=int(command.state),
        reason=command.reason,
        message=command.warning or command.message,
        meaning=command.meaning,
        step=command.step,
        step_count=command.step_count,
        asked_about=command.asked_about,
        task=command.task,
        phase=command.phase,
        target=command.target,
        destination=command.destination,
        confidence=command.confidence,
        progress=command.progress,
        latency_s=command.latency_s,
        candidates=[from_detection(detection) for detection in command.candidates],
    )


def _on_table(xy: FloatArray | None) -> Point:
    return Point() if xy is None else to_point(np.append(xy, 0.0))
