# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Visual features of simulated scenes, encoded once by the frozen network of a checkpoint."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
import torch
from torch import Tensor
from tqdm import tqdm
from vla_common.checkpoint import load_checkpoint
from vla_common.engine import TORCH
from vla_learning.utils.cli import worker_pool
from vla_perception.encoder_registry import load_trained_encoder
from vla_perception.preprocess import preprocess
from vla_policy.nn.contrastive_alignment import scene_objects
from vla_policy.nn.contrastive_alignment import SceneObjects
from vla_policy.nn.loading import load_torch_model
from vla_policy.types.observation import Observation
from vla_sim.physics.rendering import ImageArray
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.physics.world import World

#: Scenes to train on; those of the evaluation have seeds below 1,000,000.
FIRST_TRAINING_SEED, TRAINING_SCENES = 2_000_000, 512
#: Features that the tutorials share.
FEATURES = Path('log/tutorials/features')


class SceneFeatures(NamedTuple):
    """Frozen features of N scenes: the objects that the dense head detects, and the tokens."""

    objects: SceneObjects  # (N, T, channels) and (N, T)
    tokens: Tensor  # (N, patches, dim)

    def rows(self, index: Tensor | slice) -> 'SceneFeatures':
        """Return the features of some scenes."""
        objects = SceneObjects(*(values[index] for values in self.objects))
        return SceneFeatures(objects, self.tokens[index])


def render_scene(seed: int) -> ImageArray:
    """Return the camera image (H, W, 3) of the scene with this seed, before any motion."""
    with World(sample_scene(seed)) as world:
        return world.render()


class FrozenVisualNetwork:
    """Visual encoder and dense head of a checkpoint."""

    def __init__(self, checkpoint: str) -> None:
        torch.set_num_threads(1)
        self._encoder = load_trained_encoder(checkpoint, TORCH)
        self._dense = load_torch_model(checkpoint).dense

    @torch.inference_mode()
    def encode(self, seed: int) -> tuple[NDArray[np.float16], ...]:
        """Return features (T, channels) and weights (T,) of objects, and tokens (N, dim)."""
        features = Observation.from_levels(
            0.0, self._encoder.encode(preprocess(render_scene(seed)))
        )
        tokens = torch.from_numpy(features.tokens)[None]
        feature_map = torch.from_numpy(features.feature_map)[None]
        objects = scene_objects(feature_map, self._dense(feature_map, tokens))
        return tuple(values[0].half().numpy() for values in (*objects, tokens))


_network: FrozenVisualNetwork | None = None


def _start(checkpoint: str) -> None:
    global _network
    _network = FrozenVisualNetwork(checkpoint)


def _encode(seed: int) -> tuple[NDArray[np.float16], ...]:
    assert _network is not None
    return _network.encode(seed)


def encode_scenes(
    checkpoint: str, seeds: Sequence[int], folder: Path, workers: int = 2
) -> SceneFeatures:
    """
    Render scenes and encode their images; the features are kept in `folder` for the next run.

    Parameters
    ----------
    checkpoint
        Weights of the frozen network; others have other files.
    seeds
        Seeds of the scenes.
    folder
        Folder of the kept features; one file for each checkpoint and range of seeds.
    workers
        Number of processes.

    """
    sha256 = load_checkpoint(checkpoint, 'policy.').sha256
    path = folder / f'{sha256[:8]}_{seeds[0]}_{seeds[-1]}_{len(seeds)}.npz'
    if not path.exists():
        FrozenVisualNetwork(checkpoint)  # A pool restarts a worker that fails to start forever.
        with worker_pool(workers, _start, checkpoint) as pool:
            encoded = list(tqdm(pool.imap(_encode, seeds), total=len(seeds), desc='scenes'))
        folder.mkdir(parents=True, exist_ok=True)
        np.savez(path, *map(np.stack, zip(*encoded, strict=True)))
    with np.load(path) as file:
        features, weight, tokens = (torch.from_numpy(file[name]).float() for name in file.files)
    return SceneFeatures(SceneObjects(features, weight), tokens)
