# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Tracking of a selected object through successive detections."""

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace

from vla_common.arrays import FloatArray
from vla_policy.control.detections import Detection
from vla_policy.control.detections import nearest_detection

#: A detection that is further from the tracked position is another object of that name [m].
MAX_TRACKING_M = 0.05


@dataclass(frozen=True)
class TrackedObject:
    """
    A selected object, where it was detected last.

    Parameters
    ----------
    detection
        Last detection; it stays while the object is hidden.
    others
        The other objects, where they were detected when this one was selected.

    """

    detection: Detection
    others: tuple[Detection, ...] = ()

    @classmethod
    def select(cls, detection: Detection, detections: Sequence[Detection]) -> 'TrackedObject':
        """Track one of the `detections` of an image."""
        return cls(detection, tuple(other for other in detections if other != detection))

    def updated(
        self, detections: Sequence[Detection], expected: FloatArray | Sequence[float]
    ) -> 'TrackedObject':
        """
        Return the object after one more image.

        The only object of its color and shape is followed over any distance, but not to the place
        of another object, whose shape may be misread while the arm is above it.

        Parameters
        ----------
        detections
            Objects in that image.
        expected
            Position (2,) where the object is expected [m].

        """
        same = [d for d in detections if d.name == self.detection.name]
        found = nearest_detection(same, expected, MAX_TRACKING_M)
        if found is None and len(same) == 1 and self._may_have_moved_to(same[0]):
            found = same[0]
        return self if found is None else replace(self, detection=found)

    def _may_have_moved_to(self, found: Detection) -> bool:
        return all(
            other.name != found.name and other.distance_m(found.position) > MAX_TRACKING_M
            for other in self.others
        )
