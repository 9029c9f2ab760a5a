# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Prior of the location in training: cells that match a reference of known color and class."""

from typing import NamedTuple

from torch import Tensor
from vla_policy.types.network_types import DenseScene


class ReferenceLabels(NamedTuple):
    """Colors and classes that fit target and destination of B * K commands; 1 fits, 0 not."""

    colors: Tensor  # (B * K, 2, COLORS); all fit if no color is named
    classes: Tensor  # (B * K, 2, CLASSES); none fits if no object is named


def match_cells(labels: ReferenceLabels, scene: DenseScene) -> Tensor:
    """
    Return the probability that a cell has a color and a class that fit (B * K, 2, N).

    At run time, `object_cells` returns it for the cells of a selected detection.

    Parameters
    ----------
    labels
        Of K commands for each of B images.
    scene
        Of B images.

    """
    images = scene.objectness.shape[0]
    colors, classes = (fits.unflatten(0, (images, -1)) for fits in labels)  # (B, K, 2, ...)
    color = colors @ scene.colors.softmax(-1)[:, None].mT  # (B, K, 2, N)
    kind = classes @ scene.classes.softmax(-1)[:, None].mT  # (B, K, 2, N)
    return (scene.objectness.sigmoid()[:, None, None] * color * kind).flatten(0, 1)
