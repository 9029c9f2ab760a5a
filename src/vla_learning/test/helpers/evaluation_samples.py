# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Sample results of episodes."""

from dataclasses import replace

from vla_learning.evaluation.episode_runner import EpisodeResult

GOOD = EpisodeResult(
    seed=1,
    kind='pick',
    split='train',
    command='pick up the cube',
    success=True,
    refused=False,
    reached_policy=True,
    correct_verdict=True,
    verdict='ok',
    wrong_object_touched=False,
    reason='',
    finished_s=3.0,
    chosen='red cube',
    target_moved=False,
    chunks=15,
    chunks_refused=0,
)
FAILED = replace(GOOD, success=False, reason='not held')
REFUSED = replace(
    GOOD,
    kind='absent_target',
    refused=True,
    verdict='target_not_found',
    finished_s=0.4,
    chosen='',
    chunks=0,
)


def ten_of_each() -> list[EpisodeResult]:
    """Return results of two tasks, one kind to refuse and a second split."""
    return [
        *[GOOD] * 8,
        *[FAILED] * 2,
        *[replace(GOOD, kind='push', wrong_object_touched=True, finished_s=5.0)] * 5,
        *[replace(GOOD, kind='push', success=False, refused=True, correct_verdict=False)] * 5,
        *[REFUSED] * 8,
        replace(REFUSED, verdict='ambiguous', correct_verdict=False),
        replace(REFUSED, success=False, refused=False, verdict='ok', correct_verdict=False),
        *[replace(GOOD, split='heldout_pairs')] * 4,
    ]
