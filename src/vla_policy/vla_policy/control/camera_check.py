# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Check of the camera pose: table and arm must be seen where pose and kinematics have them."""

from collections import deque

import numpy as np
from vla_common.arrays import Float32Array
from vla_common.arrays import FloatArray
from vla_policy.control.observation_validation import RefusalError

#: Corners and center of the table area of the objects, x, y in base_link [m].
_POINTS_M = np.array([(0.32, -0.27), (0.32, 0.27), (0.66, -0.27), (0.66, 0.27), (0.49, 0.0)])
# At the rate of images during a motion, at least 5 Hz, half of them are newer than 0.5 s.
_IMAGES = 5
_MIN_IMAGES = 3
#: Displacement of the table [m] up to which positions are corrected, and nothing is refused: with
#: the arm in motion, some of the six numbers are wrong by several times the usual error, but
#: together they displace the table by less.
_CORRECTED_M = 0.03


class CameraCheck:
    """
    Predicted error of the camera pose during one command, by medians over its latest images.

    The first images, before the motion, must agree with the pose; the later ones with the first:
    the arm in motion changes the prediction by as much as calibration errors do.
    """

    def __init__(self) -> None:
        self._deviations: deque[Float32Array] = deque(maxlen=_IMAGES)
        self._shifts: deque[FloatArray] = deque(maxlen=_IMAGES)
        self._first: tuple[FloatArray, FloatArray] | None = None  # medians of the first images

    def observe(
        self, camera_error: Float32Array, camera_deviation: Float32Array, camera_m: FloatArray
    ) -> None:
        """
        Add an image.

        Parameters
        ----------
        camera_error
            Translation [m] and rotation vector [rad] (6,) from the given to the true camera.
        camera_deviation
            The same (6,) over its usual size for a camera in its place.
        camera_m
            Given position (3,) of the camera in base_link.

        """
        if self._first is None and len(self._shifts) == _MIN_IMAGES:
            self._first = self._medians()
        self._deviations.append(camera_deviation)
        self._shifts.append(table_shift(_POINTS_M, camera_m, np.asarray(camera_error, float)))

    @property
    def deviation(self) -> float:
        """Return the error as a multiple of the usual one, root mean square; 0 before images."""
        if len(self._shifts) < _MIN_IMAGES:
            return 0.0
        return float(np.sqrt(np.square(self._difference()[0]).mean()))

    @property
    def displacement_m(self) -> float:
        """Return the largest displacement of a point of the table; 0 before some images."""
        if len(self._shifts) < _MIN_IMAGES:
            return 0.0
        return float(np.linalg.norm(self._difference()[1], axis=-1).max())

    def _medians(self) -> tuple[FloatArray, FloatArray]:
        deviation: FloatArray = np.median(np.stack(list(self._deviations)), axis=0)
        shift: FloatArray = np.median(np.stack(list(self._shifts)), axis=0)
        return deviation, shift

    def _difference(self) -> tuple[FloatArray, FloatArray]:
        deviation, shift = self._medians()
        if self._first is None:
            return deviation, shift
        return deviation - self._first[0], shift - self._first[1]

    def is_moved(self, limit: float) -> bool:
        """Return whether the error is beyond a limit, 0 for any, and more than is corrected."""
        return 0 < limit < self.deviation and self.displacement_m > _CORRECTED_M

    def require_unmoved(self, limit: float) -> None:
        """
        Refuse to act by a camera whose pose is wrong.

        Parameters
        ----------
        limit
            Largest deviation of an error that displaces the table by 3 cm or more; 0 for any.

        Raises
        ------
        RefusalError
            If it is exceeded, and the table is displaced by more than the policy corrects.

        """
        if self.is_moved(limit):
            raise RefusalError(
                'camera_moved',
                (
                    'table and arm must be seen where camera pose and robot_state have them; '
                    f'they are seen up to {100 * self.displacement_m:.0f} cm beside it, which is '
                    f'{self.deviation:.1f} times the usual error (limit {limit:.1f}). Put the '
                    'camera back, or measure its pose and set camera_pose_source of '
                    'perception_node'
                ),
            )


def table_shift(points_m: FloatArray, camera_m: FloatArray, error: FloatArray) -> FloatArray:
    """
    Return true minus seen positions (N, 2) [m], as the network computes them.

    Parameters
    ----------
    points_m
        Seen points of the table (N, 2).
    camera_m
        Given position (3,) of the camera.
    error
        Translation [m] and rotation vector [rad] (6,) from the given to the true camera.

    """
    ray = np.pad(points_m, ((0, 0), (0, 1))) - camera_m
    motion = error[:3] + np.cross(error[3:], ray)
    shift: FloatArray = motion[:, :2] + ray[:, :2] / camera_m[2] * motion[:, 2:]
    return shift
