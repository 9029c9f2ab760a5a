# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Phases of a training run and the learning rate of each step."""

from enum import Enum
import math

from vla_learning.training.config import TrainConfig

# Factors of the learning rate after the joint phase.
_SCENE_RATE = 0.5
_FROZEN_RATE = 0.5


class TrainingPhase(Enum):
    """A part of the steps, with its own batches and learning rate curve."""

    PRETRAINING = 'decoder without images'
    JOINT = 'encoder and policy'
    SCENE = 'encoder and scene head'
    FROZEN_ENCODER = 'policy on cached visual features'


class TrainingSchedule:
    """Phase, learning rate and validation of every step of a run."""

    def __init__(self, config: TrainConfig) -> None:
        self._config = config
        self.first_scene_step = config.pretrain_steps + config.steps
        self.first_frozen_step = self.first_scene_step + config.scene_steps
        self.total_steps = self.first_frozen_step + config.frozen_steps

    def phase(self, step: int) -> TrainingPhase:
        """Return the phase of a step, counted from 0."""
        if step >= self.first_frozen_step:
            return TrainingPhase.FROZEN_ENCODER
        if step >= self.first_scene_step:
            return TrainingPhase.SCENE
        if step >= self._config.pretrain_steps:
            return TrainingPhase.JOINT
        return TrainingPhase.PRETRAINING

    def learning_rate(self, step: int) -> float:
        """Return the rate of a step: each phase warms up and decays as a cosine."""
        config = self._config
        start, length, factor = {
            TrainingPhase.PRETRAINING: (0, config.pretrain_steps, 1.0),
            TrainingPhase.JOINT: (config.pretrain_steps, config.steps, 1.0),
            TrainingPhase.SCENE: (self.first_scene_step, config.scene_steps, _SCENE_RATE),
            TrainingPhase.FROZEN_ENCODER: (
                self.first_frozen_step,
                config.frozen_steps,
                _FROZEN_RATE,
            ),
        }[self.phase(step)]
        progress = (step - start) / length
        warmup = min(1.0, (step - start + 1) / config.warmup_steps)
        decay = 0.51 + 0.49 * math.cos(math.pi * progress)
        return factor * config.learning_rate * warmup * decay

    def is_validated(self, done: int) -> bool:
        """Return whether the network is validated after `done` steps."""
        with_images = done - self._config.pretrain_steps
        due = with_images % self._config.validate_every == 0 or done == self.total_steps
        return with_images > 0 and due

    def is_due(self, done: int, every: int) -> bool:
        """Return whether a task of each `every` steps is due after `done` steps."""
        return done % every == 0 or done == self.total_steps

    @property
    def last_phase_start(self) -> int:
        """Return the step at which the last phase begins; weights are selected after it."""
        has_frozen = self._config.frozen_steps > 0
        return self.first_frozen_step if has_frozen else self._config.pretrain_steps
