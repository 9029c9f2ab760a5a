# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Training loop with validation, model selection and resume."""

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
from vla_learning.training.config import to_dict
from vla_learning.training.config import TrainConfig
from vla_learning.training.device import choose_device
from vla_learning.training.device import move_encoder_to
from vla_learning.training.distributed import barrier
from vla_learning.training.distributed import broadcast_flag
from vla_learning.training.distributed import broadcast_int
from vla_learning.training.distributed import is_main
from vla_learning.training.distributed import rank_and_size
from vla_learning.training.losses import total_loss
from vla_learning.training.model_selection import BestCheckpoint
from vla_learning.training.network import build_network
from vla_learning.training.network import VlaNetwork
from vla_learning.training.open_loop_validation import validate
from vla_learning.training.plot_training import losses_csv
from vla_learning.training.plot_training import validation_csv
from vla_learning.training.resume import load_state
from vla_learning.training.resume import save_state
from vla_learning.training.resume import TrainingError
from vla_learning.training.schedule import TrainingSchedule
from vla_learning.training.step_losses import StepLosses
from vla_learning.training.tensorboard_logger import TensorBoardLogger
from vla_learning.training.text_cache import CachedTextEncoder

_DISPLAYED = ('total', 'dense', 'target', 'task', 'pretraining')
_LOG_EVERY = 50
_VALIDATION_FRAMES = 256

__all__ = ['Trainer', 'TrainingError']


class Trainer:
    """One training run, which resumes from its last saved state."""

    def __init__(self, config: TrainConfig, frames: Frames, text: CachedTextEncoder) -> None:
        torch.manual_seed(config.seed)
        torch.set_num_threads(config.threads)
        self.config, self.frames, self.text = config, frames, text
        self.rows, self.held_out = self._split()
        self.schedule = TrainingSchedule(config)
        device = choose_device(config.device)
        self.network: VlaNetwork = build_network(config.policy)
        move_encoder_to(self.network.visual, device)
        self.losses = StepLosses(config, frames, self.rows, text, self.network, device)
        self.optimizer = torch.optim.AdamW(
            self.network.parameters(),
            lr=config.learning_rate,
            weight_decay=config.weight_decay,
            fused=True,
        )
        self.step, self.wall_s, self.best_step = 0, 0.0, 0
        self.folder = Path(config.log)
        self.folder.mkdir(parents=True, exist_ok=True)
        self._losses_csv = losses_csv(self.folder)
        self._validation_csv = validation_csv(self.folder)
        self._best = BestCheckpoint(
            self.folder / 'best.pt', self._validation_csv, self.schedule.last_phase_start
        )
        self._tensorboard: TensorBoardLogger | None = None

    def run(self) -> None:
        """Train to the end and load the best weights into the network."""
        self._resume()
        bar = tqdm(
            total=self.schedule.total_steps,
            initial=self.step,
            desc='train',
            mininterval=5.0,
            disable=not is_main(),
        )
        start_s, over = time.monotonic() - self.wall_s, self._is_over()
        while self.step < self.schedule.total_steps and not over:
            losses = self.train_step()
            bar.update()
            self.wall_s = time.monotonic() - start_s
            if is_main():
                self._report(losses, bar)
            over = self._is_over()
            if is_main() and (over or self._is_due(self.config.save_every)):
                self._save_state()
        bar.close()
        # The other processes read the files that rank 0 has just written.
        barrier()
        self.best_step = self._best.restore(self.network) or self.step

    def train_step(self) -> dict[str, float]:
        """
        Take one step and return its losses.

        Raises
        ------
        TrainingError
            If the gradient is not finite.

        """
        rng = np.random.default_rng((self.config.seed, self.step, rank_and_size()[0]))
        # Seeds dropout by step, so a resumed run continues like an uninterrupted one.
        torch.manual_seed(int(rng.integers(2**62)))
        self.network.train()
        for parameters in self.optimizer.param_groups:
            parameters['lr'] = self.schedule.learning_rate(self.step)
        losses = self.losses(self.schedule.phase(self.step), rng)
        total = total_loss(losses)
        self._optimize(total)
        self.step += 1
        return {'total': total.item(), **{k: v.item() for k, v in losses.items()}}

    def validate(self, count: int) -> dict[str, float]:
        """Validate the network on frames of held-out scenes."""
        rng = np.random.default_rng(self.config.seed + 1)
        rows = rng.choice(self.held_out, min(count, len(self.held_out)), replace=False)
        return validate(self.network, self.frames, rows, self.text, rng)

    def _optimize(self, total: Tensor) -> None:
        self.optimizer.zero_grad()
        total.backward()
        norm = torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        # All processes have the same norm, so all of them stop.
        if not math.isfinite(norm.item()):
            raise TrainingError(
                f'the gradient of step {self.step} must be finite, got {norm.item()}. Lower '
                'learning_rate and set another log folder: the last saved state is from before '
                'this step'
            )
        self.optimizer.step()

    def _report(self, losses: dict[str, float], bar: tqdm) -> None:
        if self._is_due(_LOG_EVERY):
            bar.set_postfix({k: f'{losses[k]:.3f}' for k in _DISPLAYED if k in losses})
            self._losses_csv.add(self.step, losses)
            self._log_scalars('loss', losses)
        if self.schedule.is_validated(self.step):
            figures = self.validate(_VALIDATION_FRAMES)
            self._validation_csv.add(self.step, figures)
            self._best.save_if_best(self.step, self.network)
            self._log_scalars('validation', figures)

    def _log_scalars(self, group: str, figures: dict[str, float]) -> None:
        if self._tensorboard is not None:
            self._tensorboard.add(group, self.step, figures)

    def _is_over(self) -> bool:
        """Return whether the last phase has passed `patience` validations in vain."""
        if not self.config.patience or not self.schedule.is_validated(self.step):
            return False
        waited = self._best.evals_without_improvement()
        return broadcast_flag(is_main() and waited >= self.config.patience)

    def _is_due(self, every: int) -> bool:
        return self.schedule.is_due(self.step, every)

    def _split(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        rows, held_out = self.frames.split(self.config.validation_share)
        if len(rows) < self.config.images or not len(held_out):
            raise TrainingError(
                f'a batch needs images={self.config.images} frames to train on and 1 to validate; '
                f'the data set has {len(rows)} and {len(held_out)}. Record more data'
            )
        return rows, held_out

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
            state = load_state(self._state_path, repr(to_dict(self.config)))
            self.network.load_state_dict(state['network'])
            self.optimizer.load_state_dict(state['optimizer'])
            self.step, self.wall_s = state['step'], state.get('wall_s', 0.0)
        first = broadcast_int(self.step)
        if self.step != first:
            raise TrainingError(
                f'every process must resume at step {first}, got {self.step} from '
                f'{self._state_path}. Put the log folder on a file system that all machines share'
            )
        if not is_main():
            return
        if self.step:
            print(f'resumed at step {self.step}', file=sys.stderr)
        self._losses_csv.truncate(self.step)
        self._validation_csv.truncate(self.step)
        if self.config.tensorboard:
            self._tensorboard = TensorBoardLogger(self.folder / 'events', self.step)
