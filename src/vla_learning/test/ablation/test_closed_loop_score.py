# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Closed-loop success of variants."""

from pathlib import Path
from typing import Any

from comparison_samples import SMALL
from comparison_samples import write_source
import pytest
from vla_learning.ablation.closed_loop_score import count_successes
from vla_learning.ablation.variants import VARIANTS
from vla_learning.data.frames import Frames
from vla_learning.evaluation import episode_runner
from vla_learning.evaluation.rollout import EpisodeOutcome
from vla_learning.evaluation.trials import TASKS
from vla_policy.types.vocabulary import Verdict


def test_successes_without_refusal_are_counted(
    tmp_path: Path, frames: Frames, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[Any] = []

    def simulate_episode(
        world: Any, encoder: Any, model: Any, states: Any, mask: Any, task: Any, **kwargs: Any
    ) -> EpisodeOutcome:
        assert len(states) == len(mask) > 0
        calls.append((model, task.kind, kwargs['seed']))
        return EpisodeOutcome(
            success=task.kind != 'pick',
            reason='',
            wrong_object_touched=False,
            refused=task.kind == 'push',
            verdict=Verdict.AMBIGUOUS if task.kind == 'push' else Verdict.OK,
            finished_s=1.0,
            target_m=None,
            target_moved=False,
            chunks=0,
            chunks_refused=0,
        )

    monkeypatch.setattr(episode_runner, 'simulate_episode', simulate_episode)
    policy = VARIANTS['no state'].build(SMALL)
    checkpoint = write_source(tmp_path, frames).checkpoint
    assert count_successes(policy, checkpoint, 2) == (4, 8)
    kinds = [kind for _, kind, _ in calls]
    assert len(kinds) == 8
    assert sum(kind in ('place', 'point') for kind in kinds) == 4
    assert list(dict.fromkeys(kinds)) == list(TASKS)
    assert all(networks.model is policy for networks, _, _ in calls)
    assert len({seed for _, _, seed in calls}) == 8


def test_an_untrained_policy_fails_in_the_simulator(tmp_path: Path, frames: Frames) -> None:
    source = write_source(tmp_path, frames)
    policy = VARIANTS['no text'].build(SMALL).eval()
    successes, tried = count_successes(policy, source.checkpoint, 1)
    assert (successes, tried) == (0, len(TASKS))
