# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Messages about the state of the gate: safety_status and diagnostics."""

import math

from builtin_interfaces.msg import Time
import numpy as np
from vla_common.clock import TimePoint
from vla_common.conversions import to_point
from vla_common.health import Health
from vla_common.health import Level
from vla_interfaces.msg import SafetyStatus
from vla_safety.audit.audit_log import AuditLog
from vla_safety.gate.chunk_history import Refusal
from vla_safety.gate.gate_state_machine import GateState
from vla_safety.gate.run_marker import RunMarker
from vla_safety.gate.safety_gate import Gate
from vla_safety.monitors.publisher_monitor import DUPLICATE_PREFIX
from vla_safety.monitors.watchdog import CameraStatus
from vla_safety.types.input_fault import InputFault

# How long the points of a refused chunk are published.
_SHOW_REFUSED_S = 2.0
_MAX_TEXT = 512
# Largest coordinate [m] that can be displayed.
_MAX_COORDINATE_M = 1e3
_AUDIT_PROBLEM, _CLOCK_PROBLEM = 'audit_log', 'clock'
# Beginnings of the reasons that describe an input; other refusals describe a chunk.
_INPUT_REASONS = (DUPLICATE_PREFIX, 'state_', 'joint_state_', 'robot_description')
_LEVELS = {GateState.HOLD: Level.WARN, GateState.STOPPED: Level.ERROR}


def to_status(
    gate: Gate,
    now: TimePoint,
    stamp: Time,
    frame_id: str,
    problem: str = '',
    clock_problem: str = '',
) -> SafetyStatus:
    """Return the state of the gate; for `problem` and `clock_problem` see `displayed_reason`."""
    ages, limits = gate.inputs.ages(now), gate.admission.limits
    camera = ages.camera or CameraStatus(ages.image_age_s)
    reason, text = displayed_reason(gate, now, problem, clock_problem)
    message = SafetyStatus(
        state=int(gate.state),
        reason=reason,
        message=text[:_MAX_TEXT],
        command_id=gate.command_id,
        chunks_accepted=gate.chunks.accepted,
        chunks_refused=gate.chunks.refused,
        image_age_s=_finite_or_negative(camera.image_age_s),
        features_age_s=_finite_or_negative(camera.features_age_s),
        state_age_s=_finite_or_negative(ages.state_age_s),
        language_age_s=_finite_or_negative(ages.language_age_s),
        chunk_age_s=_finite_or_negative(ages.received_chunk_age_s),
        latency_s=gate.latency_s,
        dry_run=gate.dry_run,
        workspace_min=to_point(limits.low),
        workspace_max=to_point(limits.high),
    )
    message.header.stamp = stamp
    message.header.frame_id = frame_id
    refusal = gate.chunks.refusal
    if refusal is not None and now.steady_s - refusal.time_s < _SHOW_REFUSED_S:
        _add_refused_points(message, refusal)
    return message


def displayed_reason(
    gate: Gate, now: TimePoint, problem: str = '', clock_problem: str = ''
) -> InputFault:
    """
    Return the reason of the gate, or what would keep it from motion.

    In IDLE, a fault of an input is more recent than the newest refusal, and comes first. A clock
    that does not run makes all inputs seem old, and comes before them. `problem`, that of the
    audit log, is reported while there is no other.
    """
    if clock_problem and (not gate.reason or gate.state is GateState.IDLE):
        return InputFault(_CLOCK_PROBLEM, clock_problem)
    fault = gate.inputs.problem(now)
    if fault is not None and (not gate.reason or gate.state is GateState.IDLE):
        return fault
    if gate.state is GateState.IDLE and gate.reason.startswith(_INPUT_REASONS):
        # The refusal was for a fault that is gone.
        return InputFault(_AUDIT_PROBLEM if problem else '', problem)
    if gate.reason or not problem:
        return InputFault(gate.reason, gate.message)
    return InputFault(_AUDIT_PROBLEM, problem)


def to_health(gate: Gate, now: TimePoint, late_s: float) -> Health:
    """Return the diagnostics of the gate; `late_s` is the largest delay of a tick."""
    ages, robot = gate.inputs.ages(now), gate.inputs.robot
    camera = ages.camera or CameraStatus(ages.image_age_s)
    language_s = ages.language_age_s
    values = {
        'state': gate.state.name,
        'dry_run': gate.dry_run,
        'degradation_level': gate.states.level.name,
        'chunks_accepted': gate.chunks.accepted,
        'chunks_adjusted': gate.chunks.adjusted,
        'chunks_refused': gate.chunks.refused,
        'image_age_s': f'{camera.image_age_s:.2f}',
        'features_age_s': f'{camera.features_age_s:.2f}',
        'chunk_age_s': f'{ages.received_chunk_age_s:.2f}',
        'state_age_s': f'{ages.state_age_s:.2f}',
        'state_rate_hz': 'unknown' if robot.rate_hz is None else f'{robot.rate_hz:.1f}',
        'state_rejected': robot.rejected,
        'language_age_s': 'not monitored' if language_s is None else f'{language_s:.2f}',
        'tick_late_ms': f'{late_s * 1e3:.1f}',
    }
    level, problem = _LEVELS.get(gate.state, Level.OK), gate.inputs.problem(now)
    message = displayed_reason(gate, now).message or gate.state.name.lower()
    if problem is not None:
        values['input_fault'] = f'{problem.reason}: {problem.message}'
        level = max(level, Level.WARN)
    return Health(level, message, values)


def with_audit_health(health: Health, log: AuditLog) -> Health:
    """Return `health` with the counters and the problem of the audit log."""
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


def with_marker_health(health: Health, marker: RunMarker) -> Health:
    """Return `health` with the problem of the file that keeps a stop latched over a restart."""
    if not marker.problem:
        return health
    text = f'{marker.path} cannot be written: {marker.problem}'
    level = max(health.level, Level.WARN)
    values = {**health.values, 'run_marker': text}
    return Health(level, f'{health.message}; {text}. Free or repair the disk', values)


def _add_refused_points(message: SafetyStatus, refusal: Refusal) -> None:
    """Add the points at which the newest refused chunk violated a check, one check per point."""
    assessment = refusal.assessment
    checks = {v.step: v.check for v in reversed(assessment.refusals) if v.step >= 0}
    for step, check in sorted(checks.items()):
        position = assessment.chunk.positions[step]
        # NaN, infinite and very distant points cannot be displayed.
        if (np.abs(position) < _MAX_COORDINATE_M).all():
            message.refused_points.append(to_point(position))
            message.refused_checks.append(check)


def _finite_or_negative(age_s: float | None) -> float:
    return age_s if age_s is not None and math.isfinite(age_s) else -1.0
