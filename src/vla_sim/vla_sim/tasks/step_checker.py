# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Success of the tasks of a command, which are done one after the other."""

from collections.abc import Sequence

from vla_sim.physics.world import World
from vla_sim.tasks.success_checker import SuccessChecker
from vla_sim.tasks.success_checker import TaskResult
from vla_sim.tasks.task import Task


class StepChecker:
    """
    Check each task against the state of the world when it begins.

    A command succeeds if the result of every task is a success when the next one begins, and that
    of the last one when the result is asked for.

    Parameters
    ----------
    world
        Simulated world.
    tasks
        Tasks in their order; none if nothing must move.

    """

    def __init__(self, world: World, tasks: Sequence[Task]) -> None:
        self._world = world
        self._waiting = list(tasks)
        #: Names of the objects of the tasks so far, which later ones may touch.
        self._named: frozenset[str] = frozenset()
        self._earlier: list[TaskResult] = []
        self._checker = self._next_checker()

    def observe(self) -> None:
        """Record the objects that the gripper touches; call it at every control tick."""
        self._checker.observe()

    def begin_step(self) -> None:
        """End the present task and begin the next one; without a next one, nothing may move."""
        self._earlier.append(self._checker.result())
        self._checker = self._next_checker()

    def result(self) -> TaskResult:
        """Return the result for the current state."""
        results = [*self._earlier, self._checker.result()]
        failed = next((r for r in results if not r.success), None)
        reason = '' if failed is None else failed.reason
        if len(self._earlier) and failed is not None:
            reason = f'step {results.index(failed) + 1}: {reason}'
        if not reason and self._waiting:
            reason = f'{len(self._waiting)} steps were not begun'
        is_wrong = any(result.wrong_object_touched for result in results)
        moved = dict.fromkeys(name for result in results for name in result.moved)
        return TaskResult(not reason, reason, is_wrong, tuple(moved))

    def _next_checker(self) -> SuccessChecker:
        task = self._waiting.pop(0) if self._waiting else None
        checker = SuccessChecker(self._world, task, self._named)
        if task is not None:
            self._named |= {task.target, *task.other_targets, task.destination}
        return checker
