# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The latched stop, and when its causes are gone."""

from vla_safety.monitors.watchdog import CameraStatus
from vla_safety.monitors.watchdog import WatchdogLimits


class StopLatch:
    """Keep every cause of a stop until `clear`."""

    def __init__(self) -> None:
        #: Message by cause, the first cause first.
        self.causes: dict[str, str] = {}

    @property
    def cause(self) -> str:
        """Name what stopped the robot first; empty when nothing did."""
        return next(iter(self.causes), '')

    @property
    def message(self) -> str:
        """Say the same for people."""
        return self.causes.get(self.cause, '')

    def trip(self, cause: str, message: str) -> None:
        """Add a cause."""
        self.causes.setdefault(cause, message)

    def clear(self) -> None:
        """Forget all causes."""
        self.causes.clear()


def is_cause_cleared(
    cause: str,
    watchdog: WatchdogLimits,
    ramp_s: float,
    *,
    state_age_s: float,
    camera: CameraStatus | None,
    policy_alive: bool,
    held: bool,
    language_age_s: float | None = None,
) -> bool:
    """
    Return whether what stopped the robot is over; a cause that leaves no trace is.

    Parameters
    ----------
    cause
        Reason of the stop.
    timing, ramp_s
        The allowed ages, and the time by which braking begins before them.
    state_s, camera
        Age of the robot's state, and what the camera shows, if it is watched.
    heard
        Whether the policy is heard, or has nothing to say.
    held
        Whether the deadman switch is held, or not used.
    language_s
        Age of the language side's heartbeat, if it is watched.

    """
    if cause == 'state_stale':
        return state_age_s + ramp_s < watchdog.max_state_age_s
    if cause == 'language_stale':
        return language_age_s is None or language_age_s + ramp_s < watchdog.max_language_age_s
    if cause == 'deadman':
        return held
    if cause == 'chunk_stale':
        return policy_alive
    if cause == 'features_stale' or cause.startswith('image'):
        seen = camera is None or (
            camera.features_age_s + ramp_s < watchdog.max_features_age_s
            and camera.image_age_s + ramp_s < watchdog.max_image_age_s
        )
        # An old image may be the camera's fault or the policy's.
        return seen and (policy_alive or cause != 'image_stale')
    return True
