# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Attention of the shipped policy to the words and to the image of one command."""

import numpy as np
import pytest
from tutorial_samples import CHECKPOINT
from vla_language.interpreter import CommandInterpreter
from vla_language.interpreter import load_interpreter
from vla_learning.evaluation import deletion_metric
from vla_learning.tutorials.attention_trace import interpret_first_step
from vla_learning.tutorials.attention_trace import QUERIES
from vla_learning.tutorials.attention_trace import references_of
from vla_learning.tutorials.attention_trace import require_target
from vla_learning.tutorials.attention_trace import trace_attention
from vla_learning.tutorials.scene_features import render_scene
from vla_sim.physics.scene_sampling import sample_scene

COMMAND, SEED = 'pick up the red cube', 3


@pytest.fixture(scope='module')
def interpreter() -> CommandInterpreter:
    return load_interpreter()


def test_references_are_those_of_the_meaning(interpreter: CommandInterpreter) -> None:
    step = interpret_first_step(interpreter, 'put the blue sphere in the green bowl')
    references = references_of(step.meaning)
    # red, green, blue, ...; cube, cylinder, sphere, bowl, plate
    assert references.colors[0, :, :4].tolist() == [[0, 0, 1, 0], [0, 1, 0, 0]]
    assert references.classes[0].tolist() == [[0, 0, 1, 0, 0], [0, 0, 0, 1, 0]]


def test_a_pick_has_no_destination(interpreter: CommandInterpreter) -> None:
    references = references_of(interpret_first_step(interpreter, COMMAND).meaning)
    assert references.classes[0].tolist() == [[1, 0, 0, 0, 0], [0, 0, 0, 0, 0]]


@pytest.mark.parametrize('text', ['stop', 'sing a song', ''])
def test_a_command_without_a_task_is_refused(interpreter: CommandInterpreter, text: str) -> None:
    with pytest.raises(ValueError, match='COMMAND must be a task that the robot can do; got'):
        interpret_first_step(interpreter, text)


def test_the_target_must_be_in_the_scene(interpreter: CommandInterpreter) -> None:
    require_target(interpret_first_step(interpreter, COMMAND), sample_scene(SEED), SEED)
    absent = interpret_first_step(interpreter, 'pick up the blue sphere')
    with pytest.raises(ValueError, match=r'SEED=1 has white cube, .* or use another SEED'):
        require_target(absent, sample_scene(1), 1)


def test_the_trace_finds_the_object_and_its_deletion_loses_it(
    interpreter: CommandInterpreter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deletion_metric, 'LEVELS', (0.0, 0.12, 1.0))
    step = interpret_first_step(interpreter, COMMAND)
    trace = trace_attention(
        CHECKPOINT, step, sample_scene(SEED), render_scene(SEED), COMMAND, SEED
    )
    assert (trace.located, trace.task) == ('red cube', 'pick')
    assert trace.words.shape == (len(QUERIES), len(trace.tokens))
    np.testing.assert_allclose(trace.words.sum(-1), 1, atol=1e-5)
    np.testing.assert_allclose(trace.patches.sum((1, 2)), 1, atol=1e-5)
    np.testing.assert_allclose(trace.location.sum((1, 2)), 1, atol=1e-5)
    assert trace.location.shape == trace.location_alone.shape == (2, 24, 32)
    whole, without, _ = trace.deletion['highest in heat map']
    assert whole > 0.9 > 0.3 > without
    assert trace.deletion['random'][1] > without
