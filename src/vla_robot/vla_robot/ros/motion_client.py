# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Straight motions of the tool through the safety gate, as a policy sends them.

It takes the place of policy and language node: it announces a command, sends chunks, and reports
the end. Motion goes through all checks of the gate; when this process ends or freezes, the gate
holds the robot after max_chunk_age_s.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import replace
from functools import partial
from itertools import count
import time
from typing import Any
from typing import Final
from typing import NamedTuple

from geometry_msgs.msg import PoseStamped
import numpy as np
from std_srvs.srv import Trigger
from vla_common import qos
from vla_common.arrays import FloatArray
from vla_common.conversions import pose_to_arrays
from vla_common.conversions import to_pose
from vla_common.rotation import with_z_axis_of
from vla_common.rotation import yaw_to_quaternion
from vla_interfaces.msg import ActionChunk
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import SafetyStatus
from vla_robot.ros.robot_observer import RobotObserver

_STEP_S: Final = 0.1
_STEPS: Final = 16
_MAX_STEPS: Final = 64
_SEND_PERIOD_S: Final = 0.2
#: Time in which the gate answers to the first chunk.
_ANSWER_S: Final = 5.0
#: Time beyond that of the way in which a motion ends.
_EXTRA_S: Final = 5.0
_NEAR_M: Final = 0.001
#: Peak speed of a motion of least jerk by its mean speed.
_PEAK: Final = 1.875
#: Silence of robot_action that counts as its end.
_SILENT_S: Final = 0.5
_SETTLE_S: Final = 1.0
#: Time before a motion that is measured too.
_BEFORE_S: Final = 0.2
_STATE_S: Final = 2.0


class MotionRefusedError(RuntimeError):
    """The gate does not accept a motion: its reason."""


class MeasuredMotion(NamedTuple):
    """Measured positions (n, 3) [m] with their times (n,) [s], from before a motion to its end."""

    positions_m: FloatArray
    times_s: FloatArray

    @property
    def displacement_m(self) -> FloatArray:
        """Displacement (3,) from start to end."""
        way: FloatArray = self.positions_m[-1] - self.positions_m[0]
        return way


@dataclass(frozen=True)
class Motion:
    """
    Straight motion of the tool with constant orientation and gripper.

    It starts and ends at rest; its peak is the speed.

    Parameters
    ----------
    command_id
        Command.
    start_m, goal_m
        Ends (3,).
    quaternion_xyzw, gripper
        Orientation (4,) and opening.
    speed_m_s
        Peak of the speed.
    steps
        Steps of a chunk.
    began_s
        Start on the steady clock.

    """

    command_id: str
    start_m: FloatArray
    goal_m: FloatArray
    quaternion_xyzw: FloatArray
    gripper: float
    speed_m_s: float
    steps: int
    began_s: float

    @property
    def duration_s(self) -> float:
        """Time from start to end."""
        return _PEAK * float(np.linalg.norm(self.goal_m - self.start_m)) / self.speed_m_s

    def positions_m(self, now_s: float) -> FloatArray:
        """Return the positions (n, 3) at the steps of a chunk that begins now."""
        times = now_s - self.began_s + _STEP_S * np.arange(1, self.steps + 1)
        u = np.clip(times / max(self.duration_s, _STEP_S), 0, 1)[:, None]
        share = u**3 * (10 + u * (6 * u - 15))
        positions: FloatArray = self.start_m + share * (self.goal_m - self.start_m)
        return positions


