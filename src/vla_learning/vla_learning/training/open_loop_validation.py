# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Open-loop validation: accuracy of tasks and grounding on labeled frames."""

from collections.abc import Callable
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
import torch
from vla_learning.data.frames import Frames
from vla_learning.language.referring_expressions import Split
from vla_learning.training.batches import Batch
from vla_learning.training.batches import make_batch
from vla_learning.training.network import VlaNetwork
from vla_learning.training.text_cache import CachedTextEncoder
from vla_perception.visual_encoder import VisualOutput
from vla_policy.nn.grounding import grasp_yaw
from vla_policy.nn.model import Grounding
from vla_policy.types.vocabulary import TaskKind
from vla_policy.types.vocabulary import Verdict

_CHUNK = 32
_COMMANDS = 2
_ERRORS = ('target_m', 'destination_m', 'yaw_rad')


#: Function that returns the visual features of a batch.
EncodeImages = Callable[[Batch], VisualOutput]


def validate(
    network: VlaNetwork,
    frames: Frames,
    rows: NDArray[np.int64],
    text: CachedTextEncoder,
    rng: np.random.Generator,
    split: Split = 'train',
) -> dict[str, float]:
    """
    Validate a network with two commands for each frame of `rows`.

    Returns
    -------
    dict
        Shares of correct tasks and targets (the nearest object is the commanded one),
        and errors in meters of targets on the table; nan without a sample.

    """
    network.eval()
    return aggregate(
        evaluate_frames(
            network.policy.forward_grounding,
            lambda batch: network.visual(batch.images),
            frames,
            rows,
            text,
            rng,
            split,
        )
    )


def aggregate(samples: Mapping[str, NDArray]) -> dict[str, float]:
    """Return shares, medians and percentiles of the samples of `evaluate_frames`."""
    shares = {key: _mean(values) for key, values in samples.items() if key not in _ERRORS}
    return shares | {
        f'{key}_{name}': _percentile(samples[key], percent)
        for key in _ERRORS
        for name, percent in (('median', 50), ('p95', 95))
    }


@torch.inference_mode()
def evaluate_frames(
    ground: Callable[..., Grounding],
    encode: EncodeImages,
    frames: Frames,
    rows: NDArray[np.int64],
    text: CachedTextEncoder,
    rng: np.random.Generator,
    split: Split = 'train',
    *,
    images: bool = True,
) -> dict[str, NDArray]:
    """
    Evaluate two commands for each frame of `rows`; return the samples of `evaluate_batch`.

    `ground` is `forward_grounding` of a policy. `encode` may be a cache, which needs no `images`.
    """
    samples: dict[str, list[NDArray]] = {}
    for start in range(0, len(rows), _CHUNK):
        part = rows[start : start + _CHUNK].tolist()
        batch = make_batch(
            frames, part, _COMMANDS, text, rng, split=split, augment=False, images=images
        )
        features = encode(batch)
        grounding = ground(
            *features, batch.states, batch.mask, batch.labels.references, batch.views
        )
        for key, values in evaluate_batch(grounding, batch, frames).items():
            samples.setdefault(key, []).append(values)
    return {key: np.concatenate(values) for key, values in samples.items()}


def evaluate_batch(g: Grounding, batch: Batch, frames: Frames) -> dict[str, NDArray]:
    """Return for each command whether the prediction is correct, and the errors of positions."""
    y = batch.labels
    ok = y.verdict.numpy() == Verdict.OK
    table = ok & y.target_on_table.numpy()
    cube = table & y.target_is_cube.numpy()
    has_goal = ok & np.isin(y.task.numpy(), (TaskKind.PLACE, TaskKind.PUSH))
    turn = 4 * (grasp_yaw(g.location.yaw[:, 0]) - y.yaw).numpy()
    target = np.array([command.target for command in batch.commands])
    return {
        'task': (g.task.argmax(-1) == y.task).numpy()[ok],
        'correct_target': (_nearest_object(g, batch, frames) == target)[table],
        'target_m': (g.location.position[:, 0] - y.target).norm(dim=-1).numpy()[table],
        'destination_m': (g.destination - y.destination).norm(dim=-1).numpy()[has_goal],
        'yaw_rad': np.abs(np.arctan2(np.sin(turn), np.cos(turn)) / 4)[cube],
    }


def _nearest_object(g: Grounding, batch: Batch, frames: Frames) -> NDArray:
    rows = np.repeat(batch.rows, len(batch.commands) // len(batch.rows))
    grounded = g.location.position[:, :1].numpy()
    distance = np.linalg.norm(frames.poses[rows][..., :2] - grounded, axis=-1)
    nearest: NDArray = np.where(frames.objects[rows][..., 0] >= 0, distance, np.inf).argmin(-1)
    return nearest


def _mean(values: NDArray) -> float:
    return float(values.mean()) if len(values) else float('nan')


def _percentile(values: NDArray, percent: float) -> float:
    return float(np.percentile(values, percent)) if len(values) else float('nan')
