# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Commands and their answers."""

from vla_interfaces.msg import DetectedObject
from vla_interfaces.msg import PolicyStatus
from vla_web.answer_log import AnswerLog
from vla_web.answer_log import MAX_ANSWERS


def status(state: int, command_id: str = 'c1', message: str = '') -> PolicyStatus:
    return PolicyStatus(
        command_id=command_id, text='pick up the cube', state=state, message=message
    )


def shown(log: AnswerLog) -> list[tuple[str, str, str]]:
    return [(answer['text'], answer['state'], answer['reason']) for answer in log.answers()]


def test_a_command_has_one_answer_that_changes() -> None:
    log = AnswerLog()
    log.update(status(PolicyStatus.WAITING))
    log.update(status(PolicyStatus.EXECUTING, message='moving'))
    assert shown(log) == [('pick up the cube', 'executing', '')]
    log.update(status(PolicyStatus.REFUSED, message="refused 'pick up the cube': no cube"))
    assert shown(log) == [('pick up the cube', 'refused', 'no cube')]
    log.update(status(PolicyStatus.SUCCEEDED, 'c2'))
    assert shown(log)[1] == ('pick up the cube', 'done', '')


def test_a_question_is_no_refusal() -> None:
    log = AnswerLog()
    question = status(PolicyStatus.REFUSED, message='which one?')
    question.candidates = [DetectedObject(), DetectedObject()]
    log.update(question)
    assert shown(log) == [('pick up the cube', 'asks', 'which one?')]


def test_a_command_that_waits_does_not_look_executed() -> None:
    log = AnswerLog()
    log.update(status(PolicyStatus.SUCCEEDED, 'c0'))
    log.update(status(PolicyStatus.EXECUTING))
    assert [answer['state'] for answer in log.answers('on hold')] == ['done', 'on hold']
    assert [answer['state'] for answer in log.answers()] == ['done', 'executing']


def test_a_policy_without_a_command_adds_nothing() -> None:
    log = AnswerLog()
    log.update(status(PolicyStatus.IDLE, ''))
    log.update(status(PolicyStatus.IDLE))
    assert log.answers() == []


def test_notes_are_answers_of_their_own_and_old_ones_are_dropped() -> None:
    log = AnswerLog()
    for number in range(MAX_ANSWERS + 5):
        log.note(f'stop {number}', 'failed', 'no reply')
    assert shown(log)[0] == ('stop 5', 'failed', 'no reply')
    assert len(log.answers()) == MAX_ANSWERS
