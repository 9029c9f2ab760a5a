# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""What every variant of a comparison is trained and judged with: the same, made once."""

from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import asdict
from dataclasses import dataclass
import hashlib
import inspect
import json
from pathlib import Path
from typing import Any
from typing import NamedTuple

import numpy as np
from vla_common.checkpoint import load_checkpoint
from vla_learning.data.dataset import load_frames
from vla_learning.data.frames import FACTS
from vla_learning.data.frames import Frames
from vla_learning.language import command_generator
from vla_learning.language import command_templates
from vla_learning.language import noun_lexicon
from vla_learning.language import out_of_scope_commands
from vla_learning.language import referring_expressions
from vla_learning.language.referring_expressions import Split
from vla_learning.training.batches import Batch
from vla_learning.training.batches import describe
from vla_learning.training.batches import Described
from vla_learning.training.batches import make_batch
from vla_learning.training.config import TrainConfig
from vla_learning.training.feature_cache import Features
from vla_learning.training.feature_cache import write_features
from vla_learning.training.open_loop_validation import judge
from vla_learning.training.open_loop_validation import summarize
from vla_learning.training.text_cache import EncodeBatch
from vla_learning.training.text_cache import TextCache
from vla_learning.training.text_feature_store import Listener
from vla_learning.training.text_feature_store import StoredText
from vla_learning.training.text_feature_store import write_sentences
from vla_perception.encoder_registry import load_grid_encoder
from vla_policy.nn.model import build_policy
from vla_policy.nn.model import Grounding
from vla_policy.nn.model import PolicyConfig

#: Scenes held back from training, told with the words of training and with others.
SPLITS: tuple[Split, ...] = ('train', 'phrases')
_DENSE = 'dense.'
# When one of them changes, other sentences are said.
_WORDS = (
    noun_lexicon,
    command_templates,
    out_of_scope_commands,
    referring_expressions,
    command_generator,
)


@dataclass(frozen=True)
class Budget:
    """How much each variant gets; equal for all of them."""

    frames: int = 4000
    steps: int = 600
    images: int = 16  # of a step
    commands: int = 4  # about each image
    practice: int = 256  # situations of a step without images
    practice_steps: int = 1000  # before those, with four times as many situations
    practice_rounds: int = 40
    validation: int = 400  # frames
    seed: int = 0

    def __post_init__(self) -> None:
        """Check the numbers."""
        for name, value in asdict(self).items():
            least = 0 if name == 'seed' else 1
            if value < least:
                raise ValueError(f'{name} must be at least {least}, got {value}')
        if self.frames < self.images:
            raise ValueError(f'frames must be at least images={self.images}, got {self.frames}')


@dataclass(frozen=True)
class Source:
    """Where the frozen features and the data come from."""

    checkpoint: str
    data: str
    folder: Path  # where everything is kept


class Lesson(NamedTuple):
    """A step's batch, descriptions of its scenes, and what draws the rest."""

    batch: Batch
    described: Described
    rng: np.random.Generator


class Material:
    """Frames, features of them, sentences, and the dense head that reads the features."""

    def __init__(self, source: Source, budget: Budget) -> None:
        self.source, self.budget = source, budget
        checkpoint = load_checkpoint(source.checkpoint, 'policy.')
        self.sha256 = checkpoint.sha256
        self.config = PolicyConfig.from_dict(checkpoint.header['policy'])
        self.dense = {
            name.removeprefix(_DENSE): values
            for name, values in checkpoint.tensors.items()
            if name.startswith(_DENSE)
        }
        self._all = load_frames(Path(source.data))
        train, held = self._all.split(TrainConfig().validation_share)
        if min(len(train), len(held)) < budget.images:
            raise ValueError(
                f'{source.data} must hold {budget.images} frames to train on and as '
                f'many to validate, got {len(train)} and {len(held)}. Run make data'
            )
        rng = np.random.default_rng(budget.seed)
        parts = [
            np.sort(rng.choice(rows, min(count, len(rows)), replace=False))
            for rows, count in ((train, budget.frames), (held, budget.validation))
        ]
        self._rows = np.concatenate(parts)
        self.train, self.held = np.split(np.arange(len(self._rows)), [len(parts[0])])
        # Features stand for the images.
        self.frames = Frames(
            images=np.empty((len(self._rows), 0), np.uint8),
            **{name: getattr(self._all, name)[self._rows] for name in FACTS},
        )

    def prepare(self, text: Callable[[], EncodeBatch]) -> None:
        """Write features and sentences unless they are there; `text` gives the text encoder."""
        self.source.folder.mkdir(parents=True, exist_ok=True)
        budget = asdict(self.budget)
        seen = {name: budget[name] for name in ('frames', 'validation', 'seed')}
        self._once(
            'features',
            seen,
            lambda: write_features(
                self._features,
                self._all,
                load_grid_encoder(self.source.checkpoint),
                self._rows,
                augment=False,
            ),
        )
        said = hashlib.sha256(''.join(map(inspect.getsource, _WORDS)).encode()).hexdigest()
        self._once('sentences', {**budget, 'words': said}, lambda: self._tell(text()))

    def features(self) -> Features:
        """Return what is seen in `frames`."""
        return Features(self._features)

    def text(self) -> TextCache:
        """Return the sentences of the comparison."""
        return TextCache(StoredText(self.source.folder).encode)

    def lesson(self, text: TextCache, step: int) -> Lesson:
        """Return what is said in a step, the same to every variant."""
        rng = np.random.default_rng((self.budget.seed, step))
        rows = np.sort(rng.choice(self.train, self.budget.images, replace=False)).tolist()
        batch = make_batch(
            self.frames,
            rows,
            self.budget.commands,
            text,
            rng,
            images=False,
            variants=TrainConfig().variants,
        )
        return Lesson(batch, describe(self.frames, rows, text), rng)

    def judge(
        self, ground: Callable[..., Grounding], features: Features, text: TextCache
    ) -> dict[str, Any]:
        """
        Judge a policy's `ground` open loop on the scenes that are held back.

        Returns
        -------
        dict
            Right and all commands of each share, and errors; those of held-out words with
            `phrases_` before their names.

        """
        figures: dict[str, Any] = {}
        for split in SPLITS:
            rng = np.random.default_rng(self.budget.seed + 1)
            found = judge(
                ground,
                lambda batch: features(batch.rows),
                self.frames,
                self.held,
                text,
                rng,
                split,
                images=False,
            )
            errors = {k: v for k, v in summarize(found).items() if k not in found}
            shares = {k: (int(v.sum()), len(v)) for k, v in found.items() if v.dtype == bool}
            prefix = '' if split == 'train' else f'{split}_'
            figures |= {f'{prefix}{name}': value for name, value in (shares | errors).items()}
        return figures

    @property
    def _features(self) -> Path:
        return self.source.folder / 'features'

    def _tell(self, encode: EncodeBatch) -> None:
        """Go through all that will be said, then encode each sentence once."""
        listener = Listener(self.config.text_dim)
        for step in range(self.budget.steps):
            self.lesson(listener, step)
        policy = build_policy(self.config).eval()
        self.judge(policy.ground, self.features(), listener)
        write_sentences(self.source.folder, listener.heard, encode)

    def _once(self, name: str, key: Mapping[str, Any], make: Callable[[], object]) -> None:
        """Do `make` unless it was done with the same key."""
        path = self.source.folder / f'{name}.json'
        wanted = {**key, 'checkpoint': self.sha256, 'data': len(self._all)}
        if path.exists() and json.loads(path.read_text()) == wanted:
            return
        path.unlink(missing_ok=True)
        make()
        path.write_text(json.dumps(wanted))
