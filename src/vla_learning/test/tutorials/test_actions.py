# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""`make actions` in a small form: film, samples, checkpoints that the nodes load, report."""

from collections.abc import Sequence
from dataclasses import replace
import json
from pathlib import Path

from evaluation_samples import GOOD
import numpy as np
import pytest
import torch
from tutorial_samples import CHECKPOINT
from tutorial_samples import recorded_place
from vla_common.checkpoint import load_checkpoint
from vla_learning.evaluation.episode_runner import EpisodeJob
from vla_learning.evaluation.episode_runner import EpisodeResult
from vla_learning.tutorials import actions
from vla_learning.tutorials.actions import main
from vla_learning.tutorials.expert_film import ExpertDemonstration
from vla_perception.encoder_registry import load_trained_encoder
from vla_policy.nn.loading import load_policy


def test_the_exercise_writes_policies_for_the_nodes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    evaluated: list[str] = []

    def run(checkpoint: str, jobs: Sequence[EpisodeJob], *_: object) -> list[EpisodeResult]:
        evaluated.append(Path(checkpoint).name)
        return [replace(GOOD, success=len(evaluated) < 3) for _ in jobs]

    frames = recorded_place()
    # Two scenes, so that one is held out.
    frames = replace(frames, scene=np.arange(len(frames)) // 3)
    demonstration = ExpertDemonstration(
        actions.FILM_TASK, [np.zeros((480, 640, 3), np.uint8)], success=True, reward=1.0
    )
    monkeypatch.setattr(actions, 'run_expert', lambda *_: demonstration)
    monkeypatch.setattr(actions, 'record_demonstrations', lambda *_: frames)
    monkeypatch.setattr(actions, 'run_jobs', run)
    monkeypatch.setattr(actions, 'ActionBudget', lambda steps=2: actions_budget(steps))
    arguments = ['--episodes', '2', '--trials', '1', '--steps', '2', '--folder', str(tmp_path)]
    main([*arguments, '--checkpoint', CHECKPOINT])
    assert evaluated == [
        'tabletop.safetensors',
        'demonstrations.safetensors',
        'policy.safetensors',
    ]
    report = json.loads((tmp_path / 'report.json').read_text())
    assert [r['n'] for r in report['success'].values()] == [4, 4, 4]
    assert report['samples']['perturbed_held_out'] == 2048
    printed = capsys.readouterr().out
    assert f'make demo CHECKPOINT={tmp_path}/policy.safetensors' in printed
    assert (tmp_path / 'expert.webp').exists() and (tmp_path / 'curves.png').exists()
    check_policy(tmp_path / 'policy.safetensors')


def test_too_few_demonstrations_are_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frames = recorded_place()
    monkeypatch.setattr(actions, 'record_demonstrations', lambda *_: frames)
    exercise = actions.ActionsExercise(CHECKPOINT, tmp_path, demonstrations=1)
    with pytest.raises(ValueError, match='of 1 demonstrations'):
        exercise.data(actions_budget(2))


actions_budget_class = actions.ActionBudget


def actions_budget(steps: int) -> actions.ActionBudget:
    return actions_budget_class(steps=steps, batch=8, rounds=1)


def check_policy(path: Path) -> None:
    """Check that nodes load the file with its graphs, and that only the decoder is new."""
    assert load_policy(str(path)).config == load_policy(CHECKPOINT).config
    load_trained_encoder(str(path))
    own, shipped = (load_checkpoint(p, '').tensors for p in (path, CHECKPOINT))
    assert own.keys() == shipped.keys()
    differing = {name for name in own if not torch.equal(own[name], shipped[name])}
    assert differing
    assert all(name.startswith('policy.decoder.') for name in differing)
