# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Forward pass of one training step: batch, visual features and losses."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
import torch
from torch import nn
from torch import Tensor
from vla_learning.data.frames import Frames
from vla_learning.training.batches import Batch
from vla_learning.training.batches import caption_scenes
from vla_learning.training.batches import make_batch
from vla_learning.training.batches import make_scene_batch
from vla_learning.training.batches import SceneBatch
from vla_learning.training.batches import SceneCaptions
from vla_learning.training.config import TrainConfig
from vla_learning.training.decoder_pretraining import PRETRAIN_FACTOR
from vla_learning.training.decoder_pretraining import SyntheticStates
from vla_learning.training.device import choose_precision
from vla_learning.training.distributed import data_parallel
from vla_learning.training.distributed import rank_and_size
from vla_learning.training.feature_cache import VisualFeatureCache
from vla_learning.training.feature_cache import write_visual_features
from vla_learning.training.labels import ChunkLabels
from vla_learning.training.losses import chunk_loss
from vla_learning.training.losses import policy_losses
from vla_learning.training.losses import scene_losses
from vla_learning.training.network import VlaNetwork
from vla_learning.training.schedule import TrainingPhase
from vla_learning.training.text_cache import CachedTextEncoder
from vla_perception.visual_encoder import VisualOutput
from vla_policy.nn.decoder import DecoderInput
from vla_policy.nn.model import VlaPolicy


class ImageInputs(NamedTuple):
    """A batch, the visual features of its images, and captions if they are trained."""

    batch: Batch
    features: VisualOutput
    captions: SceneCaptions | None


class SceneInputs(NamedTuple):
    """Images without commands, and their visual features."""

    batch: SceneBatch
    features: VisualOutput


class PolicyLosses(nn.Module):
    """A policy and its losses as one forward pass, as data-parallel training needs it."""

    def __init__(self, policy: VlaPolicy, frames: Frames) -> None:
        super().__init__()
        self.policy = policy
        self._frames = frames

    def forward(
        self,
        synthetic: tuple[DecoderInput, ChunkLabels] | None,
        images: ImageInputs | SceneInputs | None,
        rng: np.random.Generator,
    ) -> dict[str, Tensor]:
        """Return the losses of those inputs that are given."""
        losses: dict[str, Tensor] = {}
        if synthetic is not None:
            inputs, labels = synthetic
            losses['pretraining'] = chunk_loss(self.policy.decode_actions(inputs), labels)
        if isinstance(images, SceneInputs):
            views = images.batch.views
            scene = self.policy.predict_scene(*images.features, views)
            losses |= scene_losses(scene, images.batch.dense, views)
        elif images is not None:
            batch, features, captions = images
            losses |= policy_losses(self.policy, self._frames, batch, features, rng, captions)
        return losses


class StepLosses:
    """
    Draw the batch of a step and return its losses, in each process for its share.

    Parameters
    ----------
    config
        Batch sizes, device and precision.
    frames, rows
        Data set, and the rows to train on.
    text
        Text encoder.
    network
        Network to train; its visual encoder is on `device`.
    device
        Device of the visual encoder.

    """

    def __init__(
        self,
        config: TrainConfig,
        frames: Frames,
        rows: NDArray[np.int64],
        text: CachedTextEncoder,
        network: VlaNetwork,
        device: torch.device,
    ) -> None:
        self._config, self._frames, self._rows, self._text = config, frames, rows, text
        self._network, self._device = network, device
        rank, self._processes = rank_and_size()
        self._precision = choose_precision(config.precision, device)
        self._synthetic = SyntheticStates(config.seed, config.pretrain_rounds, quiet=rank > 0)
        # Encoder and policy are on different devices, so each of them is wrapped.
        self._encode = data_parallel(network.visual)
        self._losses = data_parallel(
            PolicyLosses(network.policy, frames), has_unused_parameters=True
        )
        self.features: VisualFeatureCache | None = None

    def __call__(self, phase: TrainingPhase, rng: np.random.Generator) -> dict[str, Tensor]:
        """Return the losses of a step; the state of `rng` determines its batch."""
        draw_images = {
            TrainingPhase.PRETRAINING: lambda: None,
            TrainingPhase.JOINT: lambda: self._joint_inputs(rng),
            TrainingPhase.SCENE: lambda: self._scene_inputs(rng),
            TrainingPhase.FROZEN_ENCODER: lambda: self._frozen_inputs(rng),
        }
        synthetic = None
        if phase != TrainingPhase.SCENE:
            factor = PRETRAIN_FACTOR if phase == TrainingPhase.PRETRAINING else 1
            count = self._config.pretrain_states * factor // self._processes
            synthetic = self._synthetic.sample(rng, count)
        losses: dict[str, Tensor] = self._losses(synthetic, draw_images[phase](), rng)
        return losses

    def _joint_inputs(self, rng: np.random.Generator) -> ImageInputs:
        batch = self._draw(rng, self._config.images, self._config.commands)
        return ImageInputs(batch, self._encode_images(batch.images), None)

    def _scene_inputs(self, rng: np.random.Generator) -> SceneInputs:
        batch = make_scene_batch(self._frames, self._draw_rows(rng, self._config.images), rng)
        return SceneInputs(batch, self._encode_images(batch.images))

    def _encode_images(self, images: Tensor) -> VisualOutput:
        """Return features in float32; the encoder computes with the precision of the run."""
        half = self._precision == torch.bfloat16
        with torch.autocast(self._device.type, torch.bfloat16, enabled=half):
            tokens, feature_map = self._encode(images)
        return VisualOutput(tokens.float(), feature_map.float())

    def _frozen_inputs(self, rng: np.random.Generator) -> ImageInputs:
        """Use cached features: a step takes many more commands in the same time."""
        config = self._config
        if self.features is None:
            folder = Path(config.log) / 'features'
            self.features = write_visual_features(folder, self._frames, self._network.visual)
        batch = self._draw(rng, config.frozen_images, config.frozen_commands, images=False)
        captions = caption_scenes(self._frames, batch.rows, self._text)
        return ImageInputs(batch, self.features(batch.rows), captions)

    def _draw(
        self, rng: np.random.Generator, images_all: int, commands: int, *, images: bool = True
    ) -> Batch:
        return make_batch(
            self._frames,
            self._draw_rows(rng, images_all),
            commands,
            self._text,
            rng,
            variants=self._config.variants,
            images=images,
        )

    def _draw_rows(self, rng: np.random.Generator, images_all: int) -> list[int]:
        """Draw the frames of this process for a step, sorted because the data set is on disk."""
        count = images_all // self._processes
        rows: list[int] = np.sort(rng.choice(self._rows, count, replace=False)).tolist()
        return rows
