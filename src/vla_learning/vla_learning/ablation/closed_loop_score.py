# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Closed-loop success of a policy without a checkpoint."""

import torch
from vla_language.encoders.minilm import MiniLM
from vla_learning.evaluation.rollout import simulate_episode
from vla_learning.evaluation.trials import draw_trials
from vla_learning.evaluation.trials import TASKS
from vla_perception.encoder_registry import load_trained_encoder
from vla_policy.nn.model import VlaPolicy
from vla_sim.physics.world import World


def count_successes(policy: VlaPolicy, checkpoint: str, episodes: int) -> tuple[int, int]:
    """
    Simulate `episodes` of every task; return the numbers of successes and of episodes.

    The visual encoder is that of `checkpoint`.
    """
    encoder, text = load_trained_encoder(checkpoint), MiniLM()
    trials, successes = draw_trials(episodes, ['train'], TASKS), 0
    for trial in trials:
        states = torch.as_tensor(text.encode(trial.command.text).states)
        with World(trial.scene) as world:
            outcome = simulate_episode(
                world,
                encoder,
                policy,
                states,
                torch.ones(len(states), dtype=torch.bool),
                trial.task,
                seed=trial.seed,
            )
        successes += outcome.success and not outcome.refused
    return successes, len(trials)
