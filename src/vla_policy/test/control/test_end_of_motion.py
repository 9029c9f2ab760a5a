# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""A task is done only where it ends."""

import numpy as np
from policy_samples import PICK
from policy_samples import sample_command
from policy_samples import sample_end_effector
from policy_samples import sample_observation
from policy_samples import scripted_policy
import pytest
from vla_policy.control.command_state import CommandState
from vla_policy.control.command_state import ExecutionState
from vla_policy.control.end_of_motion import end_failure
from vla_policy.control.policy_controller import PolicyController
from vla_policy.control.task_state import GoalEstimate
from vla_policy.nn.torch_networks import TorchNetworks
from vla_policy.types.chunk import EndEffectorState
from vla_policy.types.vocabulary import Phase
from vla_policy.types.vocabulary import TaskKind

TARGET, DESTINATION = (0.4, 0.1), (0.6, -0.2)
GOAL = GoalEstimate(np.array(TARGET), np.array(DESTINATION), 0.0)
NAMES = ('red cube', 'green bowl')


def at(x_m: float, y_m: float) -> EndEffectorState:
    return EndEffectorState(0.0, np.array((x_m, y_m, 0.2)), 0.0, 1.0)


@pytest.mark.parametrize(
    ('task', 'end', 'name'),
    [
        (TaskKind.PICK, TARGET, 'red cube'),
        (TaskKind.POINT, TARGET, 'red cube'),
        (TaskKind.PLACE, DESTINATION, 'green bowl'),
        (TaskKind.PUSH, DESTINATION, 'green bowl'),
    ],
)
def test_the_tool_must_be_where_the_task_ends(
    task: TaskKind, end: tuple[float, float], name: str
) -> None:
    assert end_failure(task, GOAL, at(end[0] + 0.07, end[1]), NAMES) == ''
    failure = end_failure(task, GOAL, at(end[0], end[1] + 0.12), NAMES)
    assert f'within 8 cm of the {name}; it is 12 cm away' in failure
    assert 'check its driver' in failure


def test_a_push_without_a_receptacle_names_its_destination() -> None:
    failure = end_failure(TaskKind.PUSH, GOAL, at(0.0, 0.0), ('red cube', ''))
    assert 'of the destination' in failure


def test_a_robot_that_does_not_move_does_not_succeed() -> None:
    policy = TorchNetworks(scripted_policy(phase=Phase.DONE, done=True))
    controller = PolicyController(policy, 0.1)
    controller.start(*sample_command(), PICK)
    command = CommandState('id', 'pick up the red cube').started(0.0)
    for i in range(8):
        output = controller.step(sample_observation(0.2 * i), sample_end_effector(0.2 * i))
        command = command if output is None else command.with_output(output, 0.1)
    assert (command.state, command.reason) == (ExecutionState.FAILED, 'not_reached')
    assert 'The robot did not follow the plan' in command.message
