# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""First motions of a robot, each approved by a person: silence, 2 cm per axis, slow, normal."""

from collections.abc import Callable
from collections.abc import Iterator
from typing import Final

import numpy as np
from vla_common.arrays import FloatArray
from vla_robot.control import motion_checks as checks
from vla_robot.control.bring_up_checks import BringUpFinding
from vla_robot.ros.motion_client import MotionClient
from vla_robot.ros.motion_client import MotionRefusedError

_SMALL_M: Final = 0.02
_SMALL_M_S: Final = 0.02
#: Ways of the motions at slow and at normal speed.
_LARGE_M: Final = 0.08
_SLOW_M_S: Final = 0.05
#: Time-out of chunks (max_chunk_age_s), and of the bridge or the driver, with a margin.
_CHUNK_SILENCE_S: Final = 1.3
_ACTION_SILENCE_S: Final = 0.6
_SILENCE_M: Final = 0.035
#: Way and speed of the motion that chunks leave: it takes longer than the time-out.
_LEFT_M, _LEFT_M_S = 0.04, 0.04
#: Time in which the person ends the safety node.
_PERSON_S: Final = 60.0
_YES: Final = 'yes'


class MotionSteps:
    """
    Move a robot for the first time, step by step.

    Parameters
    ----------
    client
        Sender of the motions.
    ask
        Asks the person a question and returns the answer.
    normal_m_s
        Speed of the last motions.
    is_automatic
        Whether nothing is asked; for the simulator only.

    """

    def __init__(
        self,
        client: MotionClient,
        ask: Callable[[str], str],
        normal_m_s: float,
        *,
        is_automatic: bool = False,
    ) -> None:
        self._client, self._ask = client, ask
        self._normal_m_s, self._is_automatic = normal_m_s, is_automatic

    def run(self) -> list[BringUpFinding]:
        """Return the findings; the first failure ends the motions."""
        found: list[BringUpFinding] = []
        steps = (self._chunk_silence, self._gate_silence, self._axes, self._slow, self._normal)
        for step in steps:
            for finding in _until_refusal(step()):
                found.append(finding)
                print(finding.to_text(), flush=True)
            if any(finding.problem for finding in found):
                break
        return found

    # Steps ---------------------------------------------------------------------------------

    def _chunk_silence(self) -> Iterator[BringUpFinding]:
        name = 'silence of chunks'
        offset = self._towards_room(2, _LEFT_M)
        text = (
            f'The tool moves {checks.direction_name(offset)} by up to 4 cm; then no chunk is sent '
            'any more, and it must stand.'
        )
        if not self._approved(text):
            yield _skipped(name)
            return
        motion, sent_s = self._client.move_with_one_chunk(offset, _LEFT_M_S, 2.5)
        yield checks.check_silence(name, sent_s, _CHUNK_SILENCE_S, _SILENCE_M, *motion)

    def _gate_silence(self) -> Iterator[BringUpFinding]:
        """Freeze or end the safety node while the robot moves: its driver must stop by itself."""
        name = 'silence of the safety gate'
        if self._is_automatic:
            yield _skipped(name)
            return
        offset = self._towards_room(2, _SMALL_M)
        text = (
            f'The tool moves up and down by 2 cm for {_PERSON_S:g} s. Meanwhile stop the safety '
            'node in another terminal: pkill -STOP -f safety_node.'
        )
        if not self._approved(text):
            yield _skipped(name)
            return
        silence = self._client.move_until_silence(offset, _SMALL_M_S, _PERSON_S)
        if silence is None:
            yield _skipped(name)
            return
        motion, silent_s = silence
        yield checks.check_silence(name, silent_s, _ACTION_SILENCE_S, _SILENCE_M, *motion)
        self._ask('Continue the safety node (pkill -CONT -f safety_node), then press Enter: ')
        self._client.wait_until_ready()

    def _axes(self) -> Iterator[BringUpFinding]:
        observed: dict[str, str] = {}
        for axis, letter in enumerate('xyz'):
            offset, name = self._towards_room(axis, _SMALL_M), f'2 cm along {letter}'
            wanted = checks.direction_name(offset)
            if not self._approved(f'The tool moves {wanted} by 2 cm.'):
                yield _skipped(name)
                continue
            motion = self._client.move(offset, _SMALL_M_S)
            finding = checks.check_motion(name, 'robot_state', offset, motion.displacement_m)
            yield finding
            if finding.problem:
                return
            if (seen := self._seen()) is not None:
                observed[wanted] = seen[0]
                moved = np.array(checks.DIRECTIONS[seen[0]]) * (seen[1] or _SMALL_M)
                yield checks.check_motion(f'{name}, seen', 'the person', offset, moved)
        if observed:
            yield checks.check_axes(observed)

    def _slow(self) -> Iterator[BringUpFinding]:
        yield from self._there_and_back('slow', _SLOW_M_S)

    def _normal(self) -> Iterator[BringUpFinding]:
        yield from self._there_and_back('normal speed', self._normal_m_s)

    def _there_and_back(self, name: str, speed_m_s: float) -> Iterator[BringUpFinding]:
        offset = self._towards_room(1, _LARGE_M)
        direction = checks.direction_name(offset)
        text = f'The tool moves {direction} by 8 cm at {speed_m_s:g} m/s, and back.'
        if not self._approved(text):
            yield _skipped(name)
            return
        for way, part in ((offset, 'there'), (-offset, 'back')):
            start = self._client.position_m()
            motion = self._client.move(way, speed_m_s)
            yield checks.check_speed(f'{name}, {part}', speed_m_s, *motion, start + way)

    # Help ----------------------------------------------------------------------------------

    def _approved(self, text: str) -> bool:
        if self._is_automatic:
            return True
        return self._ask(f'{text} Type {_YES} to move, Enter to skip: ').strip() == _YES

    def _seen(self) -> tuple[str, float | None] | None:
        """Return the direction in which the person saw the tool move, and the way if measured."""
        if self._is_automatic:
            return None
        names = ', '.join(checks.DIRECTIONS)
        question = (
            f'Which way did it move ({names}), and by how many mm? Such as: up 20. Enter: not '
            'seen: '
        )
        while True:
            words = self._ask(question).split()
            if not words:
                return None
            if words[0] in checks.DIRECTIONS and all(map(_is_number, words[1:2])):
                return words[0], float(words[1]) * 1e-3 if words[1:] else None
            question = f'The answer must be one of {names}, and a number or nothing; repeat: '

    def _towards_room(self, axis: int, way_m: float) -> FloatArray:
        """Return an offset (3,) along an axis towards the side where the workspace has room."""
        low, high = self._client.workspace_m()
        position = self._client.position_m()
        offset = np.zeros(3)
        offset[axis] = (
            way_m if high[axis] - position[axis] >= position[axis] - low[axis] else -way_m
        )
        return offset


def _until_refusal(findings: Iterator[BringUpFinding]) -> Iterator[BringUpFinding]:
    try:
        yield from findings
    except MotionRefusedError as error:
        yield BringUpFinding('motion', 'refused', str(error))


def _skipped(name: str) -> BringUpFinding:
    return BringUpFinding(name, 'not tried', is_skipped=True)


def _is_number(text: str) -> bool:
    return text.replace('.', '', 1).isdigit()
