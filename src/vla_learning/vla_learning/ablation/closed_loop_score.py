# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Closed-loop success of a policy without a checkpoint."""

from vla_learning.evaluation.episode_runner import EpisodeJob
from vla_learning.evaluation.episode_runner import EpisodeRunner
from vla_learning.evaluation.trials import draw_trials
from vla_learning.evaluation.trials import TASKS
from vla_policy.nn.model import VlaPolicy


def count_successes(policy: VlaPolicy, checkpoint: str, episodes: int) -> tuple[int, int]:
    """
    Simulate `episodes` of every task; return the numbers of successes and of episodes.

    The visual encoder is that of `checkpoint`.
    """
    runner, trials = EpisodeRunner(checkpoint, policy), draw_trials(episodes, ['train'], TASKS)
    return sum(runner.run(EpisodeJob(trial)).success for trial in trials), len(trials)
