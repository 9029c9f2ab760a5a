# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Limits of motion: workspace, keep-out boxes, speeds, accelerations, jerks."""

from dataclasses import dataclass
from functools import cached_property
import math

import numpy as np
from vla_common.arrays import FloatArray
from vla_common.settings import check_settings
from vla_common.settings import setting


@dataclass(frozen=True)
class Limits:
    """
    Limits of every chunk and of every tick; each field is a parameter of the node.

    A limit that may change while the node is active may only become stricter.
    """

    frame_id: str = setting('base_link', 'Frame of all poses')
    workspace_min_m: tuple[float, ...] = setting(
        (0.20, -0.45, 0.005),
        'Lower corner x, y, z of the workspace of the tool',
        unit='m',
        length=3,
        change='up',
    )
    workspace_max_m: tuple[float, ...] = setting(
        (0.80, 0.45, 0.60),
        'Upper corner x, y, z of the workspace of the tool',
        unit='m',
        length=3,
        change='down',
    )
    keep_out_m: tuple[float, ...] = setting(
        (-0.20, -0.15, 0.0, 0.15, 0.15, 0.80),
        'Keep-out boxes that the tool must not enter, six numbers each: lower corner, upper'
        ' corner; the default is the base of the arm',
        unit='m',
    )
    min_tool_height_m: float = setting(
        0.005,
        'Minimum height of every part of the tool above the table',
        unit='m',
        minimum=-2.0,
        maximum=2.0,
        change='up',
    )
    tool_half_width_m: float = setting(
        0.05,
        'Distance from the tool point to the side of the open gripper, and radius of its body',
        unit='m',
        minimum=0.0,
        maximum=1.0,
    )
    tool_length_m: float = setting(
        0.10,
        'Distance from the tool point back to the body of the gripper',
        unit='m',
        minimum=0.0,
        maximum=1.0,
    )
    max_linear_speed_m_s: float = setting(
        0.5, 'Maximum speed of the tool', unit='m/s', minimum=0.001, maximum=3.0, change='down'
    )
    max_linear_acceleration_m_s2: float = setting(
        3.0,
        'Maximum acceleration of the tool',
        unit='m/s^2',
        minimum=0.01,
        maximum=50.0,
        change='down',
    )
    max_linear_jerk_m_s3: float = setting(
        60.0, 'Maximum jerk of the tool', unit='m/s^3', minimum=0.1, maximum=10000.0, change='down'
    )
    max_angular_speed_rad_s: float = setting(
        2.0,
        'Maximum angular speed of the tool',
        unit='rad/s',
        minimum=0.001,
        maximum=10.0,
        change='down',
    )
    max_angular_acceleration_rad_s2: float = setting(
        12.0,
        'Maximum angular acceleration of the tool',
        unit='rad/s^2',
        minimum=0.01,
        maximum=200.0,
        change='down',
    )
    max_angular_jerk_rad_s3: float = setting(
        240.0,
        'Maximum angular jerk of the tool',
        unit='rad/s^3',
        minimum=0.1,
        maximum=40000.0,
        change='down',
    )
    max_step_m: float = setting(
        0.10,
        'Maximum distance between two steps of a chunk',
        unit='m',
        minimum=0.001,
        maximum=2.0,
        change='down',
    )
    max_step_rad: float = setting(
        0.6,
        'Maximum rotation between two steps of a chunk',
        unit='rad',
        minimum=0.001,
        maximum=3.2,
        change='down',
    )
    max_start_m: float = setting(
        0.15,
        'Maximum distance from the measured pose to the start of a chunk',
        unit='m',
        minimum=0.001,
        maximum=2.0,
        change='down',
    )
    max_start_rad: float = setting(
        0.8,
        'Maximum rotation from the measured pose to the start of a chunk',
        unit='rad',
        minimum=0.001,
        maximum=3.2,
        change='down',
    )
    start_tolerance_m: float = setting(
        0.02,
        'Distance up to which the standing robot counts as being at its last commanded pose, or'
        ' inside of the workspace, when motion starts',
        unit='m',
        minimum=0.0,
        maximum=0.2,
    )
    start_tolerance_rad: float = setting(
        0.1,
        'Rotation up to which the standing robot counts as being at its last commanded pose',
        unit='rad',
        minimum=0.0,
        maximum=1.0,
    )
    max_tracking_error_m: float = setting(
        0.15,
        'Maximum distance of the measured from the commanded pose',
        unit='m',
        minimum=0.01,
        maximum=1.0,
        change='down',
    )
    gripper_min: float = setting(
        0.0, 'Minimum gripper opening', minimum=0.0, maximum=1.0, change='up'
    )
    gripper_max: float = setting(
        1.0, 'Maximum gripper opening', minimum=0.0, maximum=1.0, change='down'
    )
    max_gripper_speed_per_s: float = setting(
        4.0,
        'Maximum rate of change of the gripper opening',
        unit='1/s',
        minimum=0.01,
        maximum=100.0,
        change='down',
    )
    min_confidence: float = setting(
        0.2,
        'Confidence of the policy below which a chunk is refused',
        minimum=0.0,
        maximum=1.0,
        change='up',
    )
    max_time_scale: float = setting(
        4.0,
        'How many times slower a fast chunk may be played',
        minimum=1.0,
        maximum=100.0,
        change='down',
    )
    max_steps: int = setting(
        64, 'Maximum number of steps of a chunk', minimum=2, maximum=1000, change='down'
    )

    def __post_init__(self) -> None:
        check_settings(self)
        self._check_boxes()
        if self.gripper_min >= self.gripper_max:
            raise ValueError(
                f'gripper_min must be below gripper_max; got {self.gripper_min}'
                f' and {self.gripper_max}. Swap them'
            )
        if self.tool_half_width_m > self.tool_length_m:
            raise ValueError(
                'tool_half_width_m must be at most tool_length_m, or an upright tool would reach'
                f' below its own point; got {self.tool_half_width_m} and {self.tool_length_m}.'
                ' Correct the dimensions of the tool'
            )

    def _check_boxes(self) -> None:
        numbers = (*self.workspace_min_m, *self.workspace_max_m, *self.keep_out_m)
        if not all(map(math.isfinite, numbers)):
            raise ValueError(f'boxes must be finite; got {numbers}. Give corners in metres')
        if not (self.low < self.high).all():
            raise ValueError(
                f'workspace_min_m (with min_tool_height_m) must be below workspace_max_m; got'
                f' {self.low.tolist()} and {self.high.tolist()}. Swap or move the corners'
            )
        if len(self.keep_out_m) % 6:
            raise ValueError(
                f'keep_out_m needs six numbers per box; got {len(self.keep_out_m)} numbers.'
                ' Give lower corner x, y, z, then upper corner x, y, z'
            )
        boxes = np.reshape(self.keep_out_m, (-1, 2, 3))
        if (boxes[:, 0] > boxes[:, 1]).any():
            raise ValueError(
                f'keep_out_m needs lower corners below upper corners; got {boxes.tolist()}.'
                ' Swap the corners'
            )

    @cached_property
    def low(self) -> FloatArray:
        """Lower corner of the workspace, raised to the minimum tool height."""
        low = np.array(self.workspace_min_m, dtype=np.float64)
        low[2] = max(low[2], self.min_tool_height_m)
        return low

    @cached_property
    def high(self) -> FloatArray:
        """Upper corner of the workspace."""
        return np.array(self.workspace_max_m, dtype=np.float64)

    @property
    def smoothing_s(self) -> float:
        """Time over which velocity is averaged, so that jerk stays within its limit."""
        linear = self.max_linear_acceleration_m_s2 / self.max_linear_jerk_m_s3
        angular = self.max_angular_acceleration_rad_s2 / self.max_angular_jerk_rad_s3
        return 2 * max(linear, angular)

    @cached_property
    def keep_out(self) -> FloatArray:
        """
        Keep-out boxes as (n, 2, 3), enlarged by how far smoothing may cut a corner.

        The mean of a path over time T is within acceleration * T^2 / 24 of the path.
        """
        margin = self.max_linear_acceleration_m_s2 * self.smoothing_s**2 / 24
        boxes = np.reshape(np.array(self.keep_out_m, dtype=np.float64), (-1, 2, 3))
        return boxes + margin * np.array([[-1.0], [1.0]])

    @property
    def ramp_s(self) -> float:
        """Longest braking time: from any allowed speed to standstill."""
        return self.braking_s(self.max_linear_speed_m_s, self.max_angular_speed_rad_s)

    def braking_s(self, linear_m_s: float, angular_rad_s: float = 0.0) -> float:
        """Return the time from a speed to standstill."""
        linear = linear_m_s / self.max_linear_acceleration_m_s2
        angular = angular_rad_s / self.max_angular_acceleration_rad_s2
        return max(linear, angular) + self.smoothing_s
