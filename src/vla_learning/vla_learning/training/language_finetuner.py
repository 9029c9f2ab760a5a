# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Optimizer of the noun ensemble and of the alignment of a trained policy."""

from collections.abc import Iterator
from collections.abc import Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
import torch
from torch import nn
from torch import Tensor
from tqdm import tqdm
from vla_learning.data.frames import Frames
from vla_learning.language.command_generator import CommandGenerator
from vla_learning.training.batches import caption_scenes
from vla_learning.training.config import TrainConfig
from vla_learning.training.csv_logger import CsvLogger
from vla_learning.training.distributed import data_parallel
from vla_learning.training.distributed import is_main
from vla_learning.training.distributed import rank_and_size
from vla_learning.training.feature_cache import VisualFeatureCache
from vla_learning.training.language_losses import LanguageLosses
from vla_learning.training.language_losses import NounInputs
from vla_learning.training.language_losses import SceneInputs
from vla_learning.training.language_losses import trained_members
from vla_learning.training.text_cache import CachedTextEncoder
from vla_policy.nn.model import VlaPolicy
from vla_policy.types.vocabulary import Verdict

#: Columns of language.csv.
LOSSES = ('nouns', 'scene_text')
_RATE, _DECAY = 2e-3, 1e-3
# Share of unknown nouns among absent objects: the ensemble learns them from nothing else.
_UNKNOWN_NOUN_SHARE = 0.5
_COMMANDS = 4
_LOG_EVERY = 50


class LanguageFinetuner:
    """
    Fine-tune the noun ensemble and the alignment; each process takes a share of every step.

    Parameters
    ----------
    policy
        A trained policy; only its noun ensemble and its alignment change.
    frames, features
        Scenes and their visual features.
    text
        Frozen text encoder.
    config
        Batch sizes, number of steps, seed.

    """

    def __init__(
        self,
        policy: VlaPolicy,
        frames: Frames,
        features: VisualFeatureCache,
        text: CachedTextEncoder,
        config: TrainConfig,
    ) -> None:
        self._policy, self._frames, self._features = policy, frames, features
        self._text, self._config = text, config
        self._rank, self._processes = rank_and_size()
        self._rows: NDArray[np.int64] = frames.split(config.validation_share)[0]
        self._losses: nn.Module = LanguageLosses(policy)

    def run(self, folder: Path) -> None:
        """Take all steps, log them into `folder`, and enable the noun ensemble."""
        policy, steps = self._policy, self._config.language_steps
        log = CsvLogger(folder / 'language.csv', LOSSES)
        if is_main():
            log.truncate(0)
        parts = [*policy.reference.nouns.parameters(), *policy.alignment.parameters()]
        optimizer = torch.optim.AdamW(parts, lr=_RATE, weight_decay=_DECAY, fused=True)
        schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
        bar = tqdm(range(1, steps + 1), desc='language', mininterval=5.0, disable=not is_main())
        with _only_trainable(policy, parts):
            self._losses = data_parallel(self._losses, has_unused_parameters=True)
            for step in bar:
                losses = self.losses(step)
                optimizer.zero_grad()
                sum(losses.values(), torch.zeros(())).backward()
                optimizer.step()
                schedule.step()
                if is_main() and (step % _LOG_EVERY == 0 or step == steps):
                    log.add(step, {name: loss.item() for name, loss in losses.items()})
        policy.reference.taught.fill_(True)

    def losses(self, step: int) -> dict[str, Tensor]:
        """Return the losses of one step; seed and step determine its batch."""
        rng = np.random.default_rng((self._config.seed, step, 7))
        torch.manual_seed(int(rng.integers(2**62)) + self._rank)
        nouns = self._noun_inputs(rng)
        losses: dict[str, Tensor] = self._losses(nouns, self._scene_inputs(rng))
        return losses

    def _noun_inputs(self, rng: np.random.Generator) -> NounInputs:
        generator = CommandGenerator(
            rng, variants=self._config.variants, unknown_noun_share=_UNKNOWN_NOUN_SHARE
        )
        rows = rng.choice(self._rows, self._config.language_images)
        commands = [
            generator.generate(self._frames.objects_in(row))
            for row in rows.tolist()
            for _ in range(_COMMANDS)
        ]
        # A command that is out of scope has no labels of nouns.
        known = [c for c in commands if c.verdict != Verdict.NOT_UNDERSTOOD]
        share = known[self._rank :: self._processes]
        counts = [int(trained_members(part).sum()) for part in (share, known)]
        states, mask = self._text([c.text for c in share])
        return NounInputs(share, states, mask, self._processes * counts[0] / counts[1])

    def _scene_inputs(self, rng: np.random.Generator) -> SceneInputs:
        count = min(self._config.language_scenes, len(self._rows)) // self._processes
        rows = np.sort(rng.choice(self._rows, count * self._processes, replace=False)).tolist()
        share = slice(self._rank * count, (self._rank + 1) * count)
        captions = caption_scenes(self._frames, rows, self._text, share=share)
        return SceneInputs(self._features(rows[share]), captions)


@contextmanager
def _only_trainable(policy: VlaPolicy, parts: Sequence[nn.Parameter]) -> Iterator[None]:
    """Freeze all but `parts`; the token states keep the noise of training."""
    policy.requires_grad_(False).eval()
    for part in parts:
        part.requires_grad_(True)
    policy.text.train()
    policy.reference.nouns.train()
    try:
        yield
    finally:
        policy.requires_grad_(True).eval()
