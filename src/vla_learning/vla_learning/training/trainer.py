# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The steps of training, and how a stopped run goes on."""

import math
from pathlib import Path
import sys
import time

import numpy as np
from numpy.typing import NDArray
import torch
from torch import Tensor
from tqdm import tqdm
from vla_learning.data.frames import Frames
from vla_learning.training.batches import Batch
from vla_learning.training.batches import describe
from vla_learning.training.batches import make_batch
from vla_learning.training.config import to_dict
from vla_learning.training.config import TrainConfig
from vla_learning.training.decoder_pretraining import ALONE
from vla_learning.training.decoder_pretraining import Practice
from vla_learning.training.device import choose_device
from vla_learning.training.device import choose_precision
from vla_learning.training.device import put_encoder
from vla_learning.training.distributed import average_gradients
from vla_learning.training.distributed import group
from vla_learning.training.distributed import told_by_first
from vla_learning.training.feature_cache import Features
from vla_learning.training.feature_cache import write_features
from vla_learning.training.losses import chunk_loss
from vla_learning.training.model_selection import Best
from vla_learning.training.network import build_network
from vla_learning.training.network import Network
from vla_learning.training.objective import policy_losses
from vla_learning.training.objective import total_loss
from vla_learning.training.open_loop_validation import validate
from vla_learning.training.plot_training import losses_of
from vla_learning.training.plot_training import validation_of
from vla_learning.training.resume import read_state
from vla_learning.training.resume import save_state
from vla_learning.training.resume import TrainingError
from vla_learning.training.tensorboard_logger import EventFiles
from vla_learning.training.text_cache import TextCache
from vla_perception.visual_encoder import VisualOutput

# Of the rate of the images' steps.
_WORD_RATE = 0.5
_SHOWN = ('total', 'target', 'verdict', 'practice')
_LOG_EVERY = 50

__all__ = ['Trainer', 'TrainingError']


