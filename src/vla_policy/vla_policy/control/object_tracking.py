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
    is_single
        Whether it was the only detection of its color and shape when it was selected. Such an
        object is followed over any distance.

    """

    detection: Detection
    is_single: bool

    @classmethod
    def select(cls, detection: Detection, detections: Sequence[Detection]) -> 'TrackedObject':
        """Track one of the `detections` of an image."""
        return cls(detection, [d.name for d in detections].count(detection.name) == 1)

    def updated(
        self, detections: Sequence[Detection], expected: FloatArray | Sequence[float]
    ) -> 'TrackedObject':
        """
        Return the object after one more image.

        Parameters
        ----------
        detections
            Objects in that image.
        expected
            Position (2,) where the object is expected [m].

        """
        same = [d for d in detections if d.name == self.detection.name]
        found = nearest_detection(same, expected, MAX_TRACKING_M)
        if found is None and self.is_single and len(same) == 1:
            found = same[0]
        return self if found is None else replace(self, detection=found)
