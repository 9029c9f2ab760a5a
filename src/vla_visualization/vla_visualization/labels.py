# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Placement of labels in an image, so that none covers another."""

from collections.abc import Sequence
from typing import NamedTuple


class Label(NamedTuple):
    """Text beside a point of the image, and its color."""

    text: str
    #: u, v [px].
    anchor: tuple[float, float]
    #: Distance of the text from the point [px].
    gap: float
    color: tuple[int, int, int]


class Box(NamedTuple):
    """Rectangle of the image [px]."""

    left: float
    top: float
    right: float
    bottom: float

    def is_within(self, width: float, height: float) -> bool:
        """Return whether the rectangle is inside of an image."""
        return self.left >= 0 and self.top >= 0 and self.right <= width and self.bottom <= height

    def contains(self, u: float, v: float) -> bool:
        """Return whether a point is inside."""
        return self.left < u < self.right and self.top < v < self.bottom

    def overlaps(self, other: 'Box') -> bool:
        """Return whether the two rectangles have a common area."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


def place_labels(
    labels: Sequence[tuple[Label, float, float]],
    width: float,
    height: float,
    avoided: Sequence[tuple[float, float]] = (),
) -> list[Box | None]:
    """
    Return a box for each label: below, above, right or left of its point; None if none is free.

    Parameters
    ----------
    labels
        Labels with their width and height [px], the most important first.
    width, height
        Size of the image [px].
    avoided
        Points u, v [px] that a box covers only if no other place is free.

    """
    placed: list[Box | None] = []
    for label, w, h in labels:
        free = [
            box
            for box in _places(label, w, h, width)
            if box.is_within(width, height) and not any(box.overlaps(p) for p in placed if p)
        ]
        clear = (box for box in free if not any(box.contains(*point) for point in avoided))
        placed.append(next(clear, free[0] if free else None))
    return placed


def _places(label: Label, w: float, h: float, width: float) -> list[Box]:
    (u, v), gap = label.anchor, label.gap
    # At the edge of the image, the text is not centered.
    left = min(max(u - w / 2, 0.0), width - w)
    corners = (
        (left, v + gap),
        (left, v - gap - h),
        (u + gap, v - h / 2),
        (u - gap - w, v - h / 2),
    )
    return [Box(x, y, x + w, y + h) for x, y in corners]
