# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Teach a trained policy what words mean, leaving all else as it is; `make words`.

What new nouns may stand for is learned by the ensemble of `vla_policy.nn.noun_ensemble`, and
which descriptions are true of which scenes by the shared space of
`vla_policy.nn.contrastive_alignment`.
"""

import argparse
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
import torch
from torch import nn
from torch import Tensor
from torch.nn import functional
from tqdm import tqdm
from vla_common.checkpoint import load_checkpoint
from vla_learning.data.dataset import load_frames
from vla_learning.data.frames import Frames
from vla_learning.language.command_generator import Speaker
from vla_learning.language.command_generator import Spoken
from vla_learning.language.referring_expressions import Name
from vla_learning.training.batches import describe
from vla_learning.training.config import ConfigError
from vla_learning.training.config import load_config
from vla_learning.training.config import TrainConfig
from vla_learning.training.csv_logger import Journal
from vla_learning.training.feature_cache import Features
from vla_learning.training.feature_cache import write_features
from vla_learning.training.losses import scene_loss
from vla_learning.training.network import build_network
from vla_learning.training.network import Network
from vla_learning.training.network import save_network
from vla_learning.training.network import start_from
from vla_learning.training.text_cache import TextCache
from vla_learning.utils.cli import run_tool
from vla_policy.nn.model import PolicyConfig
from vla_policy.nn.model import VlaPolicy
from vla_policy.nn.noun_ensemble import VOICES
from vla_policy.types.vocabulary import Noun
from vla_policy.types.vocabulary import Verdict

#: Columns of words.csv.
LOSSES = ('nouns', 'scene_text')
_RATE, _DECAY = 2e-3, 1e-3
# Of the absent things, those that are none of ours: what they are is learned from nothing else.
_STRANGE = 0.5
_COMMANDS = 4
_LOG_EVERY = 50
# Bowls and plates have few nouns, and words for any object are not to be guessed.
_GUESSED = (Noun.CUBE, Noun.CYLINDER, Noun.SPHERE, Noun.STRANGER)


class Teacher:
    """
    Say commands and descriptions about frames.

    Parameters
    ----------
    policy
        A trained policy; only its committee and its shared space change.
    frames, features
        Scenes and what the visual encoder sees in them.
    text
        States of the frozen text encoder.
    config
        Counts of a step, number of steps, seed.

    """

    def __init__(
        self,
        policy: VlaPolicy,
        frames: Frames,
        features: Features,
        text: TextCache,
        config: TrainConfig,
    ) -> None:
        self._policy, self._frames, self._features = policy, frames, features
        self._text, self._config = text, config
        self._rows: NDArray[np.int64] = frames.split(config.validation_share)[0]

    def teach(self, folder: Path) -> None:
        """Take all steps, log them into `folder`, and let the committee read nouns from then."""
        policy, steps = self._policy, self._config.teach_steps
        journal = Journal(folder / 'words.csv', LOSSES)
        journal.cut(0)
        parts = [*policy.reference.nouns.parameters(), *policy.alignment.parameters()]
        optimizer = torch.optim.AdamW(parts, lr=_RATE, weight_decay=_DECAY, fused=True)
        schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
        with _only(policy, parts):
            for step in tqdm(range(1, steps + 1), desc='words', mininterval=5.0):
                losses = self.losses(step)
                optimizer.zero_grad()
                sum(losses.values(), torch.zeros(())).backward()
                optimizer.step()
                schedule.step()
                if step % _LOG_EVERY == 0 or step == steps:
                    journal.add(step, {name: loss.item() for name, loss in losses.items()})
        policy.reference.taught.fill_(True)

    def losses(self, step: int) -> dict[str, Tensor]:
        """Return the losses of one step; the same step says the same."""
        rng = np.random.default_rng((self._config.seed, step, 7))
        torch.manual_seed(int(rng.integers(2**62)))
        return {'nouns': self._noun_loss(rng), 'scene_text': self._scene_loss(rng)}

    def _noun_loss(self, rng: np.random.Generator) -> Tensor:
        speaker = Speaker(rng, variants=self._config.variants, strange=_STRANGE)
        rows = rng.choice(self._rows, self._config.teach_images)
        spoken = [
            speaker.say(self._frames.things_of(row))
            for row in rows.tolist()
            for _ in range(_COMMANDS)
        ]
        # Of something not understood the names are not known.
        known = [s for s in spoken if s.verdict != Verdict.NOT_UNDERSTOOD]
        states, mask = self._text([s.text for s in known])
        words = self._policy.text(states, mask)
        return vote_loss(self._policy.reference.heard(words, states, mask).votes, known)

    def _scene_loss(self, rng: np.random.Generator) -> Tensor:
        count = min(self._config.teach_scenes, len(self._rows))
        rows = np.sort(rng.choice(self._rows, count, replace=False)).tolist()
        seen = self._features(rows)
        with torch.no_grad():
            dense = self._policy.dense(seen.feature_map, seen.tokens)
        return scene_loss(
            self._policy, seen.feature_map, dense, describe(self._frames, rows, self._text)
        )


def vote_loss(votes: Tensor, spoken: Sequence[Spoken]) -> Tensor:
    """
    Return the cross-entropy of all voices that may hear of a noun.

    Parameters
    ----------
    votes
        Logits (B, SLOTS, VOICES, nouns).
    spoken
        B commands.

    """
    nouns = torch.tensor([[name.noun for name in s.names] for s in spoken])
    untold = torch.tensor([list(map(untold_voice, s.names, s.called)) for s in spoken])
    wanted = nouns[..., None].expand(-1, -1, VOICES)
    error = functional.cross_entropy(votes.flatten(0, 2), wanted.flatten(), reduction='none')
    told = torch.arange(VOICES) != untold[..., None]
    loss: Tensor = (error.unflatten(0, wanted.shape) * told).sum() / told.sum()
    return loss


def untold_voice(name: Name, called: str) -> int:
    """
    Return the voice of the noun reader that never hears this noun, -1 if all of them do.

    Nouns with one last word, as "ball" and "tennis ball", are new to one and the same voice.
    """
    if name.noun not in _GUESSED:
        return -1
    return crc32(called.split()[-1].encode()) % VOICES


@contextmanager
def _only(policy: VlaPolicy, parts: Sequence[nn.Parameter]) -> Iterator[None]:
    """Freeze all but `parts`; words stay blurred, as they were in training."""
    policy.requires_grad_(False).eval()
    for part in parts:
        part.requires_grad_(True)
    policy.text.train()
    policy.reference.nouns.train()
    try:
        yield
    finally:
        policy.requires_grad_(True).eval()


def teach(
    network: Network,
    frames: Frames,
    text: TextCache,
    config: TrainConfig,
    features: Features | None = None,
) -> None:
    """
    Teach the policy of a trained network, in this process.

    Parameters
    ----------
    network
        What is taught.
    frames, text, config
        As for Teacher.
    features
        What the visual encoder of `network` sees in all frames; written anew when None.

    """
    folder = Path(config.log)
    folder.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(config.threads * config.processes)
    if features is None:
        features = write_features(folder / 'features', frames, network.visual)
    Teacher(network.policy, frames, features, text, config).teach(folder)


def run(config: TrainConfig, checkpoint: Path) -> None:
    """
    Teach the policy of a checkpoint and write it to the output of `config`.

    Raises
    ------
    ConfigError
        If the checkpoint holds a policy of other sizes.

    """
    from vla_language.minilm import MiniLM

    torch.manual_seed(config.seed)
    stored = load_checkpoint(checkpoint, '')
    _check_sizes(config.policy, stored.header['policy'], checkpoint)
    network = build_network(config.policy)
    new = start_from(network, stored.tensors)
    if new:
        print(f'not in {checkpoint}, so new: {", ".join(new)}')
    frames = load_frames(Path(config.data.folder), config.data.on_corrupt)
    teach(network, frames, TextCache(MiniLM().encode_batch), config)
    kept = ('validation', 'training_wall_s', 'best_step')
    facts = {name: stored.header[name] for name in kept if name in stored.header}
    digest = save_network(
        Path(config.output), network, config, {**facts, 'words_taught_to': stored.sha256}
    )
    print(f'wrote {config.output} (sha256 {digest[:12]})')


def _check_sizes(wanted: PolicyConfig, header: Mapping[str, Any], checkpoint: Path) -> None:
    # What an older header does not name has its default.
    held = PolicyConfig.from_dict(header).to_dict()
    odd = [
        f'{name}: {value!r} (the checkpoint has {held[name]!r})'
        for name, value in wanted.to_dict().items()
        if held[name] != value
    ]
    if odd:
        raise ConfigError(
            f'words are taught to a policy as it is; `policy` must be that of {checkpoint}, got '
            f'{", ".join(odd)}. Give its values, or train from scratch with make train'
        )


def main(args: Sequence[str] | None = None) -> None:
    """Run `make words`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--config', type=Path, help='YAML file, see config/train.yaml')
    parser.add_argument(
        '--checkpoint',
        type=Path,
        help='what is taught; the output of the configuration when left out',
    )
    a = parser.parse_args(args)

    def teach_it() -> None:
        config = load_config(a.config)
        run(config, a.checkpoint or Path(config.output))

    run_tool(teach_it, 'Nothing was written; the same command starts anew')


if __name__ == '__main__':
    main()
