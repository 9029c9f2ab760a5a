# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Scenes, sentences and configurations that are small enough for tests."""

from collections.abc import Sequence
from pathlib import Path
import zlib

import numpy as np
import torch
from torch import Tensor
from vla_learning.data.config import DataConfig
from vla_learning.data.frames import Frames
from vla_learning.data.frames import MAX_OBJECTS
from vla_learning.data.frames import REFERENCE_POINTS_M
from vla_learning.language.command_templates import CLASSES
from vla_learning.language.command_templates import COLORS
from vla_learning.language.referring_expressions import SceneObject
from vla_learning.training.config import TrainConfig
from vla_learning.training.text_cache import CachedTextEncoder
from vla_policy.types.vocabulary import TRAINING_CAMERA_M
from vla_sim.physics.scene import Scene
from vla_sim.physics.scene_sampling import sample_scene

TEXT_DIM = 384
#: Seeds of frames that are recorded in the simulator.
RANDOM_POSE_SEEDS = range(1_000_000, 1_000_012)
EPISODE_SEED = 1_000_100


def scene_objects(scene: Scene) -> list[SceneObject]:
    return [SceneObject(item.color, item.shape) for item in scene]


def synthetic_frames(scenes: int, first_seed: int = 1_000_000) -> Frames:
    """Return two frames of each scene: its poses with noise images."""
    rng = np.random.default_rng(0)
    count = 2 * scenes
    seeds = np.repeat(np.arange(first_seed, first_seed + scenes), 2)
    objects = np.full((count, MAX_OBJECTS, 2), -1, np.int8)
    poses = np.zeros((count, MAX_OBJECTS, 4), np.float32)
    for row, seed in enumerate(seeds.tolist()):
        for i, item in enumerate(sample_scene(seed)):
            objects[row, i] = COLORS.index(item.color), CLASSES.index(item.shape)
            poses[row, i] = item.x_m, item.y_m, 0.02, item.yaw_rad
    return Frames(
        images=rng.integers(0, 256, (count, 192, 256, 3), dtype=np.uint8),
        objects=objects,
        poses=poses,
        pixels=rng.uniform((0, 0), (256, 192), (count, MAX_OBJECTS, 2)).astype(np.float32),
        tool=np.tile(np.array((0.35, 0.0, 0.30, 0.0, 1.0), np.float32), (count, 1)),
        phase=np.zeros((count, 2), np.float32),
        task=np.tile(np.array((-1, -1, -1, 0), np.int16), (count, 1)),
        scene=seeds.astype(np.int64),
        camera=np.tile(np.array(TRAINING_CAMERA_M, np.float32), (count, 1)),
        shifts=np.zeros((count, len(REFERENCE_POINTS_M), 2), np.float32),
    )


def encode_words(texts: Sequence[str]) -> tuple[Tensor, Tensor]:
    """Encode texts with random states that depend on the word alone."""
    words = [text.lower().split() for text in texts]
    states = torch.zeros(len(texts), max(map(len, words)), TEXT_DIM)
    mask = torch.zeros(states.shape[:2], dtype=torch.bool)
    for i, row in enumerate(words):
        for j, word in enumerate(row):
            rng = np.random.default_rng(zlib.crc32(word.encode()))
            states[i, j] = torch.from_numpy(rng.normal(size=TEXT_DIM)).float()
            mask[i, j] = True
    return states, mask


class WordTextEncoder:
    """Stub of the text encoder without weights."""

    encoder_id = 'minilm_l6_v2'
    encode_batch = staticmethod(encode_words)


def word_text_encoder() -> CachedTextEncoder:
    return CachedTextEncoder(encode_words)


def tiny_config(folder: Path) -> TrainConfig:
    """Return the configuration of a run with 2 pretraining steps and 4 with images."""
    return TrainConfig(
        data=DataConfig(folder=str(folder / 'data')),
        log=str(folder / 'log'),
        output=str(folder / 'model.safetensors'),
        processes=1,
        precision='float32',
        images=2,
        commands=2,
        pretrain_rounds=1,
        pretrain_states=16,
        pretrain_steps=2,
        steps=2,
        scene_steps=0,
        frozen_images=2,
        frozen_commands=2,
        frozen_steps=2,
        variants=2,
        warmup_steps=2,
        validation_share=0.1,
        validate_every=2,
        save_every=2,
    )