class MotionClient:
    """
    Move the tool along straight lines.

    Parameters
    ----------
    observer
        Node that receives robot_state.
    frame_id
        Frame of the poses.
    leans
        Whether the arm adds a lean to the poses: it is not commanded, the tool points down.

    """

    def __init__(self, observer: RobotObserver, frame_id: str, *, leans: bool = False) -> None:
        self._node, self._frame_id, self._leans = observer, frame_id, leans
        create = observer.create_publisher
        self._chunks = create(ActionChunk, 'action_chunk', qos.RELIABLE_LATEST)
        self._commands = create(CommandEmbedding, 'command_embedding', qos.LATCHED)
        self._policy = create(PolicyStatus, 'policy_status', qos.LATCHED)
        self._approve = observer.create_client(Trigger, 'approve')
        self._reset = observer.create_client(Trigger, 'reset')
        self.status: SafetyStatus | None = None
        #: Newest robot_action and when it arrived on the steady clock [s].
        self.action: tuple[PoseStamped, float] | None = None
        observer.create_subscription(SafetyStatus, 'safety_status', self._on_status, qos.LATCHED)
        observer.create_subscription(
            PoseStamped, 'robot_action', self._on_action, qos.RELIABLE_LATEST
        )
        self._numbers, self._sequence, self._sent_s = count(1), count(), 0.0
        self._prefix = f'check-robot-{observer.get_clock().now().nanoseconds}'

    def problem(self) -> str:
        """Return why no motion can be sent; empty if it can."""
        node = self._node
        if not node.wait_for(lambda: self.status is not None, _ANSWER_S):
            return 'motion needs safety_status; got none. Start with bring_up:=true'
        others = node.get_publishers_info_by_topic('action_chunk')
        names = sorted({info.node_name for info in others} - {node.get_name()})
        if names:
            return (
                f'check_robot must be the only publisher of action_chunk; {", ".join(names)} '
                'publishes it too. Start with bring_up:=true'
            )
        if self.status is not None and self.status.dry_run:
            return 'motion needs dry_run: false of safety_node; it is true. Set it when ready'
        if self.status is not None and self.status.state == SafetyStatus.STOPPED:
            return f'the gate is stopped: {self.status.message}. Call its service reset'
        return ''

    def is_simulated(self) -> bool:
        """Return whether joint_states come from the simulator, and only from it."""
        sources = self._node.get_publishers_info_by_topic('joint_states')
        return {info.node_name for info in sources} == {'sim_node'}

    def position_m(self) -> FloatArray:
        """
        Return the measured position of the tool (3,).

        Raises
        ------
        MotionRefusedError
            If no robot_state arrives.

        """
        return pose_to_arrays(self._state().end_effector)[0]

    def move(self, offset_m: FloatArray, speed_m_s: float) -> MeasuredMotion:
        """
        Move the tool by an offset (3,) in the frame of the poses and return the measured motion.

        Raises
        ------
        MotionRefusedError
            If the gate does not accept it; the text gives its reason.

        """
        with self._command(offset_m, speed_m_s) as motion:
            end_s = motion.began_s + motion.duration_s + _EXTRA_S
            while time.monotonic() < end_s and not self._is_near(motion.goal_m):
                self._send(motion)
                self._node.wait_for(partial(self._is_near, motion.goal_m), _SEND_PERIOD_S)
        self._node.wait_for(lambda: False, _SETTLE_S)
        return self._measured(motion)

    def move_with_one_chunk(
        self, offset_m: FloatArray, speed_m_s: float, wait_s: float
    ) -> tuple[MeasuredMotion, float]:
        """Send no chunk after the first that moves the tool; return the motion and that time."""
        with self._command(offset_m, speed_m_s, _MAX_STEPS) as motion:
            sent_s = self._sent_s
            self._node.wait_for(lambda: False, wait_s)
        return self._measured(motion), sent_s

    def move_until_silence(
        self, offset_m: FloatArray, speed_m_s: float, timeout_s: float
    ) -> tuple[MeasuredMotion, float] | None:
        """
        Move the tool to and fro until robot_action ends; None if it does not end.

        Returns
        -------
        tuple
            Motion, and the time of the last robot_action.

        """
        with self._command(offset_m, speed_m_s) as motion:
            leg, end_s = motion, time.monotonic() + timeout_s
            while time.monotonic() < end_s and not self.is_silent():
                if (now_s := time.monotonic()) > leg.began_s + leg.duration_s:
                    leg = replace(leg, start_m=leg.goal_m, goal_m=leg.start_m, began_s=now_s)
                self._send(leg)
                self._node.wait_for(self.is_silent, _SEND_PERIOD_S)
            if self.action is None or not self.is_silent():
                return None
            self._node.wait_for(lambda: False, _SETTLE_S)
        return self._measured(motion), self.action[1]

    def is_silent(self) -> bool:
        """Return whether no robot_action has arrived for a moment."""
        return self.action is None or time.monotonic() - self.action[1] > _SILENT_S

    def workspace_m(self) -> tuple[FloatArray, FloatArray]:
        """Return the corners of the workspace of the gate (3,)."""
        status = self.status or SafetyStatus()
        low, high = status.workspace_min, status.workspace_max
        return np.array((low.x, low.y, low.z)), np.array((high.x, high.y, high.z))

    def wait_until_ready(self) -> None:
        """Wait for a gate that was frozen, and clear its stop if it has one."""
        self._node.wait_for(lambda: False, _SETTLE_S)
        if self.status is not None and self.status.state == SafetyStatus.STOPPED:
            self._call(self._reset)

    @contextmanager
    def _command(
        self, offset_m: FloatArray, speed_m_s: float, steps: int = _STEPS
    ) -> Iterator[Motion]:
        """Begin a command that moves the tool, and end it with the block."""
        state, command_id = self._state(), f'{self._prefix}-{next(self._numbers)}'
        start, quaternion = pose_to_arrays(state.end_effector)
        if self._leans:
            quaternion = with_z_axis_of(quaternion, yaw_to_quaternion(0.0))
        gripper, now_s = float(np.clip(state.gripper, 0, 1)), time.monotonic()
        goal = start + offset_m
        motion = Motion(command_id, start, goal, quaternion, gripper, speed_m_s, steps, now_s)
        embedding = CommandEmbedding(command_id=command_id, text='motion of check_robot')
        embedding.header.stamp = self._now()
        self._commands.publish(embedding)
        self._report(command_id, PolicyStatus.EXECUTING)
        try:
            yield self._start(motion)
        finally:
            self._report(command_id, PolicyStatus.SUCCEEDED)

    def _start(self, motion: Motion) -> Motion:
        """Approve the command, and return the motion that the gate executes."""
        end_s = time.monotonic() + _ANSWER_S

        def is_decided() -> bool:
            return self._is_pending() or self._is_active(motion.command_id)

        while (now_s := time.monotonic()) < end_s:
            # It begins with each chunk, until one is executed.
            started = replace(motion, began_s=now_s)
            self._send(started)
            self._node.wait_for(is_decided, _SEND_PERIOD_S)
            if self._is_active(motion.command_id):
                return started
            if self._is_pending():
                self._call(self._approve)
        text = '' if self.status is None else self.status.message
        raise MotionRefusedError(
            f'the safety gate must accept the motion within {_ANSWER_S:g} s; it did not: '
            f'{text or "no reason given"}'
        )

    def _is_pending(self) -> bool:
        return self.status is not None and self.status.reason == 'approval_pending'

    def _is_active(self, command_id: str) -> bool:
        status = self.status
        return (
            status is not None
            and status.state == SafetyStatus.ACTIVE
            and status.command_id == command_id
        )

    def _report(self, command_id: str, state: int) -> None:
        status = PolicyStatus(command_id=command_id, state=state)
        status.header.stamp = self._now()
        self._policy.publish(status)

    def _send(self, motion: Motion) -> None:
        self._sent_s, steps = time.monotonic(), motion.steps
        chunk = ActionChunk(
            step_duration_s=_STEP_S,
            command_id=motion.command_id,
            sequence=next(self._sequence),
            poses=[
                to_pose(position, motion.quaternion_xyzw)
                for position in motion.positions_m(self._sent_s)
            ],
            gripper=[motion.gripper] * steps,
            termination=[0.0] * steps,
            task='check_robot',
            confidence=1.0,
        )
        chunk.header.stamp, chunk.header.frame_id = self._now(), self._frame_id
        self._chunks.publish(chunk)

    def _is_near(self, goal: FloatArray) -> bool:
        return bool(np.linalg.norm(self.position_m() - goal) < _NEAR_M)

    def _measured(self, motion: Motion) -> MeasuredMotion:
        samples = [s for s in self._node.states if s.arrival_s > motion.began_s - _BEFORE_S]
        positions = [pose_to_arrays(sample.message.end_effector)[0] for sample in samples]
        # Of the measurement, not of the arrival: a busy computer delivers late and in bursts.
        times = [sample.arrival_s - sample.age_s for sample in samples]
        return MeasuredMotion(np.array(positions), np.array(times))

    def _state(self) -> Any:
        states = self._node.states
        if not self._node.wait_for(lambda: bool(states), _STATE_S):
            raise MotionRefusedError('motion needs robot_state; none arrives. Start the driver')
        return states[-1].message

    def _call(self, client: Any) -> None:
        future = client.call_async(Trigger.Request())
        self._node.wait_for(future.done, _ANSWER_S)

    def _now(self) -> Any:
        return self._node.get_clock().now().to_msg()

    def _on_status(self, message: SafetyStatus) -> None:
        self.status = message

    def _on_action(self, message: PoseStamped) -> None:
        self.action = (message, time.monotonic())
