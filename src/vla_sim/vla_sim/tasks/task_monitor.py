# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Judges every command that is said in the simulated room."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from vla_sim.physics.world import World
from vla_sim.tasks.command_parser import read_command
from vla_sim.tasks.success_checker import Judge
from vla_sim.tasks.task import Task


@dataclass(frozen=True)
class Report:
    """What has become of the newest command so far."""

    command: str
    task: Task | None
    success: bool
    reason: str
    wrong_object: bool
    moved: tuple[str, ...]
    # Longest way of the tool from where it was when the command came.
    arm_moved_m: float

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        task = self.task and {
            'kind': self.task.kind,
            'target': self.task.target,
            'destination': self.task.destination,
        }
        return {
            'command': self.command,
            'task': task,
            'success': self.success,
            'reason': self.reason,
            'wrong_object': self.wrong_object,
            'moved': list(self.moved),
            'arm_moved_m': round(self.arm_moved_m, 4),
        }


class Referee:
    """
    Watch what happens after a command, and say whether it is what the command asked for.

    A command that cannot be carried out here succeeds if nothing moves.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self.begin('')

    def begin(self, command: str) -> None:
        """Start to judge a new command."""
        self._command = command
        self._task = read_command(command, self._world.scene)
        self._judge = Judge(self._world, self._task)
        self._start_m = self._world.robot_state().position_m
        self._arm_moved_m = 0.0

    def observe(self) -> None:
        """Take note of the present; call it at every control tick."""
        self._judge.observe()
        way = np.linalg.norm(self._world.robot_state().position_m - self._start_m)
        self._arm_moved_m = max(self._arm_moved_m, float(way))

    def report(self) -> Report:
        """Judge the present."""
        verdict = self._judge.verdict()
        return Report(
            self._command,
            self._task,
            verdict.success,
            verdict.reason,
            verdict.wrong_object_touched,
            verdict.moved,
            self._arm_moved_m,
        )
