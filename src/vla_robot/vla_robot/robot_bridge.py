# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Robot bridge: joint_states to robot_state, and actions of the safety gate to a controller."""

from collections.abc import Sequence
import threading
import time
from typing import Any

from geometry_msgs.msg import PoseStamped
from sensor_msgs.msg import JointState
from std_msgs.msg import String
from vla_common import qos
from vla_common.conversions import stamp_ns
from vla_common.conversions import to_stamp
from vla_common.health import Health
from vla_common.health import Level
from vla_common.latest_value import LatestValue
from vla_common.node import VlaNode
from vla_common.robot_commands import to_opening
from vla_common.runner import run_node
from vla_common.settings import declare_settings
from vla_interfaces.msg import GripperCommand
from vla_interfaces.msg import RobotState
from vla_interfaces.msg import SafetyStatus
from vla_kinematics.arm_model import ArmModel
from vla_kinematics.arm_settings import read_urdf
from vla_kinematics.joint_state_reader import JointStateReader
from vla_robot.control.action_admission import ActionAdmission
from vla_robot.control.action_admission import ActionRefusedError
from vla_robot.control.action_admission import HoldPlace
from vla_robot.ros.conversions import to_robot_state
from vla_robot.ros.conversions import to_target
from vla_robot.ros.gripper_action import GripperAction
from vla_robot.ros.gripper_output import GripperOutput
from vla_robot.ros.outputs import make_output
from vla_robot.ros.outputs import MeasuredArm
from vla_robot.ros.outputs import TOPICS
from vla_robot.ros.settings import BridgeSettings

_POLL_S = 0.01


