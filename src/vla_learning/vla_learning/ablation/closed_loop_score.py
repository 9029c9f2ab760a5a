# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Let a policy that is no checkpoint carry out tasks in physics."""

import torch
from vla_language.minilm import MiniLM
from vla_learning.evaluation.evaluate import draw_trials
from vla_learning.evaluation.rollout import run_command
from vla_learning.evaluation.trials import TASKS
from vla_perception.encoder_registry import load_grid_encoder
from vla_policy.nn.model import VlaPolicy
from vla_sim.physics.world import World


def count_successes(policy: VlaPolicy, checkpoint: str, episodes: int) -> tuple[int, int]:
    """Try `episodes` of every task with the eyes of `checkpoint`; return done and tried."""
    encoder, text = load_grid_encoder(checkpoint), MiniLM()
    trials, done = draw_trials(episodes, ['train'], TASKS), 0
    for trial in trials:
        states = torch.as_tensor(text.encode(trial.spoken.text).states)
        with World(trial.scene) as world:
            outcome = run_command(
                world,
                encoder,
                policy,
                states,
                torch.ones(len(states), dtype=torch.bool),
                trial.task,
                seed=trial.seed,
            )
        done += outcome.success and not outcome.refused
    return done, len(trials)
