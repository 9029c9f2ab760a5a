# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Client of the action control_msgs/action/GripperCommand."""

import importlib
import os
import threading
import time
from typing import Any

from action_msgs.msg import GoalStatus
from rclpy.action import ActionClient
from rclpy.node import Node
from vla_robot.control.gripper_goals import GoalRequest
from vla_robot.control.gripper_goals import GripperGoal
from vla_robot.control.gripper_goals import GripperGoals


def gripper_command_type() -> Any:
    """
    Return the type of the action.

    Raises
    ------
    ValueError
        If control_msgs, which is optional, is not installed.

    """
    try:
        # Optional, and no wheel of it exists: not in package.xml.
        return importlib.import_module('control_msgs.action').GripperCommand
    except ImportError as error:
        distro = os.environ.get('ROS_DISTRO', '$ROS_DISTRO')
        raise ValueError(
            'gripper_output gripper_command needs the package control_msgs, which cannot be '
            f'imported ({error}). Install it: sudo apt install ros-{distro}-control-msgs'
        ) from error


class GripperAction:
    """
    Send the newest opening to a gripper driver, one goal at a time.

    Parameters
    ----------
    node
        Node whose executor runs the callbacks.
    name
        Name of the action.

    """

    def __init__(self, node: Node, name: str) -> None:
        self._type = gripper_command_type()
        self._client = ActionClient(node, self._type, name)
        self._name = name
        self._goals = GripperGoals(name)
        self._handle: Any = None
        self._lock = threading.Lock()

    def want(self, goal: GripperGoal) -> None:
        """Set the newest goal."""
        with self._lock:
            self._goals.want(goal)

    def step(self, *, is_moving: bool = True) -> None:
        """
        Send or cancel what is due.

        Without motion nothing is sent; a goal in progress goes on, so that a held object is not
        released.
        """
        with self._lock:
            if not is_moving:
                self._goals.forget()
            request = self._goals.step(time.monotonic(), has_server=self._has_server())
            number, goal, handle = self._goals.number, self._goals.goal, self._handle
        # Outside of the lock: a future that is done calls its callback in this thread.
        if request is GoalRequest.SEND and goal is not None:
            message = self._type.Goal()
            message.command.position = goal.position
            message.command.max_effort = goal.max_effort_n
            future = self._client.send_goal_async(message)
            future.add_done_callback(lambda done: self._on_answer(number, done.result()))
        elif request is GoalRequest.CANCEL:
            handle.cancel_goal_async()

    def problem(self) -> str:
        """Return the present problem, or an empty text."""
        with self._lock:
            return self._goals.problem(time.monotonic(), has_server=self._has_server())

    def destroy(self) -> None:
        """Destroy the client."""
        self._client.destroy()

    def _has_server(self) -> bool:
        return bool(self._client.server_is_ready())

    def _on_answer(self, number: int, handle: Any) -> None:
        with self._lock:
            if not handle.accepted:
                self._goals.finish(number, f'the action {self._name} rejected a goal')
                return
            is_current = self._goals.accept(number, time.monotonic())
            if is_current:
                self._handle = handle
        if not is_current:
            handle.cancel_goal_async()
            return
        result = handle.get_result_async()
        result.add_done_callback(lambda done: self._on_result(number, done.result()))

    def _on_result(self, number: int, answer: Any) -> None:
        problem = ''
        result = answer.result
        # A gripper that stalls at an object holds it: the normal end of a grasp.
        if answer.status != GoalStatus.STATUS_SUCCEEDED and not result.stalled:
            ends = {GoalStatus.STATUS_ABORTED: 'aborted', GoalStatus.STATUS_CANCELED: 'canceled'}
            problem = (
                f'the action {self._name} was {ends.get(answer.status, "ended")} at position '
                f'{result.position:g}. Check the gripper driver and gripper_open_position'
            )
        with self._lock:
            self._goals.finish(number, problem)
