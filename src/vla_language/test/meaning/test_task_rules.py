# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Agreement of task and verbs."""

from hand_tagging import tag_by_hand
import pytest
from vla_common.command_meaning import RequestedTask
from vla_language.meaning.task_rules import agreed_task
from vla_language.meaning.task_rules import base_verb
from vla_language.meaning.task_rules import is_bare_verb
from vla_language.meaning.task_rules import is_hidden
from vla_language.meaning.task_rules import settled_task
from vla_language.meaning.task_rules import task_of_verb


@pytest.mark.parametrize(
    ('task', 'acts', 'expected'),
    [
        (RequestedTask.PICK, 'push up', RequestedTask.PUSH),
        (RequestedTask.PICK, 'pick up', RequestedTask.PICK),
        (RequestedTask.PICK, 'take put', RequestedTask.PLACE),
        (RequestedTask.PICK, 'put on', RequestedTask.PICK),
        (RequestedTask.POINT, 'pick point at', RequestedTask.POINT),
        (RequestedTask.PLACE, 'push into', RequestedTask.PLACE),
        (RequestedTask.PICK, 'put in my hand', RequestedTask.PICK),
        (RequestedTask.PICK, '', RequestedTask.PICK),
        (RequestedTask.PICK, 'throw at me', RequestedTask.OTHER),
        (RequestedTask.PLACE, 'throw', RequestedTask.PLACE),
    ],
)
def test_agreed_task(task: RequestedTask, acts: str, expected: RequestedTask) -> None:
    assert agreed_task(task, acts.split()) is expected


@pytest.mark.parametrize(
    ('marked', 'task', 'expected'),
    [
        ('lift:A the ball:TN next:DR to:DR the can:DN', RequestedTask.PLACE, RequestedTask.PICK),
        ('take:A the ball:TN near:DR the can:DN', RequestedTask.PLACE, RequestedTask.PICK),
        ('take:A the ball:TN to:DR the bowl:DN', RequestedTask.PLACE, RequestedTask.PLACE),
        ('lift:A the ball:TN to:DR the bowl:DN', RequestedTask.PLACE, RequestedTask.PLACE),
        ('grab:A it and put:A it in:DR the bowl:DN', RequestedTask.PLACE, RequestedTask.PLACE),
        ('the ball:TN next:DR to:DR the can:DN', RequestedTask.PLACE, RequestedTask.PLACE),
        ('move:A the ball:TN near:DR the can:DN', RequestedTask.PUSH, RequestedTask.PLACE),
        ('move:A it closer:DR to:DR the can:DN', RequestedTask.PUSH, RequestedTask.PUSH),
        ('slide:A it next:DR to:DR the can:DN', RequestedTask.PUSH, RequestedTask.PUSH),
        ('move:A it near:TR the can:tN left:W', RequestedTask.PUSH, RequestedTask.PUSH),
    ],
)
def test_settled_task(marked: str, task: RequestedTask, expected: RequestedTask) -> None:
    words, tags = tag_by_hand(marked)
    assert settled_task(task, words, tags.kinds) is expected


@pytest.mark.parametrize(
    ('acts', 'expected'),
    [('put', RequestedTask.PLACE), ('picking up', RequestedTask.PICK), ('up', None)],
)
def test_task_of_verb(acts: str, expected: RequestedTask | None) -> None:
    assert task_of_verb(acts.split()) is expected


@pytest.mark.parametrize(
    ('words', 'expected'),
    [('pick up', True), ('push', True), ('', False), ('pick flowers', False)],
)
def test_is_bare_verb(words: str, expected: bool) -> None:
    assert is_bare_verb(words.split()) is expected


@pytest.mark.parametrize(
    ('word', 'expected'),
    [
        ('putting', 'put'),
        ('shown', 'show'),
        ('grabbed', 'grab'),
        ('put', None),
        ('left', None),
        ('roller', None),
        ('red', None),
    ],
)
def test_base_verb(word: str, expected: str | None) -> None:
    assert base_verb(word) == expected


@pytest.mark.parametrize(
    ('words', 'expected'), [('hide', True), ('hid', True), ('hide me', False), ('throw', False)]
)
def test_verbs_of_hiding(words: str, expected: bool) -> None:
    assert is_hidden(words.split()) is expected
