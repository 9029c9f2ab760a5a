# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Conversion of received messages to gate inputs and audit fields, and of targets to messages."""

from typing import Any

from builtin_interfaces.msg import Time
from geometry_msgs.msg import PoseStamped
import numpy as np
from sensor_msgs.msg import JointState
from vla_common.conversions import pose_to_arrays
from vla_common.conversions import stamp_ns
from vla_common.conversions import to_pose
from vla_common.meaning_text import describe_command
from vla_interfaces.msg import ActionChunk
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import GripperCommand
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import RobotState
from vla_interfaces.msg import VisualFeatures
from vla_safety.gate.command_tracker import PolicyState
from vla_safety.monitors.camera_monitor import ImageSample
from vla_safety.robot.joint_monitor import JointReading
from vla_safety.types.chunk import Chunk
from vla_safety.types.chunk import RobotSample
from vla_safety.types.chunk import Target

# Further steps are not converted: a chunk with so many is refused in any case.
_MAX_STEPS = 1001
# Names of the kinds of vla_interfaces/CommandEmbedding.
_COMMAND_KINDS = {
    CommandEmbedding.KIND_TASK: 'task',
    CommandEmbedding.KIND_STOP: 'stop',
    CommandEmbedding.KIND_INVALID: 'invalid',
    CommandEmbedding.KIND_UNSUPPORTED: 'unsupported',
}


def to_chunk(message: ActionChunk) -> Chunk:
    """Return the chunk of a message, valid or not."""
    poses = message.poses[:_MAX_STEPS]
    rows = np.array(
        [
            (p.x, p.y, p.z, q.x, q.y, q.z, q.w)
            for p, q in ((pose.position, pose.orientation) for pose in poses)
        ],
        dtype=np.float64,
    ).reshape(-1, 7)
    return Chunk(
        positions=rows[:, :3],
        quaternions=rows[:, 3:],
        gripper=np.array(message.gripper[:_MAX_STEPS], dtype=np.float64),
        termination=np.array(message.termination[:_MAX_STEPS], dtype=np.float64),
        stamp_ns=stamp_ns(message.header.stamp),
        step_duration_s=float(message.step_duration_s),
        frame_id=message.header.frame_id,
        command_id=message.command_id,
        sequence=int(message.sequence),
        confidence=float(message.confidence),
        plan_latency_s=float(message.latency_s),
    )


def to_robot_sample(message: RobotState) -> RobotSample:
    """Return the measured pose and gripper opening of a message."""
    position, quaternion = pose_to_arrays(message.end_effector)
    return RobotSample(
        position,
        quaternion,
        float(message.gripper),
        stamp_ns(message.header.stamp),
        message.header.frame_id,
    )


def to_joint_sample(message: JointState) -> JointReading:
    """Return the joints of a message."""
    stamp = stamp_ns(message.header.stamp)
    return JointReading(message.name, message.position, message.velocity, stamp)


def to_image_sample(message: VisualFeatures) -> ImageSample:
    """Return stamp, content and exposure of the image behind a message of features."""
    content = b''.join(level.data.tobytes() for level in message.levels)
    return ImageSample(
        stamp_ns(message.header.stamp), content, message.dark_share, message.bright_share
    )


def to_classification_fields(message: CommandEmbedding) -> dict[str, str]:
    """Return the audit fields for the classification of a command."""
    return {
        'command_id': message.command_id,
        'text': message.text,
        'kind': _COMMAND_KINDS.get(message.kind, str(message.kind)),
        'reason': message.reason,
        'normalized_text': message.normalized_text,
        'meaning': describe_command(message),
    }


def to_policy_fields(message: PolicyStatus) -> dict[str, Any]:
    """Return the audit fields for the state of the policy."""
    state = to_policy_state(message)
    return {
        'command_id': message.command_id,
        'state': str(message.state) if state is None else state.name.lower(),
        'step': f'{message.step} of {message.step_count}' if message.step_count > 1 else '',
        'task': message.task,
        'target': message.target,
        'destination': message.destination,
        'reason': message.reason,
        'confidence': message.confidence,
    }


def to_policy_state(message: PolicyStatus) -> PolicyState | None:
    """Return the state of the policy; None for an unknown state."""
    known = message.state in PolicyState.__members__.values()
    return PolicyState(message.state) if known else None


def to_action(target: Target, stamp: Time, frame_id: str) -> PoseStamped:
    """Return the message of a commanded pose, stamped with the time of the command."""
    message = PoseStamped(pose=to_pose(target.position, target.quaternion))
    message.header.stamp = stamp
    message.header.frame_id = frame_id
    return message


def to_gripper(target: Target, stamp: Time, frame_id: str, max_effort_n: float) -> GripperCommand:
    """Return the message of a commanded gripper opening, stamped like its pose."""
    message = GripperCommand(opening=target.gripper, max_effort_n=max_effort_n)
    message.header.stamp = stamp
    message.header.frame_id = frame_id
    return message
