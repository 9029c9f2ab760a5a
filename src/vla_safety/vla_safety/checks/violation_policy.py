# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""What happens to a chunk that breaks a limit."""

from dataclasses import dataclass
from dataclasses import fields

from vla_common.settings import check_settings
from vla_common.settings import setting

REFUSE, CLAMP, SCALE_TIME = 'refuse', 'clamp', 'scale_time'


@dataclass(frozen=True)
class ViolationPolicy:
    """
    Reaction by check; each field is a parameter of the node. All other checks refuse.

    clamp moves places and openings to the limit; for acceleration and jerk it leaves the limiting
    to playback, which keeps them at every tick anyway. scale_time plays the chunk slower.
    """

    on_violation_workspace: str = setting(
        REFUSE, 'Reaction to steps outside of the workspace', options=(REFUSE, CLAMP)
    )
    on_violation_tool_height: str = setting(
        REFUSE, 'Reaction to steps too close to the table', options=(REFUSE, CLAMP)
    )
    on_violation_gripper: str = setting(
        REFUSE, 'Reaction to gripper openings out of range', options=(REFUSE, CLAMP)
    )
    on_violation_linear_speed: str = setting(
        SCALE_TIME, 'Reaction to steps too fast', options=(REFUSE, SCALE_TIME)
    )
    on_violation_angular_speed: str = setting(
        SCALE_TIME, 'Reaction to steps turning too fast', options=(REFUSE, SCALE_TIME)
    )
    on_violation_linear_acceleration: str = setting(
        CLAMP, 'Reaction to too much acceleration', options=(REFUSE, CLAMP, SCALE_TIME)
    )
    on_violation_angular_acceleration: str = setting(
        CLAMP, 'Reaction to too much turning acceleration', options=(REFUSE, CLAMP, SCALE_TIME)
    )
    on_violation_linear_jerk: str = setting(
        CLAMP, 'Reaction to too much jerk', options=(REFUSE, CLAMP, SCALE_TIME)
    )
    on_violation_angular_jerk: str = setting(
        CLAMP, 'Reaction to too much turning jerk', options=(REFUSE, CLAMP, SCALE_TIME)
    )

    def __post_init__(self) -> None:
        check_settings(self)

    def of(self, check: str) -> str:
        """Return the reaction to a violation of `check`."""
        return str(getattr(self, f'on_violation_{check}', REFUSE))


#: The checks whose reaction can be chosen.
CONFIGURABLE_CHECKS = tuple(
    field.name.removeprefix('on_violation_') for field in fields(ViolationPolicy)
)
