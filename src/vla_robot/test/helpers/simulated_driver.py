# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Simulated robot driver with the semantics of ros2_control's joint_trajectory_controller.

It speaks JointState and JointTrajectory only. It rejects other joints, times that do not increase
and trajectories that do not end at rest; stamp 0 is now; a new trajectory replaces the old one
from the measured or from the desired state; the last point is held for ever.
"""

import time

import numpy as np
from rclpy.node import Node
from sensor_msgs.msg import JointState
from trajectory_msgs.msg import JointTrajectory

_SAME = 1e-6


class TrajectoryController:
    """
    Joint trajectory controller, position interface, in front of joints with a first-order lag.

    Parameters
    ----------
    names, start
        Joints and their positions.
    servo_s
        Time constant of the joints.
    from_desired
        Parameter interpolate_from_desired_state of the controller.

    """

    def __init__(
        self, names: tuple[str, ...], start: np.ndarray, servo_s: float, *, from_desired: bool
    ) -> None:
        self.names = list(names)
        self.positions, self.velocities = start.copy(), np.zeros(len(start))
        self.is_protective_stop = False
        self.accepted, self.rejected = 0, list[str]()
        self._servo_s, self._from_desired = servo_s, from_desired
        self._desired = (start.copy(), np.zeros(len(start)))
        self._points: list[tuple[float, np.ndarray, np.ndarray]] = []

    def receive(self, message: JointTrajectory, now_s: float) -> None:
        if problem := self._problem(message):
            self.rejected.append(problem)
            return
        self.accepted += 1
        order = [message.joint_names.index(name) for name in self.names]
        before = self._desired if self._from_desired else (self.positions, self.velocities)
        self._points = [(now_s, before[0].copy(), before[1].copy())]
        for point in message.points:
            at = point.time_from_start
            self._points.append(
                (
                    now_s + at.sec + at.nanosec * 1e-9,
                    np.array(point.positions)[order],
                    np.array(point.velocities)[order],
                )
            )

    def _problem(self, message: JointTrajectory) -> str:
        times = [p.time_from_start.sec + p.time_from_start.nanosec * 1e-9 for p in message.points]
        if not message.points:
            return 'empty trajectory'
        if sorted(message.joint_names) != sorted(self.names):
            return 'joints do not match'
        if any(b <= a for a, b in zip([0.0, *times], times, strict=False)):
            return 'times do not increase'
        if np.abs(message.points[-1].velocities).max() > _SAME:
            return 'velocity at the end is not zero'
        if message.header.stamp.sec:
            return 'stamp is not 0'
        return ''

    def step(self, now_s: float, dt_s: float) -> None:
        self._desired = self._sample(now_s)
        if self.is_protective_stop:
            self.velocities = np.zeros(len(self.names))
            return
        share = 1 - np.exp(-dt_s / self._servo_s)
        move = share * (self._desired[0] - self.positions)
        self.positions = self.positions + move
        self.velocities = move / dt_s

    def _sample(self, now_s: float) -> tuple[np.ndarray, np.ndarray]:
        if not self._points:
            return self._desired
        if now_s >= self._points[-1][0]:
            return self._points[-1][1], np.zeros(len(self.names))
        i = next(j for j, point in enumerate(self._points) if now_s < point[0])
        (t0, p0, v0), (t1, p1, v1) = self._points[max(i - 1, 0)], self._points[i]
        width = max(t1 - t0, 1e-9)
        u = float(np.clip((now_s - t0) / width, 0, 1))
        h = (2 * u**3 - 3 * u**2 + 1, u**3 - 2 * u**2 + u, -2 * u**3 + 3 * u**2, u**3 - u**2)
        d = (6 * u * u - 6 * u, 3 * u * u - 4 * u + 1, -6 * u * u + 6 * u, 3 * u * u - 2 * u)
        position = h[0] * p0 + h[1] * width * v0 + h[2] * p1 + h[3] * width * v1
        velocity = (d[0] * p0 + d[1] * width * v0 + d[2] * p1 + d[3] * width * v1) / width
        return position, velocity


class SimulatedDriver(Node):
    """Publish JointState at 100 Hz in a new order each time, and accept JointTrajectory."""

    def __init__(
        self,
        names: tuple[str, ...],
        start: np.ndarray,
        *,
        servo_s: float = 0.01,
        from_desired: bool = True,
        **options: object,
    ) -> None:
        super().__init__('simulated_driver', **options)
        self.controller = TrajectoryController(names, start, servo_s, from_desired=from_desired)
        self.is_frozen = False
        self._random = np.random.default_rng(7)
        self._last_s = time.monotonic()
        self._states = self.create_publisher(JointState, 'joint_states', 10)
        self.create_subscription(
            JointTrajectory, 'joint_trajectory_controller/joint_trajectory', self._on_command, 10
        )
        self.create_timer(0.01, self._step)

    def _on_command(self, message: JointTrajectory) -> None:
        self.controller.receive(message, time.monotonic())

    def _step(self) -> None:
        now_s = time.monotonic()
        # Inner rate of the controller.
        while self._last_s + 0.002 <= now_s:
            self._last_s += 0.002
            self.controller.step(self._last_s, 0.002)
        if self.is_frozen:
            return
        joints = dict(zip(self.controller.names, self.controller.positions, strict=True))
        joints |= {'finger_joint': 0.02, 'other_joint': 1.0}
        names = [str(name) for name in self._random.permutation(list(joints))]
        message = JointState(name=names, position=[float(joints[name]) for name in names])
        message.velocity = [float('nan')] * len(names)
        message.header.stamp = self.get_clock().now().to_msg()
        self._states.publish(message)
