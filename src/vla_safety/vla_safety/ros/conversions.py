# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Messages to what the gate works on, and back."""

import math
from typing import Any

from builtin_interfaces.msg import Time
from geometry_msgs.msg import PoseStamped
import numpy as np
from vla_common.clock import TimePoint
from vla_common.conversions import pose_to_arrays
from vla_common.conversions import stamp_ns
from vla_common.conversions import to_point
from vla_common.conversions import to_pose
from vla_common.health import Health
from vla_common.health import Level
from vla_interfaces.msg import ActionChunk
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import GripperCommand
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import RobotState
from vla_interfaces.msg import SafetyStatus
from vla_interfaces.msg import VisualFeatures
from vla_safety.audit.audit_log import AuditLog
from vla_safety.gate.gate_memory import PolicyState
from vla_safety.gate.safety_gate import Gate
from vla_safety.gate.safety_gate import GateState
from vla_safety.monitors.camera_monitor import ImageSample
from vla_safety.monitors.watchdog import CameraStatus
from vla_safety.monitors.watchdog import InputAges
from vla_safety.types.chunk import Chunk
from vla_safety.types.chunk import RobotSample
from vla_safety.types.chunk import Target

# Steps beyond this are not converted: so many are refused anyway.
_MAX_STEPS = 1001
# How long a refused chunk is shown.
_SHOW_REFUSED_S = 2.0
_MAX_TEXT = 512
_AUDIT_PROBLEM = 'audit_log'
_LEVELS = {GateState.HOLD: Level.WARN, GateState.STOPPED: Level.ERROR}


def to_chunk(message: ActionChunk) -> Chunk:
    """Return the chunk of a message, however wrong it is."""
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
    )


def to_robot_sample(message: RobotState) -> RobotSample:
    """Return the robot's state of a message."""
    position, quaternion = pose_to_arrays(message.end_effector)
    return RobotSample(
        position,
        quaternion,
        float(message.gripper),
        stamp_ns(message.header.stamp),
        message.header.frame_id,
    )


def to_image_sample(message: VisualFeatures) -> ImageSample:
    """Return what the gate needs of an image's features."""
    content = b''.join(level.data.tobytes() for level in message.levels)
    return ImageSample(
        stamp_ns(message.header.stamp), content, message.dark_share, message.bright_share
    )


def to_classification_fields(message: CommandEmbedding) -> dict[str, str]:
    """Return what the audit log says of a command that was read."""
    kinds = ('task', 'stop', 'invalid', 'unsupported')
    kind = kinds[message.kind] if message.kind < len(kinds) else str(message.kind)
    return {
        'command_id': message.command_id,
        'text': message.text,
        'kind': kind,
        'reason': message.reason,
        'normalized_text': message.normalized_text,
    }


def to_policy_fields(message: PolicyStatus) -> dict[str, Any]:
    """Return what the audit log says of a command that the policy works on."""
    state = to_policy_state(message)
    return {
        'command_id': message.command_id,
        'state': str(message.state) if state is None else state.name.lower(),
        'task': message.task,
        'target': message.target,
        'destination': message.destination,
        'reason': message.reason,
        'confidence': message.confidence,
    }


def to_policy_state(message: PolicyStatus) -> PolicyState | None:
    """Return what the policy does; None for a state that we do not know."""
    known = message.state in PolicyState.__members__.values()
    return PolicyState(message.state) if known else None


def to_action(target: Target, stamp: Time, frame_id: str) -> PoseStamped:
    """Return the message of a commanded pose, stamped with the time at which it is commanded."""
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


def to_status(
    gate: Gate, now: TimePoint, stamp: Time, frame_id: str, problem: str = ''
) -> SafetyStatus:
    """Return what the gate does now and why; `problem` is told where it leaves room."""
    ages = gate.ages(now)
    camera = ages.camera or CameraStatus(ages.image_age_s)
    message = SafetyStatus(
        state=int(gate.state),
        reason=gate.reason or (_AUDIT_PROBLEM if problem else ''),
        message=(gate.message if gate.reason else problem or gate.message)[:_MAX_TEXT],
        command_id=gate.command_id,
        chunks_accepted=gate.accepted,
        chunks_refused=gate.refused,
        image_age_s=_age(camera.image_age_s),
        features_age_s=_age(camera.features_age_s),
        state_age_s=_age(ages.state_age_s),
        language_age_s=_age(math.inf if ages.language_age_s is None else ages.language_age_s),
        chunk_age_s=_age(ages.chunk_age_s),
        latency_s=gate.latency_s,
        dry_run=gate.dry_run,
    )
    message.header.stamp = stamp
    message.header.frame_id = frame_id
    if gate.refusal is not None and now.steady_s - gate.refusal[1] < _SHOW_REFUSED_S:
        _add_refused(message, gate)
    return message


def to_health(gate: Gate, ages: InputAges, late_s: float) -> Health:
    """Return what /diagnostics says; `late_s` is the worst delay of a tick."""
    camera = ages.camera or CameraStatus(ages.image_age_s)
    values = {
        'state': gate.state.name,
        'dry_run': gate.dry_run,
        'rung': gate.degradation_level.name,
        'chunks_accepted': gate.accepted,
        'chunks_adjusted': gate.adjusted,
        'chunks_refused': gate.refused,
        'image_age_s': f'{camera.image_age_s:.2f}',
        'features_age_s': f'{camera.features_age_s:.2f}',
        'chunk_age_s': f'{ages.chunk_age_s:.2f}',
        'state_age_s': f'{ages.state_age_s:.2f}',
        'language_age_s': 'not watched'
        if ages.language_age_s is None
        else f'{ages.language_age_s:.2f}',
        'tick_late_ms': f'{late_s * 1e3:.1f}',
    }
    message = gate.message or gate.state.name.lower()
    return Health(_LEVELS.get(gate.state, Level.OK), message, values)


def with_audit(health: Health, log: AuditLog) -> Health:
    """Return `health` with what the audit log has to say."""
    values = {
        **health.values,
        'audit_written': log.written,
        'audit_waiting': log.waiting,
        'audit_lost': log.lost,
    }
    if not log.problem:
        return Health(health.level, health.message, values)
    level = max(health.level, Level.WARN)
    return Health(level, f'{health.message}; {log.problem}', values)


def _add_refused(message: SafetyStatus, gate: Gate) -> None:
    """Add the points at which the newest refused chunk broke a rule, one rule a point."""
    if gate.refusal is None:
        return
    assessment = gate.refusal[0]
    checks = {v.step: v.check for v in reversed(assessment.refusals) if v.step >= 0}
    for step, check in sorted(checks.items()):
        position = assessment.chunk.positions[step]
        # A point that is no place, or nowhere near, cannot be shown.
        if (np.abs(position) < 1e3).all():
            message.refused_points.append(to_point(position))
            message.refused_checks.append(check)


def _age(age_s: float) -> float:
    return age_s if math.isfinite(age_s) else -1.0
