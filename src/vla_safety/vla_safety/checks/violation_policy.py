# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Action for a chunk that violates a limit: refuse, clamp or play slower."""

from dataclasses import dataclass
from dataclasses import fields

from vla_common.settings import check_settings
from vla_common.settings import setting

REFUSE, CLAMP, SCALE_TIME = 'refuse', 'clamp', 'scale_time'
_PREFIX = 'on_violation_'


@dataclass(frozen=True)
class ViolationPolicy:
    """
    Action by check; each field is a parameter of the node. All other checks refuse.

    clamp moves positions and gripper openings to the limit. For acceleration and jerk it accepts
    the chunk as it is, because playback limits them at every tick. scale_time plays the chunk
    slower.
    """

    on_violation_workspace: str = setting(
        REFUSE, 'Action for steps outside of the workspace', options=(REFUSE, CLAMP)
    )
    on_violation_tool_height: str = setting(
        REFUSE, 'Action for steps too close to the table', options=(REFUSE, CLAMP)
    )
    on_violation_gripper: str = setting(
        REFUSE, 'Action for gripper openings out of range', options=(REFUSE, CLAMP)
    )
    on_violation_linear_speed: str = setting(
        SCALE_TIME, 'Action for steps above the speed limit', options=(REFUSE, SCALE_TIME)
    )
    on_violation_angular_speed: str = setting(
        SCALE_TIME, 'Action for steps above the angular speed limit', options=(REFUSE, SCALE_TIME)
    )
    on_violation_linear_acceleration: str = setting(
        CLAMP, 'Action for too high acceleration', options=(REFUSE, CLAMP, SCALE_TIME)
    )
    on_violation_angular_acceleration: str = setting(
        CLAMP, 'Action for too high angular acceleration', options=(REFUSE, CLAMP, SCALE_TIME)
    )
    on_violation_linear_jerk: str = setting(
        CLAMP, 'Action for too high jerk', options=(REFUSE, CLAMP, SCALE_TIME)
    )
    on_violation_angular_jerk: str = setting(
        CLAMP, 'Action for too high angular jerk', options=(REFUSE, CLAMP, SCALE_TIME)
    )
    on_violation_joint_speed: str = setting(
        SCALE_TIME, 'Action for joints above their speed limit', options=(REFUSE, SCALE_TIME)
    )
    on_violation_joint_acceleration: str = setting(
        SCALE_TIME, 'Action for too high acceleration of joints', options=(REFUSE, SCALE_TIME)
    )

    def __post_init__(self) -> None:
        check_settings(self)

    def action_for(self, check: str) -> str:
        """Return the action for a violation of `check`."""
        return str(getattr(self, f'{_PREFIX}{check}', REFUSE))


#: The checks whose action can be configured.
CONFIGURABLE_CHECKS = tuple(field.name.removeprefix(_PREFIX) for field in fields(ViolationPolicy))
