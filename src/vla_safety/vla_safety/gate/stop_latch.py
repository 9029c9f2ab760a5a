# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Latched stop, and the conditions under which its causes are cleared."""

from dataclasses import dataclass

from vla_safety.monitors.publisher_monitor import DUPLICATE_PREFIX
from vla_safety.monitors.watchdog import InputAges
from vla_safety.monitors.watchdog import WatchdogLimits


class StopLatch:
    """Keep every cause of a stop until `clear`."""

    def __init__(self) -> None:
        #: Message by cause, the first cause first.
        self.causes: dict[str, str] = {}

    @property
    def cause(self) -> str:
        """Name of the first cause; empty when no stop is latched."""
        return next(iter(self.causes), '')

    @property
    def message(self) -> str:
        """Message of the first cause."""
        return self.causes.get(self.cause, '')

    def trip(self, cause: str, message: str) -> None:
        """Add a cause; a cause that is latched already keeps its message."""
        self.causes.setdefault(cause, message)

    def clear(self) -> None:
        """Remove all causes."""
        self.causes.clear()


@dataclass(frozen=True)
class ResetConditions:
    """
    Conditions under which the causes of a stop count as cleared.

    Parameters
    ----------
    limits, ramp_s
        The maximum ages, and the time by which braking begins before them.
    ages
        Ages of the inputs now.
    policy_alive
        Whether the policy sends chunks, or has no command to send them for.
    deadman_held
        Whether the deadman switch is held, or not used.
    duplicates
        Reasons of the topics that have more than one publisher.

    """

    limits: WatchdogLimits
    ramp_s: float
    ages: InputAges
    policy_alive: bool
    deadman_held: bool
    duplicates: frozenset[str] = frozenset()

    def is_cleared(self, cause: str) -> bool:
        """
        Return whether a cause is cleared.

        Causes without a lasting condition, such as a call of the service `stop`, always are.
        """
        if cause.startswith(DUPLICATE_PREFIX):
            return cause not in self.duplicates
        if cause.startswith('state_'):
            return self._in_time(self.ages.state_age_s, self.limits.max_state_age_s)
        if cause == 'language_stale':
            age_s = self.ages.language_age_s
            return age_s is None or self._in_time(age_s, self.limits.max_language_age_s)
        if cause == 'deadman':
            return self.deadman_held
        if cause == 'chunk_stale':
            return self.policy_alive
        if cause == 'features_stale' or cause.startswith('image'):
            # An old image is the fault of the camera or of the policy.
            return self._camera_works() and (self.policy_alive or cause != 'image_stale')
        return True

    def _camera_works(self) -> bool:
        camera = self.ages.camera
        return camera is None or (
            self._in_time(camera.features_age_s, self.limits.max_features_age_s)
            and self._in_time(camera.image_age_s, self.limits.max_image_age_s)
        )

    def _in_time(self, age_s: float, max_age_s: float) -> bool:
        return age_s + self.ramp_s < max_age_s
