# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Open-loop figures: whether the network understands and sees right."""

from collections.abc import Callable
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
import torch
from vla_learning.data.frames import Frames
from vla_learning.language.referring_expressions import Split
from vla_learning.training.batches import Batch
from vla_learning.training.batches import make_batch
from vla_learning.training.network import Network
from vla_learning.training.text_cache import TextCache
from vla_perception.visual_encoder import VisualOutput
from vla_policy.nn.model import grasp_yaw
from vla_policy.nn.model import Grounding
from vla_policy.types.vocabulary import TaskKind
from vla_policy.types.vocabulary import Verdict

_CHUNK = 32
_COMMANDS = 2
_ERRORS = ('target_m', 'destination_m', 'yaw_rad')


#: Says what is seen in the frames of a batch.
Eyes = Callable[[Batch], VisualOutput]


def validate(
    network: Network,
    frames: Frames,
    rows: NDArray[np.int64],
    text: TextCache,
    rng: np.random.Generator,
    split: Split = 'train',
) -> dict[str, float]:
    """
    Say two commands about each of the frames `rows` and compare what is grounded.

    Returns
    -------
    dict
        Shares of right verdicts, tasks, targets (the nearest thing is the one meant), and
        errors in meters of targets on the table; nan where there was nothing to judge.

    """
    network.eval()
    return summarize(
        judge(
            network.policy.ground,
            lambda batch: network.visual(batch.images),
            frames,
            rows,
            text,
            rng,
            split,
        )
    )


def summarize(found: Mapping[str, NDArray]) -> dict[str, float]:
    """Return shares, medians and percentiles of what `judge` found."""
    shares = {key: _mean(values) for key, values in found.items() if key not in _ERRORS}
    return shares | {
        f'{key}_{name}': _percentile(found[key], percent)
        for key in _ERRORS
        for name, percent in (('median', 50), ('p95', 95))
    }


@torch.inference_mode()
def judge(
    ground: Callable[..., Grounding],
    see: Eyes,
    frames: Frames,
    rows: NDArray[np.int64],
    text: TextCache,
    rng: np.random.Generator,
    split: Split = 'train',
    *,
    images: bool = True,
) -> dict[str, NDArray]:
    """
    Return what `compare` finds of two commands about each of the frames `rows`.

    `see` may do without `images`; `ground` is that of a policy.
    """
    found: dict[str, list[NDArray]] = {}
    for start in range(0, len(rows), _CHUNK):
        part = rows[start : start + _CHUNK].tolist()
        batch = make_batch(
            frames, part, _COMMANDS, text, rng, split=split, augment=False, images=images
        )
        seen = see(batch)
        grounding = ground(seen.tokens, seen.feature_map, batch.states, batch.mask)
        for key, values in compare(grounding, batch, frames).items():
            found.setdefault(key, []).append(values)
    return {key: np.concatenate(values) for key, values in found.items()}


def compare(g: Grounding, batch: Batch, frames: Frames) -> dict[str, NDArray]:
    """Return what is right of each command, and how far off each place is."""
    y = batch.labels
    found, wanted = g.verdict.argmax(-1).numpy(), y.verdict.numpy()
    ok = wanted == Verdict.OK
    table = ok & y.target_on_table.numpy()
    cube = table & y.target_is_cube.numpy()
    goes = ok & np.isin(y.task.numpy(), (TaskKind.PLACE, TaskKind.PUSH))
    turn = 4 * (grasp_yaw(g.located.yaw[:, 0]) - y.yaw).numpy()
    target = np.array([spoken.target for spoken in batch.spoken])
    return {
        'accepted': (found == Verdict.OK)[ok],
        'refused': (found != Verdict.OK)[~ok],
        'verdict': found == wanted,
        'task': (g.task.argmax(-1) == y.task).numpy()[ok],
        'right_thing': (_nearest_thing(g, batch, frames) == target)[table],
        'target_m': (g.located.position[:, 0] - y.target).norm(dim=-1).numpy()[table],
        'destination_m': (g.destination - y.destination).norm(dim=-1).numpy()[goes],
        'yaw_rad': np.abs(np.arctan2(np.sin(turn), np.cos(turn)) / 4)[cube],
    }


def _nearest_thing(g: Grounding, batch: Batch, frames: Frames) -> NDArray:
    rows = np.repeat(batch.rows, len(batch.spoken) // len(batch.rows))
    away = np.linalg.norm(frames.poses[rows][..., :2] - g.located.position[:, :1].numpy(), axis=-1)
    nearest: NDArray = np.where(frames.things[rows][..., 0] >= 0, away, np.inf).argmin(-1)
    return nearest


def _mean(values: NDArray) -> float:
    return float(values.mean()) if len(values) else float('nan')


def _percentile(values: NDArray, percent: float) -> float:
    return float(np.percentile(values, percent)) if len(values) else float('nan')
