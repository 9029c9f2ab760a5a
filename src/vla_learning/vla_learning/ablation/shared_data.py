# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Training and validation data that all variants of a comparison share."""

from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import asdict
import hashlib
import inspect
import json
from pathlib import Path
from typing import Any
from typing import NamedTuple

import numpy as np
from vla_common.checkpoint import load_checkpoint
from vla_learning.ablation.comparison_settings import ComputeBudget
from vla_learning.ablation.comparison_settings import DataSource
from vla_learning.data.dataset import load_frames
from vla_learning.data.frames import FACTS
from vla_learning.data.frames import Frames
from vla_learning.language import command_generator
from vla_learning.language import command_templates
from vla_learning.language import noun_lexicon
from vla_learning.language import out_of_scope_commands
from vla_learning.language import reference_sampling
from vla_learning.language import referring_expressions
from vla_learning.language import verbalizer
from vla_learning.language.referring_expressions import Split
from vla_learning.training.batches import Batch
from vla_learning.training.batches import caption_scenes
from vla_learning.training.batches import make_batch
from vla_learning.training.batches import SceneCaptions
from vla_learning.training.config import TrainConfig
from vla_learning.training.feature_cache import VisualFeatureCache
from vla_learning.training.feature_cache import write_visual_features
from vla_learning.training.open_loop_validation import aggregate
from vla_learning.training.open_loop_validation import evaluate_frames
from vla_learning.training.text_cache import CachedTextEncoder
from vla_learning.training.text_cache import EncodeBatch
from vla_learning.training.text_feature_store import SentenceCollector
from vla_learning.training.text_feature_store import TextFeatureStore
from vla_learning.training.text_feature_store import write_text_features
from vla_perception.encoder_registry import load_grid_encoder
from vla_policy.nn.model import Grounding
from vla_policy.nn.policy_builder import build_policy
from vla_policy.nn.policy_builder import PolicyConfig

#: Phrasings of the commands about held-out scenes.
SPLITS: tuple[Split, ...] = ('train', 'heldout_phrasing')
_DENSE = 'dense.'
# Modules that determine the sentences; a change of one of them rebuilds the text features.
_LANGUAGE_MODULES = (
    noun_lexicon,
    command_templates,
    out_of_scope_commands,
    referring_expressions,
    reference_sampling,
    verbalizer,
    command_generator,
)


class TrainingStep(NamedTuple):
    """Batch and captions of a step, and the generator of its other random numbers."""

    batch: Batch
    captions: SceneCaptions
    rng: np.random.Generator


class SharedTrainingData:
    """Frames, visual and text features, and the weights of the frozen dense head."""

    def __init__(self, source: DataSource, budget: ComputeBudget) -> None:
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
        train, held_out = self._all.split(TrainConfig().validation_share)
        if min(len(train), len(held_out)) < budget.images:
            raise ValueError(
                f'{source.data} must hold {budget.images} frames to train on and as '
                f'many to validate, got {len(train)} and {len(held_out)}. Run make data'
            )
        rng = np.random.default_rng(budget.seed)
        parts = [
            np.sort(rng.choice(rows, min(count, len(rows)), replace=False))
            for rows, count in ((train, budget.frames), (held_out, budget.validation))
        ]
        self._rows = np.concatenate(parts)
        self.train, self.held_out = np.split(np.arange(len(self._rows)), [len(parts[0])])
        # Without images: visual features replace them.
        self.frames = Frames(
            images=np.empty((len(self._rows), 0), np.uint8),
            **{name: getattr(self._all, name)[self._rows] for name in FACTS},
        )

    def build_caches(self, text: Callable[[], EncodeBatch]) -> None:
        """
        Write visual and text features unless they exist.

        Parameters
        ----------
        text
            Function that loads the text encoder.

        """
        self.source.folder.mkdir(parents=True, exist_ok=True)
        budget = asdict(self.budget)
        self._cached(
            'features',
            {name: budget[name] for name in ('frames', 'validation', 'seed')},
            lambda: write_visual_features(
                self._features,
                self._all,
                load_grid_encoder(self.source.checkpoint),
                self._rows,
                augment=False,
            ),
        )
        sources = ''.join(map(inspect.getsource, _LANGUAGE_MODULES))
        language = hashlib.sha256(sources.encode()).hexdigest()
        self._cached(
            'sentences', {**budget, 'language': language}, lambda: self._collect_sentences(text())
        )

    def features(self) -> VisualFeatureCache:
        """Return the visual features of `frames`."""
        return VisualFeatureCache(self._features)

    def text(self) -> CachedTextEncoder:
        """Return a text encoder for the sentences of the comparison."""
        return CachedTextEncoder(TextFeatureStore(self.source.folder).encode)

    def training_step(self, text: CachedTextEncoder, step: int) -> TrainingStep:
        """Return the data of a step, the same for every variant."""
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
        return TrainingStep(batch, caption_scenes(self.frames, rows, text), rng)

    def evaluate(
        self,
        ground: Callable[..., Grounding],
        features: VisualFeatureCache,
        text: CachedTextEncoder,
    ) -> dict[str, Any]:
        """
        Evaluate the grounding of a policy open loop on held-out scenes.

        Returns
        -------
        dict
            Numbers of correct and of all commands for each share, and errors; names of figures
            with held-out phrasing start with `heldout_phrasing_`.

        """
        figures: dict[str, Any] = {}
        for split in SPLITS:
            rng = np.random.default_rng(self.budget.seed + 1)
            samples = evaluate_frames(
                ground,
                lambda batch: features(batch.rows),
                self.frames,
                self.held_out,
                text,
                rng,
                split,
                images=False,
            )
            errors = {k: v for k, v in aggregate(samples).items() if k not in samples}
            shares = {k: (int(v.sum()), len(v)) for k, v in samples.items() if v.dtype == bool}
            prefix = '' if split == 'train' else f'{split}_'
            figures |= {f'{prefix}{name}': value for name, value in (shares | errors).items()}
        return figures

    @property
    def _features(self) -> Path:
        return self.source.folder / 'features'

    def _collect_sentences(self, encode: EncodeBatch) -> None:
        """Generate all sentences of the comparison, and encode each of them once."""
        collector = SentenceCollector(self.config.text_dim)
        for step in range(self.budget.steps):
            self.training_step(collector, step)
        policy = build_policy(self.config).eval()
        self.evaluate(policy.forward_grounding, self.features(), collector)
        write_text_features(self.source.folder, collector.sentences, encode)

    def _cached(self, name: str, key: Mapping[str, Any], make: Callable[[], object]) -> None:
        """Call `make` unless it has been called with the same key."""
        path = self.source.folder / f'{name}.json'
        wanted = {**key, 'checkpoint': self.sha256, 'data': len(self._all)}
        if path.exists() and json.loads(path.read_text()) == wanted:
            return
        path.unlink(missing_ok=True)
        make()
        path.write_text(json.dumps(wanted))
