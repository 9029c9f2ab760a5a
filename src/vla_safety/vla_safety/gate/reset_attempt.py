# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Attempt to reset a latched stop."""

from vla_common.clock import TimePoint
from vla_safety.gate.command_tracker import CommandTracker
from vla_safety.gate.gate_state_machine import GateState
from vla_safety.gate.gate_state_machine import GateStateMachine
from vla_safety.gate.input_supervisor import InputSupervisor


def try_reset(
    states: GateStateMachine,
    inputs: InputSupervisor,
    commands: CommandTracker,
    now: TimePoint,
    *,
    is_still: bool,
) -> tuple[bool, str]:
    """Leave STOPPED if the robot stands and every cause is cleared; return success and message."""
    if states.state is not GateState.STOPPED:
        return True, 'nothing to reset: no stop is latched'
    if not is_still:
        return False, 'reset needs standstill; the robot is braking. Try again in a second'
    policy_alive = commands.is_policy_alive(now.steady_s, inputs.watchdog.max_chunk_age_s)
    conditions = inputs.reset_conditions(now, policy_alive=policy_alive)
    for cause, message in states.stop_causes.items():
        if not conditions.is_cleared(cause):
            return False, f'reset needs the cause gone; it is still there: {message}'
    states.reset('the stop was reset; give a new command')
    return True, states.message
