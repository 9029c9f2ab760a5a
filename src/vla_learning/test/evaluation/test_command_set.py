# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Command sets of other authors: loading, halves, scenes."""

import json
from pathlib import Path

import pytest
from vla_learning.evaluation.command_set import DEVELOPMENT
from vla_learning.evaluation.command_set import ExpectedStep
from vla_learning.evaluation.command_set import load_command_set
from vla_learning.evaluation.command_set import SEALED
from vla_learning.evaluation.command_set import split_command_sets

LINE = {
    'text': 'put the ball in the bowl',
    'group': 'valid',
    'style': 'plain',
    'scene': [
        {'color': 'red', 'shape': 'bowl', 'cell': 'far-a'},
        {'color': 'blue', 'shape': 'sphere', 'cell': 'near-d'},
        {'color': 'blue', 'shape': 'cube', 'in': 0},
    ],
    'expect': {'steps': [{'task': 'place', 'target': [1, 2], 'destination': 0, 'relation': 'in'}]},
}


def test_the_halves_have_no_command_in_common_and_lose_none(tmp_path: Path) -> None:
    source = tmp_path / 'author.jsonl'
    texts = [f'{LINE["text"]} {i}' for i in range(100)]
    source.write_text(''.join(f'{json.dumps({**LINE, "text": text})}\n' for text in texts))
    numbers = split_command_sets([source], tmp_path)
    halves = [load_command_set(tmp_path / path.name) for path in (DEVELOPMENT, SEALED)]
    assert numbers == tuple(map(len, halves))
    assert min(numbers) > 30
    assert sorted(c.text for half in halves for c in half) == sorted(texts)
    assert b'ball' not in (tmp_path / SEALED.name).read_bytes()


def test_a_command_has_its_scene_and_its_steps(tmp_path: Path) -> None:
    path = tmp_path / 'set.jsonl'
    path.write_text(json.dumps(LINE))
    (command,) = load_command_set(path)
    assert command.scene[1].position == (0.35, -0.27)
    assert command.scene[2].position == pytest.approx((0.655, 0.27))
    assert command.steps == (ExpectedStep('place', (1, 2), 0, 'in'),)
    assert command.reason == ''
    assert command.containers == {2: 0}


@pytest.mark.parametrize('path', [DEVELOPMENT, SEALED])
def test_shipped_sets_are_consistent(path: Path) -> None:
    commands = load_command_set(path)
    assert len(commands) >= 300
    for command in commands:
        assert bool(command.steps) is not bool(command.reason)
        for step in command.steps:
            indices = [*step.targets]
            indices += [step.destination] if isinstance(step.destination, int) else []
            assert all(0 <= index < len(command.scene) for index in indices)
