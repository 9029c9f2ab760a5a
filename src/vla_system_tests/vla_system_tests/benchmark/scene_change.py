# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Time from a change of the scene to the first action that follows it; part of `make bench`."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from itertools import pairwise
from math import dist
from math import inf
from typing import Any
from typing import Final
from typing import NamedTuple

import numpy as np
from vla_system_tests.benchmark.reaction_time import first_actions
from vla_system_tests.benchmark.summary import distribution

Point2 = tuple[float, float]

#: Time between two changes [s]; random, so that their phase to the images is random, too.
_INTERVAL_S: Final = (0.5, 0.9)
#: A command that ends within this time after a change need not follow it [s].
_MIN_REST_S: Final = 0.3


class SceneChange(NamedTuple):
    """Time of a change, and where the target is from then on."""

    at_s: float
    target_m: Point2


class ExecutedChunk(NamedTuple):
    """Time of the first action of a chunk, and the target that the policy planned it for."""

    action_s: float
    command_id: str
    target_m: Point2


def change_times_s(start_s: float, seed: int = 0) -> Iterator[float]:
    """Return the times of changes, without an end."""
    rng = np.random.default_rng(seed)
    while True:
        start_s += float(rng.uniform(*_INTERVAL_S))
        yield start_s


def executed_chunks(
    records: Iterable[Mapping[str, Any]], targets_m: Mapping[tuple[str, int], Point2]
) -> list[ExecutedChunk]:
    """
    Return the executed chunks in the order of their first actions.

    Parameters
    ----------
    records
        Records of the audit log, in their order.
    targets_m
        Target of each chunk by command id and sequence number.

    """
    return sorted(
        ExecutedChunk(1e-9 * action.published_ns, command_id, targets_m[command_id, sequence])
        for command_id, sequence, action in first_actions(records)
        if (command_id, sequence) in targets_m
    )


def reactions_s(
    changes: Sequence[SceneChange], chunks: Sequence[ExecutedChunk]
) -> tuple[list[float], int]:
    """
    Return the times from changes to the first actions that follow them, and how many have none.

    An action follows a change if the target of its chunk is nearer to the new place of the object
    than to the old one. Changes count while a command is executed that was planned for the old
    place and goes on for at least 0.3 s.

    Parameters
    ----------
    changes
        Changes in the order of time; the first one states where the target is at the start.
    chunks
        Executed chunks in the order of time.

    """
    found_s, missed = [], 0
    ends_s = [change.at_s for change in changes[2:]] + [inf]
    for (old, new), end_s in zip(pairwise(changes), ends_s, strict=False):
        earlier = [chunk for chunk in chunks if chunk.action_s <= new.at_s]
        if not earlier or _is_nearer(earlier[-1], new.target_m, old.target_m):
            continue
        own = [chunk for chunk in chunks if chunk.command_id == earlier[-1].command_id]
        if own[-1].action_s < new.at_s + _MIN_REST_S:
            continue
        following_s = (
            chunk.action_s - new.at_s
            for chunk in own
            if new.at_s < chunk.action_s < end_s and _is_nearer(chunk, new.target_m, old.target_m)
        )
        first_s = next(following_s, None)
        if first_s is None:
            missed += 1
        else:
            found_s.append(first_s)
    return found_s, missed


def reaction_figures(found_s: Sequence[float], missed: int) -> dict[str, float]:
    """Return the distribution of reaction times [ms], their mean and the number of missed ones."""
    mean_ms = round(1e3 * float(np.mean(found_s)), 1) if found_s else 0.0
    return {**distribution(found_s), 'mean_ms': mean_ms, 'missed': missed}


def _is_nearer(chunk: ExecutedChunk, a_m: Point2, b_m: Point2) -> bool:
    return dist(chunk.target_m, a_m) < dist(chunk.target_m, b_m)
