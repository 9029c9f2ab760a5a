# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Whether the camera shows the scene as it is now, judged from what perception made of it."""

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
    """Parameters of the node about images."""

    watch_camera: bool = setting(
        True, 'Whether motion needs visual_features of a camera that shows the scene'
    )
    max_dark_share: float = setting(
        0.98,
        'Share of nearly black pixels from which an image counts as none',
        minimum=0.01,
        maximum=1.0,
    )
    max_bright_share: float = setting(
        0.98,
        'Share of nearly white pixels from which an image counts as none',
        minimum=0.01,
        maximum=1.0,
    )
    frozen_travel_m: float = setting(
        0.02,
        'Way of the tool after which an image that did not change counts as none; with 0 none'
        ' may repeat, which suits cameras with noise',
        unit='m',
        minimum=0.0,
        maximum=1.0,
    )

    def __post_init__(self) -> None:
        check_settings(self)


@dataclass(frozen=True)
class ImageSample:
    """What is known of one camera image."""

    stamp_ns: int
    # The features as bytes: they are the same exactly when the image is.
    content: bytes
    dark_share: float
    bright_share: float


_STALE = ('image_stale', 'Check camera and perception')
_FROZEN = ('image_frozen', 'Images repeat while the robot moves. Restart the camera')
_DARK = ('image_dark', 'Images are black. Uncover the camera or switch on the light')
_BRIGHT = ('image_bright', 'Images are white. Lower the exposure of the camera')


class CameraMonitor:
    """
    Age of the newest image that shows something, and shows it as it is now.

    A scene at rest may look the same for ever, so identical images are suspect only once the tool
    has moved since the last one that differed; they then stay so until another one differs.
    """

    def __init__(self, settings: CameraSettings, watchdog: WatchdogLimits) -> None:
        self._settings = settings
        self._watchdog = watchdog
        self.on_clock_jump()

    def on_clock_jump(self) -> None:
        """Forget all images: their stamps are of a clock that jumped."""
        self._newest_ns = 0
        self._arrived_s = self._good_s = self._changed_s = -math.inf
        self._content = b''
        self._fault = _STALE
        self._anchor: FloatArray | None = None
        self._moving_since_s = -math.inf
        self._travel_m = 0.0

    def update(self, sample: ImageSample, now: TimePoint) -> bool:
        """Note an image; return False for one that shows nothing or has no right time."""
        self._arrived_s = now.steady_s
        age_s = now.ros_s - sample.stamp_ns * 1e-9
        in_time = -self._watchdog.max_future_s <= age_s <= self._watchdog.other_clock_s
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
        self._good_s = taken_s
        return True

    def track_motion(self, now: TimePoint, position: FloatArray | None, *, still: bool) -> None:
        """Note at every tick where the tool is measured to be and whether it is to stand still."""
        if position is None:
            return
        if still and not self._is_suspect:
            self._anchor, self._moving_since_s, self._travel_m = position, now.steady_s, 0.0
        if self._anchor is None:
            self._anchor = position
        displacement = float(np.linalg.norm(position - self._anchor))
        self._travel_m = max(self._travel_m, displacement)

    def status(self, now: TimePoint) -> CameraStatus:
        """Return how old the images are."""
        known_s, fault = self._good_s, self._fault
        since_s = max(self._changed_s, self._moving_since_s)
        if self._is_suspect and since_s < known_s:
            # Two images may be the same by chance just before they end: then that is the fault.
            repeats = known_s - since_s > now.steady_s - known_s
            known_s, fault = since_s, _FROZEN if repeats else fault
        return CameraStatus(now.steady_s - known_s, now.steady_s - self._arrived_s, *fault)

    @property
    def _is_suspect(self) -> bool:
        """Whether the tool moved since the last image that differed."""
        if self._settings.frozen_travel_m == 0.0:
            return True
        return self._travel_m >= self._settings.frozen_travel_m

    def _exposure_fault(self, sample: ImageSample) -> tuple[str, str]:
        # Not (share < limit), so that NaN is a fault too.
        if not sample.dark_share < self._settings.max_dark_share:
            return _DARK
        if not sample.bright_share < self._settings.max_bright_share:
            return _BRIGHT
        return _STALE
