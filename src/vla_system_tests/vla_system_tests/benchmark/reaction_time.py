# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Reaction time: from each image to the first action that considers it."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any
from typing import NamedTuple

from vla_system_tests.benchmark.summary import motions_with_stamps


class ImageAction(NamedTuple):
    """An action: stamp of the image it was computed from, and when it was published."""

    image_ns: int
    published_ns: int


def reaction_times_s(images_ns: Iterable[int], actions: Sequence[ImageAction]) -> list[float]:
    """
    Return the time from each image to the first action from it or from a later image [s].

    Images before the one of the first action do not count, nor those after that of the last one.
    A change of the scene reaches the robot after this time and, on average, half a camera period.

    Parameters
    ----------
    images_ns
        Stamps of the images of the camera.
    actions
        Actions in the order of their images.

    """
    times_s, remaining = [], list(actions[1:])
    for image_ns in sorted(images_ns):
        if not actions or image_ns <= actions[0].image_ns:
            continue
        while remaining and remaining[0].image_ns < image_ns:
            del remaining[0]
        if not remaining:
            break
        times_s.append(1e-9 * (remaining[0].published_ns - image_ns))
    return times_s


def first_actions(records: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, int, ImageAction]]:
    """
    Yield command id and sequence number of each executed chunk with its first action.

    Parameters
    ----------
    records
        Records of the audit log, in their order: those of `chunk` have the stamp of the image,
        those of `motion` its age at the first action.

    """
    for record, stamp_ns in motions_with_stamps(records):
        if stamp_ns:
            action = ImageAction(stamp_ns, stamp_ns + round(1e9 * record['latency_s']))
            yield record['command_id'], record['sequence'], action


def executed_actions(
    records: Iterable[Mapping[str, Any]], since_ns: int
) -> list[list[ImageAction]]:
    """
    Return the first action of each executed chunk, by command.

    Parameters
    ----------
    records
        Records of the audit log, in their order.
    since_ns
        Stamp of the first image that counts.

    """
    commands: dict[str, list[ImageAction]] = {}
    for command_id, _, action in first_actions(records):
        if action.image_ns >= since_ns:
            commands.setdefault(command_id, []).append(action)
    return list(commands.values())
