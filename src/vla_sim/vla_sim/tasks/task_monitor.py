# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Success of the current command, from the state of the simulation."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from vla_sim.physics.world import World
from vla_sim.tasks.command_parser import parse_task
from vla_sim.tasks.success_checker import SuccessChecker
from vla_sim.tasks.task import Task


@dataclass(frozen=True)
class TaskReport:
    """
    State of the newest command.

    Parameters
    ----------
    command_id
        Identifier of the command; empty if the command came without one.
    command
        Text of the command.
    task
        Task of the command; None if the command names none that is feasible.
    success
        Whether the task is done; without a task, whether nothing moved.
    reason
        Why it is not; empty on success.
    wrong_object
        Whether an object moved or was touched that the task does not name.
    moved
        Names of the objects that moved.
    arm_moved_m
        Largest distance of the tool from its position at the start of the command.

    """

    command_id: str
    command: str
    task: Task | None
    success: bool
    reason: str
    wrong_object: bool
    moved: tuple[str, ...]
    arm_moved_m: float

    def to_dict(self) -> dict[str, Any]:
        """Return the fields for JSON."""
        task = self.task and {
            'kind': self.task.kind,
            'target': self.task.target,
            'destination': self.task.destination_name,
        }
        return {
            'command_id': self.command_id,
            'command': self.command,
            'task': task,
            'success': self.success,
            'reason': self.reason,
            'wrong_object': self.wrong_object,
            'moved': list(self.moved),
            'arm_moved_m': round(self.arm_moved_m, 4),
        }


class TaskMonitor:
    """
    Monitor the simulation from the start of a command on.

    A command without a feasible task succeeds if nothing moves.

    Parameters
    ----------
    world
        Simulated world.

    """

    def __init__(self, world: World) -> None:
        self._world = world
        self.begin('')

    def begin(self, command: str, command_id: str = '') -> None:
        """Start a new command."""
        self._command, self._command_id = command, command_id
        self._task = parse_task(command, self._world.scene)
        self._checker = SuccessChecker(self._world, self._task)
        self._start_m = self._world.robot_state().position_m
        self._arm_moved_m = 0.0

    def observe(self) -> None:
        """Record contacts and motion; call it at every control tick."""
        self._checker.observe()
        distance = np.linalg.norm(self._world.robot_state().position_m - self._start_m)
        self._arm_moved_m = max(self._arm_moved_m, float(distance))

    def report(self) -> TaskReport:
        """Return the current state of the command."""
        result = self._checker.result()
        return TaskReport(
            self._command_id,
            self._command,
            self._task,
            result.success,
            result.reason,
            result.wrong_object_touched,
            result.moved,
            self._arm_moved_m,
        )
