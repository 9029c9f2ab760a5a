# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Data of a comparison: equal for all variants, cached, apart from validation."""

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
from vla_learning.ablation.shared_data import SharedTrainingData
from vla_learning.data.frames import Frames
from vla_learning.training.batches import to_images
from vla_perception.encoder_registry import load_grid_encoder
from vla_policy.nn.policy_builder import build_policy


def test_validation_has_other_scenes(tmp_path: Path, frames: Frames) -> None:
    data = SharedTrainingData(write_source(tmp_path, frames), replace(BUDGET, frames=1000))
    scenes = frames.scene[data._rows]
    assert len(data.train) > 20
    assert len(data.held_out) == 2
    assert not set(scenes[data.train]) & set(scenes[data.held_out])


def test_every_variant_gets_the_same_steps(tmp_path: Path, frames: Frames) -> None:
    data = build_shared_data(tmp_path, frames)
    steps = [data.training_step(data.text(), step) for step in (0, 0, 1)]
    batches = [step.batch for step in steps]
    assert batches[0].rows == batches[1].rows
    assert torch.equal(batches[0].states, batches[1].states)
    assert torch.equal(steps[0].captions.states, steps[1].captions.states)
    assert [s.text for s in batches[0].commands] != [s.text for s in batches[2].commands]
    assert steps[0].rng.random() == steps[1].rng.random()


def test_features_belong_to_the_frames(tmp_path: Path, frames: Frames) -> None:
    data = build_shared_data(tmp_path, frames)
    row = int(data.held_out[0])
    images = frames.images[data._rows[[row]]]
    encoder = load_grid_encoder(data.source.checkpoint)
    with torch.inference_mode():
        expected = encoder(to_images(images))
    torch.testing.assert_close(
        data.features()([row]).tokens, expected.tokens, atol=2e-3, rtol=2e-3
    )


def test_all_sentences_are_in_the_text_features(tmp_path: Path, frames: Frames) -> None:
    data = build_shared_data(tmp_path, frames)
    text = data.text()
    for step in range(BUDGET.steps):
        data.training_step(text, step)
    figures = data.evaluate(build_policy(SMALL).eval().forward_grounding, data.features(), text)
    for name in ('correct_target', 'task', 'heldout_phrasing_correct_target'):
        good, count = figures[name]
        assert 0 <= good <= count, name
    assert 0 < figures['task'][1] <= 2 * len(data.held_out)


def test_existing_caches_are_not_built_again(tmp_path: Path, frames: Frames) -> None:
    data = build_shared_data(tmp_path, frames)
    made = (data.source.folder / 'features' / 'tokens.npy').stat().st_mtime_ns
    loaded: list[int] = []

    def text() -> Any:
        loaded.append(1)
        return encode_words

    SharedTrainingData(data.source, BUDGET).build_caches(text)
    assert not loaded
    SharedTrainingData(data.source, replace(BUDGET, steps=3)).build_caches(text)
    assert loaded
    assert (data.source.folder / 'features' / 'tokens.npy').stat().st_mtime_ns == made


def test_another_checkpoint_rebuilds_the_features(tmp_path: Path, frames: Frames) -> None:
    data = build_shared_data(tmp_path, frames)
    note = data.source.folder / 'features.json'
    stored = json.loads(note.read_text())
    assert stored['checkpoint'] == data.sha256
    note.write_text(json.dumps({**stored, 'checkpoint': 'another'}))
    data.build_caches(lambda: encode_words)
    assert json.loads(note.read_text()) == stored


def test_the_dense_head_is_that_of_the_checkpoint(tmp_path: Path, frames: Frames) -> None:
    data = SharedTrainingData(write_source(tmp_path, frames), BUDGET)
    assert data.config == SMALL
    assert set(data.dense) == set(build_policy(SMALL).dense.state_dict())


def test_too_little_data_is_rejected(tmp_path: Path, frames: Frames) -> None:
    source = write_source(tmp_path, frames)
    with pytest.raises(ValueError, match=r'must hold 4 frames .* got 38 and 2'):
        SharedTrainingData(source, replace(BUDGET, images=4))
