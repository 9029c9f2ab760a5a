# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Camera monitor: detects old, frozen, black and white images from their visual features."""

from dataclasses import dataclass
import math

import numpy as np
from vla_common.arrays import FloatArray
from vla_common.clock import TimePoint
from vla_common.settings import check_settings
from vla_common.settings import setting
from vla_safety.monitors.watchdog import CameraStatus
from vla_safety.monitors.watchdog import WatchdogLimits


@dataclass(frozen=True)
class CameraSettings:
    """Parameters of the node for camera images."""

    watch_camera: bool = setting(
        True, 'Whether motion needs visual_features of a camera that shows the scene'
    )
    max_dark_share: float = setting(
        0.98,
        'Share of nearly black pixels from which an image is rejected',
        minimum=0.01,
        maximum=1.0,
    )
    max_bright_share: float = setting(
        0.98,
        'Share of nearly white pixels from which an image is rejected',
        minimum=0.01,
        maximum=1.0,
    )
    frozen_travel_m: float = setting(
        0.02,
        'Travel of the tool after which an unchanged image counts as frozen; with 0 no image may'
        ' repeat, which suits cameras with noise',
        unit='m',
        minimum=0.0,
        maximum=1.0,
    )

    def __post_init__(self) -> None:
        check_settings(self)


@dataclass(frozen=True)
class ImageSample:
    """Stamp, content and exposure of one camera image."""

    stamp_ns: int
    # The features as bytes: equal if and only if the images are equal.
    content: bytes
    dark_share: float
    bright_share: float


# Reason and remedy of each fault.
_STALE = ('image_stale', 'Check camera and perception')
_FROZEN = ('image_frozen', 'Images repeat while the robot moves. Restart the camera')
_DARK = ('image_dark', 'Images are black. Uncover the camera or switch on the light')
_BRIGHT = ('image_bright', 'Images are white. Lower the exposure of the camera')


class CameraMonitor:
    """
    Measure the age of the newest image that shows the scene as it is now.

    Images of a scene at rest may all be equal. Equal images are suspect only after the tool has
    moved since the last image that differed, and stay suspect until an image differs.
    """

    def __init__(self, settings: CameraSettings, limits: WatchdogLimits) -> None:
        self._settings = settings
        self._limits = limits
        self.on_clock_jump()

    def on_clock_jump(self) -> None:
        """Forget all images: their stamps are of the clock before the jump."""
        self._newest_ns = 0
        # Times of the steady clock: of arrival, of the newest usable image, of the newest change.
        self._arrived_s = self._usable_s = self._changed_s = -math.inf
        self._content = b''
        self._fault = _STALE
        self._anchor: FloatArray | None = None
        self._moving_since_s = -math.inf
        self._travel_m = 0.0

    def update(self, sample: ImageSample, now: TimePoint) -> bool:
        """Record an image; return False if its stamp is invalid or it is black or white."""
        self._arrived_s = now.steady_s
        age_s = now.ros_s - sample.stamp_ns * 1e-9
        in_time = -self._limits.max_future_s <= age_s <= self._limits.other_clock_s
        if not in_time or sample.stamp_ns <= self._newest_ns:
            return False
        self._newest_ns = sample.stamp_ns
        taken_s = now.steady_s - max(age_s, 0.0)
        if sample.content != self._content:
            self._content, self._changed_s = sample.content, taken_s
            self._anchor, self._travel_m = None, 0.0
        self._fault = self._exposure_fault(sample)
        if self._fault is not _STALE:
            return False
        self._usable_s = taken_s
        return True

    def track_motion(self, now: TimePoint, position: FloatArray, *, still: bool) -> None:
        """Record, at every tick, the measured position and whether the commanded speed is 0."""
        if still and not self._is_suspect:
            self._anchor, self._moving_since_s, self._travel_m = position, now.steady_s, 0.0
        if self._anchor is None:
            self._anchor = position
        self._travel_m = max(self._travel_m, float(np.linalg.norm(position - self._anchor)))

    def status(self, now: TimePoint) -> CameraStatus:
        """Return the ages of image and features, and the fault of the image."""
        valid_s, fault = self._usable_s, self._fault
        since_s = max(self._changed_s, self._moving_since_s)
        if self._is_suspect and since_s < valid_s:
            # A camera that stops may end on two equal images by chance; that is no frozen one.
            repeats = valid_s - since_s > now.steady_s - valid_s
            valid_s, fault = since_s, _FROZEN if repeats else fault
        return CameraStatus(now.steady_s - valid_s, now.steady_s - self._arrived_s, *fault)

    @property
    def _is_suspect(self) -> bool:
        """Whether the tool moved since the last image that differed."""
        if self._settings.frozen_travel_m == 0.0:
            return True
        return self._travel_m >= self._settings.frozen_travel_m

    def _exposure_fault(self, sample: ImageSample) -> tuple[str, str]:
        # Written so that NaN is a fault too.
        if not sample.dark_share < self._settings.max_dark_share:
            return _DARK
        if not sample.bright_share < self._settings.max_bright_share:
            return _BRIGHT
        return _STALE
