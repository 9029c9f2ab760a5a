# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Commands of all clients with their answers, and replies of services."""

import threading
import time
from typing import Any
from typing import Final

from vla_interfaces.msg import PolicyStatus

MAX_ANSWERS: Final = 30
_STATES: Final = {
    PolicyStatus.WAITING: 'observing',
    PolicyStatus.EXECUTING: 'executing',
    PolicyStatus.SUCCEEDED: 'done',
    PolicyStatus.REFUSED: 'refused',
    PolicyStatus.FAILED: 'failed',
}


class AnswerLog:
    """Newest answers; any thread may call it."""

    def __init__(self) -> None:
        self._answers: list[dict[str, Any]] = []
        self._lock = threading.Lock()

    def update(self, status: PolicyStatus) -> None:
        """Store the state of the command of a status of the policy."""
        state = _STATES.get(status.state)
        if not status.command_id or state is None:
            return
        if state == 'refused' and (status.candidates or status.asked_about):
            state = 'asks'
        reason = '' if state in ('observing', 'executing', 'done') else status.message
        reason = reason.removeprefix(f'refused {status.text!r}: ')
        values = {'text': status.text, 'state': state, 'reason': reason}
        with self._lock:
            for answer in reversed(self._answers):
                if answer['id'] == status.command_id:
                    answer.update(values)
                    return
        self._add(status.command_id, values)

    def note(self, text: str, state: str, reason: str = '') -> None:
        """Add the reply of a service, or a command that did not reach the policy."""
        self._add('', {'text': text, 'state': state, 'reason': reason})

    def answers(self, waiting: str = '') -> list[dict[str, Any]]:
        """
        Return the answers, the oldest first; 'time_s' is Unix time.

        Parameters
        ----------
        waiting
            State of a command that is executed but does not move the robot; empty while it does.

        """
        with self._lock:
            answers = [dict(answer) for answer in self._answers]
        for answer in answers:
            if waiting and answer['state'] == 'executing':
                answer['state'] = waiting
        return answers

    def _add(self, command_id: str, values: dict[str, Any]) -> None:
        with self._lock:
            self._answers.append({'id': command_id, 'time_s': time.time(), **values})
            del self._answers[:-MAX_ANSWERS]
