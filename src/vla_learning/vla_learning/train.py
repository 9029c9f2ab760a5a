# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Train encoder and policy together from demonstrations; `make train`."""

import argparse
from collections.abc import Sequence
import csv
from pathlib import Path
import sys
import time

import numpy as np
import torch
from torch import Tensor
from tqdm import tqdm
from vla_learning.batches import Batch
from vla_learning.batches import make_batch
from vla_learning.config import load_config
from vla_learning.config import to_dict
from vla_learning.config import TrainConfig
from vla_learning.demonstrate import data_is_ready
from vla_learning.demonstrate import make_data
from vla_learning.expert_labels import expert_batch
from vla_learning.frames import Frames
from vla_learning.frames import load_frames
from vla_learning.losses import chunk_loss
from vla_learning.losses import dense_loss
from vla_learning.losses import grounding_losses
from vla_learning.network import build_network
from vla_learning.network import Network
from vla_learning.network import save_network
from vla_learning.parallel import average_gradients
from vla_learning.parallel import join_group
from vla_learning.parallel import leave_group
from vla_learning.parallel import start_processes
from vla_learning.practice import Practice
from vla_learning.text_cache import TextCache
from vla_learning.validate import validate
from vla_perception.encoder import VisualOutput

_WEIGHTS = {'heat': 0.5, 'target': 1.0, 'destination': 1.0, 'yaw': 0.5, 'task': 0.5,
            'direction': 0.5, 'verdict': 1.0, 'dense': 0.5, 'chunk': 0.3, 'practice': 0.5}


