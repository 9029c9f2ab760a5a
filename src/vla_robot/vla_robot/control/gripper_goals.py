# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Goals of a gripper action: the newest opening, at most one goal at a time."""

from enum import auto
from enum import Enum
from typing import Final
from typing import NamedTuple

#: Time within which a server accepts or cancels a goal [s].
ANSWER_S: Final = 1.0
#: Time after which a goal without result is reported [s].
RESULT_S: Final = 10.0


class GripperGoal(NamedTuple):
    """Position of the gripper joint and maximum effort [N]; effort 0: that of the driver."""

    position: float
    max_effort_n: float = 0.0


class GoalRequest(Enum):
    """What the client of the action must do."""

    NONE = auto()
    SEND = auto()
    CANCEL = auto()


class _Phase(Enum):
    IDLE = auto()
    SENT = auto()
    ACTIVE = auto()
    CANCELING = auto()


class GripperGoals:
    """
    Order of goals for a server that does not replace goals itself.

    A new goal cancels the one in progress and is sent after its end: franka_gripper executes two
    goals at the same time, the controllers of ros2_control replace the first. Answers carry the
    number of their goal: late ones and second ones are ignored.

    Parameters
    ----------
    name
        Name of the action, for messages.

    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._wanted: GripperGoal | None = None
        self._phase, self._since_s = _Phase.IDLE, 0.0
        self._outcome = ''
        self.number = 0
        self.goal: GripperGoal | None = None

    def want(self, goal: GripperGoal) -> None:
        """Set the newest goal; it replaces one that was not sent yet."""
        in_progress = self._phase in (_Phase.SENT, _Phase.ACTIVE)
        self._wanted = None if in_progress and goal == self.goal else goal

    def forget(self) -> None:
        """Discard the goal that was not sent yet: motion ended."""
        self._wanted = None

    def step(self, now_s: float, *, has_server: bool) -> GoalRequest:
        """Return the next request to the server."""
        if not has_server:
            self._lose()
            return GoalRequest.NONE
        if self._phase in (_Phase.SENT, _Phase.CANCELING) and now_s - self._since_s > ANSWER_S:
            what = 'a goal' if self._phase is _Phase.SENT else 'the cancellation of a goal'
            self._end(
                f'the server of the action {self._name} did not answer {what} within '
                f'{ANSWER_S:g} s. Check the gripper driver'
            )
        if self._wanted is None:
            return GoalRequest.NONE
        if self._phase is _Phase.ACTIVE:
            self._enter(_Phase.CANCELING, now_s)
            return GoalRequest.CANCEL
        if self._phase is not _Phase.IDLE:
            return GoalRequest.NONE
        self.goal, self._wanted = self._wanted, None
        self.number += 1
        self._enter(_Phase.SENT, now_s)
        return GoalRequest.SEND

    def accept(self, number: int, now_s: float) -> bool:
        """Note that a goal was accepted; return False if it must be canceled: it came late."""
        if number != self.number or self._phase is _Phase.IDLE:
            return False
        if self._phase is _Phase.SENT:
            self._enter(_Phase.ACTIVE, now_s)
        return True

    def finish(self, number: int, problem: str = '') -> None:
        """Note the end of a goal; `problem` is empty after success."""
        if number != self.number or self._phase is _Phase.IDLE:
            return
        # The end of a goal that was canceled for a newer one is no problem.
        self._end('' if self._phase is _Phase.CANCELING else problem)

    def problem(self, now_s: float, *, has_server: bool) -> str:
        """Return the present problem, or an empty text."""
        if not has_server:
            return (
                f'no server of the action {self._name}. Start the gripper driver, or correct '
                'gripper_controller: ros2 action list'
            )
        if self._phase is _Phase.ACTIVE and now_s - self._since_s > RESULT_S:
            return f'the action {self._name} has no result after {RESULT_S:g} s'
        return self._outcome

    def _enter(self, phase: _Phase, now_s: float) -> None:
        self._phase, self._since_s = phase, now_s

    def _end(self, outcome: str) -> None:
        self._phase, self._outcome = _Phase.IDLE, outcome

    def _lose(self) -> None:
        if self._phase is _Phase.IDLE:
            return
        # A server that comes back gets the goal again, if motion has not ended by then.
        if self._wanted is None:
            self._wanted = self.goal
        self._end('')
