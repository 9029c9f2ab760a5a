# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Variants are tried in physics as checkpoints are."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from comparison_samples import SMALL
from comparison_samples import write_source
import pytest
from vla_learning.ablation import closed_loop_score
from vla_learning.ablation.closed_loop_score import count_successes
from vla_learning.ablation.variants import VARIANTS
from vla_learning.data.frames import Frames
from vla_learning.evaluation.trials import TASKS


def test_done_is_what_succeeds_and_was_not_refused(
    tmp_path: Path, frames: Frames, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Any] = []

    def simulate_episode(
        world: Any, encoder: Any, model: Any, states: Any, mask: Any, task: Any, **kwargs: int
    ) -> SimpleNamespace:
        assert len(states) == len(mask) > 0
        seen.append((model, task.kind, kwargs['seed']))
        return SimpleNamespace(success=task.kind != 'pick', refused=task.kind == 'push')

    monkeypatch.setattr(closed_loop_score, 'simulate_episode', simulate_episode)
    policy = VARIANTS['no state'].build(SMALL)
    checkpoint = write_source(tmp_path, frames).checkpoint
    assert count_successes(policy, checkpoint, 2) == (4, 8)
    assert [kind for _, kind, _ in seen] == [kind for kind in TASKS for _ in range(2)]
    assert all(model is policy for model, _, _ in seen)
    assert len({seed for _, _, seed in seen}) == 8


def test_a_policy_that_knows_nothing_does_nothing_in_real_physics(
    tmp_path: Path, frames: Frames
) -> None:
    source = write_source(tmp_path, frames)
    policy = VARIANTS['no text'].build(SMALL).eval()
    done, tried = count_successes(policy, source.checkpoint, 1)
    assert (done, tried) == (0, len(TASKS))