class Trainer:
    """One run: batches, steps, validation, checkpoints; resumes where it was stopped."""

    def __init__(self, config: TrainConfig, frames: Frames, text: TextCache) -> None:
        torch.manual_seed(config.seed)
        torch.set_num_threads(config.threads)
        self.rank, self.processes = join_group()
        self.config, self.frames, self.text = config, frames, text
        self.rows, self.held = frames.split(config.validation_share)
        self.network: Network = build_network(config.policy)
        self.practice = Practice(config.seed, config.practice_rounds)
        self.optimizer = torch.optim.AdamW(
            self.network.parameters(), lr=config.learning_rate, weight_decay=config.weight_decay)
        self.step = 0
        self.folder = Path(config.log)
        self.folder.mkdir(parents=True, exist_ok=True)

    @property
    def total_steps(self) -> int:
        """Steps of practice alone plus steps with images."""
        return self.config.practice_steps + self.config.steps

    def run(self) -> None:
        """Train to the end."""
        self._resume()
        bar = tqdm(total=self.total_steps, initial=self.step, desc='train', mininterval=5.0,
                   disable=self.rank > 0)
        while self.step < self.total_steps:
            losses = self.train_step()
            bar.update()
            if self.rank > 0:
                continue
            if self.step % 50 == 0:
                bar.set_postfix({k: f'{v:.3f}' for k, v in losses.items() if k in
                                 ('total', 'target', 'verdict', 'practice')})
                self._log('losses.csv', losses)
            images = self.step - self.config.practice_steps
            if images > 0 and images % self.config.validate_every == 0:
                self._log('validation.csv', self.validate(256))
            if self.step % self.config.save_every == 0:
                self._save_state()
        bar.close()

    def train_step(self) -> dict[str, float]:
        """Take one step and return its losses."""
        config = self.config
        rng = np.random.default_rng((config.seed, self.step, self.rank))
        self.network.train()
        self._set_rate()
        losses: dict[str, Tensor] = {}
        alone = self.step < config.practice_steps
        count = config.practice * (4 if alone else 1) // self.processes
        situation, wanted = self.practice.batch(rng, count)
        losses['practice'] = chunk_loss(self.network.policy.act(situation), wanted)
        if not alone:
            losses.update(self._image_losses(rng))
        total = sum((_WEIGHTS[k] * v for k, v in losses.items()), torch.zeros(()))
        self.optimizer.zero_grad()
        total.backward()
        average_gradients(self.network.parameters())
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        self.step += 1
        return {'total': total.item(), **{k: v.item() for k, v in losses.items()}}

    def _image_losses(self, rng: np.random.Generator) -> dict[str, Tensor]:
        count = self.config.images // self.processes
        rows = rng.choice(self.rows, count, replace=False).tolist()
        batch: Batch = make_batch(self.frames, rows, self.config.commands, self.text, rng)
        with torch.autocast('cpu', torch.bfloat16, enabled=self.config.bfloat16):
            tokens, feature_map = self.network.visual(batch.images)
        seen = VisualOutput(tokens.float(), feature_map.float())
        grounding = self.network.policy.ground(
            seen.tokens, seen.feature_map, batch.states, batch.mask)
        losses = grounding_losses(grounding, batch.labels)
        losses['dense'] = dense_loss(grounding.dense, batch.dense)
        situation, wanted, weight = expert_batch(self.frames, batch, grounding, rng)
        losses['chunk'] = chunk_loss(self.network.policy.act(situation), wanted, weight)
        return losses

    def _set_rate(self) -> None:
        """Warm up, then fall as a cosine; anew when the images begin."""
        config = self.config
        alone = self.step < config.practice_steps
        start, length = (0, config.practice_steps) if alone else \
            (config.practice_steps, config.steps)
        done = (self.step - start) / length
        warm = min(1.0, (self.step - start + 1) / config.warmup_steps)
        rate = float(config.learning_rate * warm * (0.51 + 0.49 * np.cos(np.pi * done)))
        for group in self.optimizer.param_groups:
            group['lr'] = rate

    def validate(self, count: int) -> dict[str, float]:
        """Ground commands about held-in validation scenes."""
        rng = np.random.default_rng(self.config.seed + 1)
        rows = rng.choice(self.held, min(count, len(self.held)), replace=False)
        return validate(self.network, self.frames, rows, self.text, rng)

    # Files ---------------------------------------------------------------------------------

    def _log(self, name: str, values: dict[str, float]) -> None:
        path = self.folder / name
        known = path.exists()
        with path.open('a', newline='') as file:
            writer = csv.writer(file)
            if not known:
                writer.writerow(['step', *values])
            writer.writerow([self.step, *(f'{v:.5f}' for v in values.values())])

    @property
    def _state_path(self) -> Path:
        return self.folder / 'state.pt'

    def _save_state(self) -> None:
        partial = self._state_path.with_suffix('.partial')
        torch.save({
            'step': self.step, 'network': self.network.state_dict(),
            'optimizer': self.optimizer.state_dict(), 'config': repr(to_dict(self.config)),
        }, partial)
        partial.replace(self._state_path)

    def _resume(self) -> None:
        if not self._state_path.exists():
            return
        state = torch.load(self._state_path, weights_only=True)
        if state['config'] != repr(to_dict(self.config)):
            raise SystemExit(f'{self._state_path} is of another configuration. Remove '
                             f'{self.folder} to start anew, or set another log folder')
        self.network.load_state_dict(state['network'])
        self.optimizer.load_state_dict(state['optimizer'])
        self.step = state['step']
        print(f'resumed at step {self.step}')


def train(config: TrainConfig) -> Path:
    """Train on data that is there, write the checkpoint and return its path."""
    from vla_language.minilm import MiniLM

    started = time.monotonic()
    trainer = Trainer(config, load_frames(Path(config.data.folder)), TextCache(MiniLM().encode_batch))
    trainer.run()
    leave_group()
    if trainer.rank > 0:
        return Path(config.output)
    facts = {'validation': trainer.validate(10_000),
             'training_wall_s': round(time.monotonic() - started)}
    path = Path(config.output)
    digest = save_network(path, trainer.network, config, facts)
    print(f'wrote {path} ({path.stat().st_size / 1e6:.1f} MB, sha256 {digest[:12]})')
    print(facts['validation'])
    return path


def main(args: Sequence[str] | None = None) -> None:
    """Run `make train`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--config', type=Path, help='YAML file, see config/train.yaml')
    config = load_config(parser.parse_args(args).config)
    if not data_is_ready(config.data):
        make_data(config.data)
    start_processes(config.processes, 'vla_learning.train', args or sys.argv[1:])
    train(config)


if __name__ == '__main__':
    main()