class RobotBridge(VlaNode):
    """
    Publish robot_state, and pass the motion of the safety gate on to a controller.

    One thread does both, so that an action is compared with the newest measured pose. It never
    moves the robot without actions of the safety gate.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__('robot_bridge', **kwargs)
        self._lock = threading.Lock()

    def configure(self) -> None:
        """Read the robot description; create publishers and subscriptions."""
        self._settings = s = declare_settings(self, BridgeSettings)
        self._gripper = GripperOutput(s)
        self._arm: ArmModel | None = None
        self._problem_text = 'waiting for robot_description'
        if s.urdf_file:
            self._set_description(read_urdf(s.urdf_file))
        publish = self.create_lifecycle_publisher
        self._states = publish(RobotState, 'robot_state', qos.SENSOR)
        kind, topic = TOPICS[s.output]
        self._commands = publish(kind, f'{s.controller}/{topic}', qos.COMMAND)
        self._gripper_commands = None
        self._gripper_action: GripperAction | None = None
        if s.gripper_output == 'gripper_command':
            self._gripper_action = GripperAction(self, s.gripper_controller)
        elif s.gripper_output != 'none':
            kind, topic = TOPICS[s.gripper_output]
            name = f'{s.gripper_controller}/{topic}'
            self._gripper_commands = publish(kind, name, qos.COMMAND)
        self._create_subscriptions()

    def activate(self) -> None:
        """Start; actions from before are discarded."""
        for slot in (self._actions, self._grippers, self._joints):
            slot.clear()
        self._admission = ActionAdmission(self._settings.admission())
        self._measured: MeasuredArm | None = None
        self._refused, self._is_ending = 0, False
        self.start_worker('bridge', self._step)

    def deactivate(self) -> None:
        """Hold the robot."""
        with self._lock:
            self._is_ending = True
            self._end('the bridge is deactivated', HoldPlace.COMMANDED)

    def cleanup(self) -> None:
        """Destroy publishers and subscriptions."""
        for subscription in self._inputs:
            self.destroy_subscription(subscription)
        for publisher in (self._states, self._commands, self._gripper_commands):
            if publisher is not None:
                self.destroy_lifecycle_publisher(publisher)
        if self._gripper_action is not None:
            self._gripper_action.destroy()

    def diagnose(self) -> Health:
        """Report the newest problem of inputs and actions, and a missing controller."""
        text, self._problem_text = self._problem_text, ''
        if self._arm is None:
            self._problem_text = text
        elif not (text or self.is_starting):
            text = self._connection_problem(self._arm.joint_names)
        if not (text or self.is_starting) and self._gripper_action is not None:
            text = self._gripper_action.problem()
        values = {'following': self._admission.is_following, 'commands_refused': self._refused}
        return Health(Level.WARN if text else Level.OK, text or 'running', dict(values))

    def _connection_problem(self, joint_names: Sequence[str]) -> str:
        """Return which side of the robot driver is missing; empty if both are there."""
        if self._measured is None:
            joints = ', '.join(joint_names)
            return f'no joint_states with the joints {joints} received. Start the robot driver'
        if not self.count_subscribers(self._commands.topic_name):
            return (
                f'{self._commands.topic_name} has no subscriber. Start the controller, or correct '
                'the parameters controller and output'
            )
        return ''

    # Inputs --------------------------------------------------------------------------------

    def _create_subscriptions(self) -> None:
        self._actions = LatestValue[PoseStamped]()
        self._grippers = LatestValue[GripperCommand]()
        self._joints = LatestValue[Any]()
        self._status = LatestValue[SafetyStatus]()
        inputs: list[tuple[Any, str, Any, Any]] = [
            (PoseStamped, 'robot_action', self._actions.put, qos.RELIABLE_LATEST),
            (GripperCommand, 'gripper_command', self._grippers.put, qos.RELIABLE_LATEST),
            (SafetyStatus, 'safety_status', self._status.put, qos.LATCHED),
            (JointState, 'joint_states', self._on_joints, qos.SENSOR),
        ]
        if not self._settings.urdf_file:
            inputs.append((String, 'robot_description', self._on_description, qos.LATCHED))
        self._inputs = [self.create_subscription(*entry) for entry in inputs]

    def _on_description(self, message: String) -> None:
        if self._arm is not None:
            return
        try:
            with self._lock:
                self._set_description(message.data)
        except ValueError as error:
            self._report(str(error))

    def _set_description(self, text: str) -> None:
        model = ArmModel(text, self._settings.arm())
        self._reader = JointStateReader(
            model.joint_names, self._settings.gripper_joint, self._settings.max_state_age_s
        )
        self._output = make_output(model, self._settings)
        self._arm, self._problem_text = model, ''

    def _on_joints(self, message: JointState) -> None:
        if self._arm is None:
            return
        now_ns, stamp = self.get_clock().now().nanoseconds, stamp_ns(message.header.stamp)
        try:
            sample = self._reader.read(
                message.name, message.position, message.velocity, stamp, now_ns
            )
        except ValueError as error:
            self._report(str(error))
            return
        if sample is not None:
            self._joints.put((sample, time.monotonic()))

    # Worker thread -------------------------------------------------------------------------

    def _step(self) -> None:
        action = self._actions.take(_POLL_S)
        with self._lock:
            if self._arm is None or self._is_ending:
                return
            self._publish_state(self._arm)
            if (status := self._status.peek()) is not None:
                self._admission.set_stopped(is_stopped=status.state == SafetyStatus.STOPPED)
            try:
                if action is not None:
                    self._follow(action)
            except ActionRefusedError as error:
                self._refused += 1
                self._end(str(error), error.place)
            except ValueError as error:
                self._refused += 1
                self._end(str(error), HoldPlace.COMMANDED)
            if reason := self._admission.silence(time.monotonic()):
                self._end(reason, HoldPlace.COMMANDED)
            if self._gripper_action is not None:
                self._gripper_action.step(is_moving=self._admission.is_following)

    def _publish_state(self, arm: ArmModel) -> None:
        if (taken := self._joints.take()) is None:
            return
        sample, received_s = taken
        tool = arm.forward(sample.positions)
        velocity = arm.jacobian() @ sample.velocities
        self._measured = MeasuredArm(sample.positions, tool)
        self._admission.observe(tool, received_s)
        opening = 1.0 if sample.gripper is None else self._gripper.scale.to_opening(sample.gripper)
        stamp, frame_id = to_stamp(sample.stamp_ns), self._settings.frame_id
        self._states.publish(to_robot_state(tool, velocity, opening, stamp, frame_id))

    def _follow(self, message: PoseStamped) -> None:
        now, s = self.get_clock().now(), self._settings
        target = to_target(message, s.validator(), now.nanoseconds)
        was_following, stamp = self._admission.is_following, stamp_ns(message.header.stamp)
        dt_s = self._admission.admit(target, stamp, time.monotonic())
        measured = self._measured
        if measured is None:
            return
        if not was_following:
            self._start(measured)
        self._commands.publish(self._output.follow(target, dt_s, measured, now.to_msg()))
        self._move_gripper()

    def _start(self, measured: MeasuredArm) -> None:
        try:
            self._output.start(measured)
        except ActionRefusedError:
            # The robot did not move yet: there is nothing to hold.
            self._admission.end()
            raise
        self._gripper.start()

    def _move_gripper(self) -> None:
        command = self._grippers.take()
        if command is None or self._settings.gripper_output == 'none':
            return
        # The command may have arrived after the start of this step, which takes long under load.
        now_ns = self.get_clock().now().nanoseconds
        opening = to_opening(command, self._settings.validator(), now_ns)
        message = self._gripper.follow(opening, command.max_effort_n)
        if message is None:
            return
        if self._gripper_action is not None:
            self._gripper_action.want(message)
        elif self._gripper_commands is not None:
            self._gripper_commands.publish(message)

    def _end(self, reason: str, place: HoldPlace) -> None:
        """End motion with the message that holds the robot, if it was moving."""
        self._report(reason)
        if not self._admission.is_following or self._measured is None:
            self._admission.end()
            return
        self._admission.end()
        stamp = self.get_clock().now().to_msg()
        self._commands.publish(self._output.hold(place, self._measured, stamp))

    def _report(self, text: str) -> None:
        self._problem_text = text
        self.get_logger().warning(text, throttle_duration_sec=1.0)


def main(args: Sequence[str] | None = None) -> None:
    """Run the robot bridge."""
    run_node(RobotBridge, args)


if __name__ == '__main__':
    main()
