# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Open-loop figures: does the network understand and see right?"""

import numpy as np
from numpy.typing import NDArray
import torch
from vla_learning.batches import make_batch
from vla_learning.commands import Split
from vla_learning.frames import Frames
from vla_learning.network import Network
from vla_learning.text_cache import TextCache
from vla_policy.model import grasp_yaw
from vla_policy.vocabulary import TaskKind
from vla_policy.vocabulary import Verdict

_CHUNK = 32


@torch.inference_mode()
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
        errors in meters of targets on the table.

    """
    network.eval()
    sums: dict[str, list[NDArray]] = {}
    for start in range(0, len(rows), _CHUNK):
        part = rows[start:start + _CHUNK].tolist()
        batch = make_batch(frames, part, 2, text, rng, split=split, augment=False)
        seen = network.visual(batch.images)
        g = network.policy.ground(seen.tokens, seen.feature_map, batch.states, batch.mask)
        y = batch.labels
        found = g.verdict.argmax(-1)
        ok = (y.verdict == Verdict.OK).numpy()
        table = ok & y.target_on_table.numpy()
        error = (g.located.position[:, 0] - y.target).norm(dim=-1).numpy()
        goal_error = (g.destination - y.destination).norm(dim=-1).numpy()
        goes = ok & np.isin(y.task.numpy(), (TaskKind.PLACE, TaskKind.PUSH))
        poses = frames.poses[np.repeat(part, 2)][..., :2]
        there = frames.things[np.repeat(part, 2)][..., 0] >= 0
        away = np.linalg.norm(poses - g.located.position[:, :1].numpy(), axis=-1)
        nearest = np.where(there, away, np.inf).argmin(-1)
        target = np.array([s.target for s in batch.spoken])
        cube = table & y.target_is_cube.numpy()
        turn = (4 * (grasp_yaw(g.located.yaw[:, 0]) - y.yaw)).numpy()
        new = {
            'accepted': (found == Verdict.OK).numpy()[ok],
            'refused': (found != Verdict.OK).numpy()[~ok],
            'verdict': (found == y.verdict).numpy(),
            'task': (g.task.argmax(-1) == y.task).numpy()[ok],
            'right_thing': (nearest == target)[table],
            'target_m': error[table],
            'destination_m': goal_error[goes],
            'yaw_rad': np.abs(np.arctan2(np.sin(turn), np.cos(turn)) / 4)[cube],
        }
        for key, values in new.items():
            sums.setdefault(key, []).append(values)
    joined = {k: np.concatenate(v) for k, v in sums.items()}
    result = {k: float(v.mean()) for k, v in joined.items() if not k.endswith(('_m', '_rad'))}
    for key in ('target_m', 'destination_m', 'yaw_rad'):
        values = joined[key]
        for name, percent in (('median', 50), ('p95', 95)):
            result[f'{key}_{name}'] = float(np.percentile(values, percent)) if len(values) \
                else float('nan')
    return result