class Trainer:
    """One run: batches, steps, validation, checkpoints; resumes where it was stopped."""

    def __init__(self, config: TrainConfig, frames: Frames, text: TextCache) -> None:
        torch.manual_seed(config.seed)
        torch.set_num_threads(config.threads)
        self.rank, self.processes = group()
        self.config, self.frames, self.text = config, frames, text
        self.rows, self.held = self._split()
        self.device = choose_device(config.device)
        self.precision = choose_precision(config.precision, self.device)
        self.network: Network = build_network(config.policy)
        put_encoder(self.network.visual, self.device)
        self.practice = Practice(config.seed, config.practice_rounds, quiet=self.rank > 0)
        self.optimizer = torch.optim.AdamW(
            self.network.parameters(),
            lr=config.learning_rate,
            weight_decay=config.weight_decay,
            fused=True,
        )
        self.step, self.wall_s = 0, 0.0
        self._features: Features | None = None
        self.folder = Path(config.log)
        self.folder.mkdir(parents=True, exist_ok=True)
        self._losses, self._validation = losses_of(self.folder), validation_of(self.folder)
        self._best = Best(self.folder / 'best.pt', self._validation)
        self._events: EventFiles | None = None
        self.best_step = 0

    @property
    def total_steps(self) -> int:
        """Return the steps of practice alone, those with images and those of the words."""
        return self._first_word_step + self.config.word_steps

    @property
    def features(self) -> Features | None:
        """Return what the best visual encoder sees, if the steps of the words have it at hand."""
        return self._features if self.best_step >= self._first_word_step else None

    def run(self) -> None:
        """Train to the end, which leaves the best weights in the network."""
        self._resume()
        bar = tqdm(
            total=self.total_steps,
            initial=self.step,
            desc='train',
            mininterval=5.0,
            disable=self.rank > 0,
        )
        before_s, over = time.monotonic() - self.wall_s, self._is_over()
        while self.step < self.total_steps and not over:
            losses = self.train_step()
            bar.update()
            self.wall_s = time.monotonic() - before_s
            if self.rank == 0:
                self._report(losses, bar)
            over = self._is_over()
            if self.rank == 0 and (over or self._is_due(self.config.save_every)):
                self._save_state()
        bar.close()
        if self.rank == 0:
            self.best_step = self._best.restore(self.network) or self.step

    def _report(self, losses: dict[str, float], bar: tqdm) -> None:
        if self._is_due(_LOG_EVERY):
            bar.set_postfix({k: f'{losses[k]:.3f}' for k in _SHOWN if k in losses})
            self._losses.add(self.step, losses)
            self._show('loss', losses)
        if self._is_validated:
            figures = self.validate(256)
            self._validation.add(self.step, figures)
            self._best.keep(self.step, self.network)
            self._show('validation', figures)

    def _show(self, group: str, figures: dict[str, float]) -> None:
        if self._events is not None:
            self._events.add(group, self.step, figures)

    @property
    def _is_validated(self) -> bool:
        images = self.step - self.config.practice_steps
        every = self.config.validate_every
        return images > 0 and (images % every == 0 or self.step == self.total_steps)

    def _is_over(self) -> bool:
        """Return whether the last part of the steps has long been without gain."""
        config = self.config
        if not config.patience or not self._is_validated:
            return False
        last = self._first_word_step if config.word_steps else config.practice_steps
        return told_by_first(self.rank == 0 and self._best.waited(last) >= config.patience)

    def train_step(self) -> dict[str, float]:
        """
        Take one step and return its losses.

        Raises
        ------
        TrainingError
            If the loss is not finite.

        """
        config = self.config
        rng = np.random.default_rng((config.seed, self.step, self.rank))
        # For dropout: a resumed run goes on as the one that was not stopped.
        torch.manual_seed(int(rng.integers(2**62)))
        self.network.train()
        self._set_rate()
        losses: dict[str, Tensor] = {}
        alone = self.step < config.practice_steps
        count = config.practice * (ALONE if alone else 1) // self.processes
        situation, wanted = self.practice.batch(rng, count)
        losses['practice'] = chunk_loss(self.network.policy.act(situation), wanted)
        if self._is_word_step:
            losses.update(self._word_losses(rng))
        elif not alone:
            losses.update(self._image_losses(rng))
        total = total_loss(losses)
        self._descend(total)
        self.step += 1
        return {'total': total.item(), **{k: v.item() for k, v in losses.items()}}

    def _descend(self, total: Tensor) -> None:
        self.optimizer.zero_grad()
        total.backward()
        average_gradients(self.network.parameters())
        norm = torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        # The norm is that of all processes, so all of them stop.
        if not math.isfinite(norm.item()):
            raise TrainingError(
                f'the gradient of step {self.step} must be finite, got {norm.item()}; the last '
                f'saved state is from before it. Lower learning_rate'
            )
        self.optimizer.step()

    @property
    def _first_word_step(self) -> int:
        return self.config.practice_steps + self.config.steps

    @property
    def _is_word_step(self) -> bool:
        return self.step >= self._first_word_step

    def _image_losses(self, rng: np.random.Generator) -> dict[str, Tensor]:
        batch = self._batch(rng, self.config.images, self.config.commands)
        half = self.precision == torch.bfloat16
        with torch.autocast(self.device.type, torch.bfloat16, enabled=half):
            tokens, feature_map = self.network.visual(batch.images)
        return self._losses_of(batch, VisualOutput(tokens.float(), feature_map.float()), rng)

    def _word_losses(self, rng: np.random.Generator) -> dict[str, Tensor]:
        """See through the finished visual encoder: many more commands in the same time."""
        if self._features is None:
            self._features = write_features(
                self.folder / 'features', self.frames, self.network.visual
            )
        batch = self._batch(rng, self.config.word_images, self.config.word_commands, images=False)
        return self._losses_of(batch, self._features(batch.rows), rng)

    def _batch(
        self, rng: np.random.Generator, images_all: int, commands: int, *, images: bool = True
    ) -> Batch:
        rows = np.sort(rng.choice(self.rows, images_all // self.processes, replace=False))
        return make_batch(
            self.frames,
            rows.tolist(),
            commands,
            self.text,
            rng,
            variants=self.config.variants,
            images=images,
        )

    def _losses_of(
        self, batch: Batch, seen: VisualOutput, rng: np.random.Generator
    ) -> dict[str, Tensor]:
        described = describe(self.frames, batch.rows, self.text) if self._is_word_step else None
        return policy_losses(self.network.policy, self.frames, batch, seen, rng, described)

    def _set_rate(self) -> None:
        """Warm up, then fall as a cosine; anew when the images and the words begin."""
        config = self.config
        start, length, share = 0, config.practice_steps, 1.0
        if self._is_word_step:
            start, length = self._first_word_step, config.word_steps
            share = _WORD_RATE
        elif self.step >= config.practice_steps:
            start, length = length, config.steps
        done = (self.step - start) / length
        warm = min(1.0, (self.step - start + 1) / config.warmup_steps)
        rate = float(share * config.learning_rate * warm * (0.51 + 0.49 * np.cos(np.pi * done)))
        for parameters in self.optimizer.param_groups:
            parameters['lr'] = rate

    def validate(self, count: int) -> dict[str, float]:
        """Ground commands about held-in validation scenes."""
        rng = np.random.default_rng(self.config.seed + 1)
        rows = rng.choice(self.held, min(count, len(self.held)), replace=False)
        return validate(self.network, self.frames, rows, self.text, rng)

    # Files ---------------------------------------------------------------------------------

    def _split(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        rows, held = self.frames.split(self.config.validation_share)
        if len(rows) < self.config.images or not len(held):
            raise TrainingError(
                f'a batch needs images={self.config.images} frames to train on and 1 to validate; '
                f'the data set has {len(rows)} and {len(held)}. Make more data'
            )
        return rows, held

    def _is_due(self, every: int) -> bool:
        return self.step % every == 0 or self.step == self.total_steps

    @property
    def _state_path(self) -> Path:
        return self.folder / 'state.pt'

    def _save_state(self) -> None:
        save_state(
            self._state_path,
            {
                'step': self.step,
                'wall_s': self.wall_s,
                'network': self.network.state_dict(),
                'optimizer': self.optimizer.state_dict(),
                'config': repr(to_dict(self.config)),
            },
        )

    def _resume(self) -> None:
        if self._state_path.exists():
            state = read_state(self._state_path, repr(to_dict(self.config)))
            self.network.load_state_dict(state['network'])
            self.optimizer.load_state_dict(state['optimizer'])
            self.step, self.wall_s = state['step'], state.get('wall_s', 0.0)
        if self.rank > 0:
            return
        if self.step:
            print(f'resumed at step {self.step}', file=sys.stderr)
        self._losses.cut(self.step)
        self._validation.cut(self.step)
        if self.config.tensorboard:
            self._events = EventFiles(self.folder / 'events', self.step)
