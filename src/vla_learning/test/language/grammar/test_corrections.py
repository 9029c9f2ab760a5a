# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Orders of which something is taken back."""

from grammar_draws import make_frames
from grammar_draws import mark
import pytest
from vla_common.command_meaning import RequestedTask
from vla_language.meaning.tags import Entity
from vla_language.meaning.tags import WordKind
from vla_learning.language.grammar.corrections import CorrectionGenerator

TASKS = (RequestedTask.PICK, RequestedTask.PLACE, RequestedTask.PUSH, RequestedTask.POINT)


@pytest.mark.parametrize('task', TASKS)
def test_a_cue_stands_between_what_is_taken_back_and_what_is_meant(task: RequestedTask) -> None:
    corrections = CorrectionGenerator(make_frames())
    for _ in range(200):
        words = corrections.of(task)
        cue = next(i for i, word in enumerate(words) if word.kind is WordKind.NEGATION)
        before = {word.entity for word in words[:cue]}
        behind = {word.entity for word in words[cue:]}
        assert Entity.EXCLUDED in before & behind, mark(words)
        assert any(word.entity is Entity.TARGET for word in words), mark(words)


def test_destination_and_direction_are_taken_back() -> None:
    corrections = CorrectionGenerator(make_frames())
    kinds = set()
    for task in (RequestedTask.PLACE, RequestedTask.PUSH) * 100:
        kinds |= {word.kind for word in corrections.of(task) if word.entity is Entity.EXCLUDED}
    assert kinds >= {WordKind.RELATION, WordKind.DIRECTION, WordKind.NOUN, WordKind.COLOR}
