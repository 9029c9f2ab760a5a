# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The parameters of the safety node, and the gate that they make."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vla_common.settings import check_settings
from vla_common.settings import declare_settings
from vla_common.settings import setting
from vla_safety.gate import Gate
from vla_safety.limits import Limits
from vla_safety.oversight import Oversight
from vla_safety.oversight import OversightSettings
from vla_safety.reactions import Reactions
from vla_safety.watchdog import Timing

if TYPE_CHECKING:
    from rclpy.node import Node


@dataclass(frozen=True)
class NodeSettings:
    """Parameters of the node itself."""

    control_rate_hz: float = setting(
        50.0, 'Rate of robot_action', unit='Hz', minimum=10.0, maximum=500.0
    )
    status_rate_hz: float = setting(
        2.0, 'Rate of safety_status while nothing changes', unit='Hz', minimum=0.1, maximum=50.0
    )
    gripper_effort_n: float = setting(
        0.0, "Grip force limit; 0 leaves the gripper's own", unit='N', minimum=0.0, maximum=500.0
    )

    def __post_init__(self) -> None:
        check_settings(self)

    @property
    def period_s(self) -> float:
        """Time from tick to tick."""
        return 1 / self.control_rate_hz


def declare_gate(node: 'Node', limits: Limits, period_s: float) -> Gate:
    """Declare all other parameters of the gate and return it."""
    return Gate(
        limits=limits,
        timing=declare_settings(node, Timing),
        reactions=declare_settings(node, Reactions),
        oversight=Oversight(declare_settings(node, OversightSettings)),
        period_s=period_s,
    )
