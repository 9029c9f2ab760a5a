# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The material of a comparison: the same for everyone, made once, apart from validation."""

from dataclasses import replace
import json
from pathlib import Path
from typing import Any

from comparison_samples import BUDGET
from comparison_samples import build_shared_data
from comparison_samples import SMALL
from comparison_samples import write_source
from learning_samples import encode_words
import pytest
import torch
from vla_learning.ablation.comparison_settings import ComputeBudget
from vla_learning.ablation.shared_data import SharedTrainingData
from vla_learning.data.frames import Frames
from vla_learning.training.batches import to_images
from vla_perception.encoder_registry import load_grid_encoder
from vla_policy.nn.policy_builder import build_policy


def test_validation_is_of_other_scenes(tmp_path: Path, frames: Frames) -> None:
    material = SharedTrainingData(write_source(tmp_path, frames), replace(BUDGET, frames=1000))
    scenes = frames.scene[material._rows]
    assert len(material.train) > 20
    assert len(material.held) == 2
    assert not set(scenes[material.train]) & set(scenes[material.held])


def test_every_variant_gets_the_same_lessons(tmp_path: Path, frames: Frames) -> None:
    material = build_shared_data(tmp_path, frames)
    lessons = [material.training_step(material.text(), step) for step in (0, 0, 1)]
    batches = [lesson.batch for lesson in lessons]
    assert batches[0].rows == batches[1].rows
    assert torch.equal(batches[0].states, batches[1].states)
    assert torch.equal(lessons[0].captions.states, lessons[1].captions.states)
    assert [s.text for s in batches[0].spoken] != [s.text for s in batches[2].spoken]
    assert lessons[0].rng.random() == lessons[1].rng.random()


def test_features_are_those_of_the_frames(tmp_path: Path, frames: Frames) -> None:
    material = build_shared_data(tmp_path, frames)
    row = int(material.held[0])
    images = frames.images[material._rows[[row]]]
    encoder = load_grid_encoder(material.source.checkpoint)
    with torch.inference_mode():
        wanted = encoder(to_images(images))
    torch.testing.assert_close(
        material.features()([row]).tokens, wanted.tokens, atol=2e-3, rtol=2e-3
    )


def test_all_that_is_said_was_encoded_before(tmp_path: Path, frames: Frames) -> None:
    material = build_shared_data(tmp_path, frames)
    text = material.text()
    for step in range(BUDGET.steps):
        material.training_step(text, step)
    figures = material.evaluate(build_policy(SMALL).eval().ground, material.features(), text)
    for name in ('right_thing', 'verdict', 'task', 'phrases_right_thing', 'phrases_verdict'):
        good, count = figures[name]
        assert 0 <= good <= count, name
    assert figures['verdict'][1] == 2 * len(material.held)


def test_what_is_there_is_not_made_again(tmp_path: Path, frames: Frames) -> None:
    material = build_shared_data(tmp_path, frames)
    made = (material.source.folder / 'features' / 'tokens.npy').stat().st_mtime_ns
    asked: list[int] = []

    def text() -> Any:
        asked.append(1)
        return encode_words

    SharedTrainingData(material.source, BUDGET).build_caches(text)
    assert not asked
    SharedTrainingData(material.source, replace(BUDGET, steps=3)).build_caches(text)
    assert asked
    assert (material.source.folder / 'features' / 'tokens.npy').stat().st_mtime_ns == made


def test_another_checkpoint_means_other_features(tmp_path: Path, frames: Frames) -> None:
    material = build_shared_data(tmp_path, frames)
    note = material.source.folder / 'features.json'
    stored = json.loads(note.read_text())
    assert stored['checkpoint'] == material.sha256
    note.write_text(json.dumps({**stored, 'checkpoint': 'another'}))
    material.build_caches(lambda: encode_words)
    assert json.loads(note.read_text()) == stored


def test_the_frozen_head_comes_from_the_checkpoint(tmp_path: Path, frames: Frames) -> None:
    material = SharedTrainingData(write_source(tmp_path, frames), BUDGET)
    assert material.config == SMALL
    assert set(material.dense) == set(build_policy(SMALL).dense.state_dict())


def test_too_little_data_is_refused(tmp_path: Path, frames: Frames) -> None:
    source = write_source(tmp_path, frames)
    with pytest.raises(ValueError, match=r'must hold 4 frames .* got 38 and 2'):
        SharedTrainingData(source, replace(BUDGET, images=4))


@pytest.mark.parametrize(('field', 'value'), [('steps', 0), ('seed', -1), ('commands', 0)])
def test_budgets_out_of_range_are_refused(field: str, value: int) -> None:
    with pytest.raises(ValueError, match=f'{field} must be at least .*got {value}'):
        ComputeBudget(**{field: value})


def test_a_step_needs_as_many_frames_as_images() -> None:
    with pytest.raises(ValueError, match='frames must be at least images=16, got 5'):
        ComputeBudget(frames=5)
