# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Simulator node: the topics of a real robot and camera, and the result of each task."""

from collections.abc import Sequence
import threading
import time
from typing import Any
from typing import NamedTuple

from std_msgs.msg import String
from std_srvs.srv import Trigger
from vla_common import qos
from vla_common.health import Health
from vla_common.health import Level
from vla_common.latest_value import LatestValue
from vla_common.node import VlaNode
from vla_common.rate import SteadyRate
from vla_common.robot_commands import CommandValidator
from vla_common.runner import run_node
from vla_common.stop_words import is_stop_command
from vla_interfaces.msg import CommandRequest
from vla_interfaces.msg import PolicyStatus
from vla_sim.physics.robot_models import robot_arm
from vla_sim.physics.scene_constants import CONTROL_PERIOD_S
from vla_sim.ros.joint_command_tracker import JointCommandTracker
from vla_sim.ros.pose_command_tracker import PoseCommandTracker
from vla_sim.ros.publishers import SimPublishers
from vla_sim.ros.settings import RENAMED
from vla_sim.ros.settings import SimSettings
from vla_sim.ros.sim_session import create_session
from vla_sim.ros.sim_session import SimSession
from vla_sim.ros.simulated_camera import SimulatedCamera

_TICKS_PER_RESULT = 5


class IdentifiedText(NamedTuple):
    """Text of a command, and its identifier if it has one."""

    text: str
    command_id: str = ''


class SimNode(VlaNode):
    """
    Step the physics in one thread and render images in another one, both in real time.

    The built-in arm follows poses and holds the last one until the next arrives. Another arm has
    the topics of its driver: joint_states, and trajectories of the robot bridge.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__('sim_node', **kwargs)
        self._stopping = threading.Event()
        self._commands = LatestValue[IdentifiedText]()
        self._policy_status = LatestValue[PolicyStatus]()
        self._sessions = LatestValue[SimSession]()

    def configure(self) -> None:
        """Create the scene, publishers and subscriptions."""
        self._settings = s = self.declare_dynamic(
            SimSettings, self._apply_settings, renamed=RENAMED
        )
        robot = robot_arm(s.robot)
        self._tracker = (
            PoseCommandTracker(CommandValidator(s.frame_id, s.max_command_age_s))
            if robot.is_builtin
            else JointCommandTracker(robot)
        )
        self._create_session(s.scene_seed)
        self._state_publishers = SimPublishers(self, s.frame_id, robot)
        self._input_subscriptions = [
            self.create_subscription(kind, topic, callback, profile)
            for kind, topic, callback, profile in (
                *self._tracker.inputs(),
                (CommandRequest, 'command_request', self._on_request, qos.COMMAND),
                (String, 'natural_language_command', self._on_text, qos.COMMAND),
                (PolicyStatus, 'policy_status', self._policy_status.put, qos.LATCHED),
            )
        ]
        self._reset = self.create_service(Trigger, '~/reset_scene', self._on_reset)

    def activate(self) -> None:
        """Start the threads of physics and camera."""
        self._commands.clear()
        self._images_sent = self._images_dropped = self._ticks_missed = self._refused = 0
        self._new_error = ''
        self._stopping.clear()
        self.start_worker('physics', self._run_physics)
        self.start_worker('camera', self._run_camera)

    def deactivate(self) -> None:
        """End the loops of physics and camera."""
        self._stopping.set()

    def cleanup(self) -> None:
        """Destroy publishers, subscriptions and the service."""
        for subscription in self._input_subscriptions:
            self.destroy_subscription(subscription)
        self.destroy_service(self._reset)
        self._state_publishers.destroy()

    def destroy_node(self) -> None:
        """End the threads before their publishers are destroyed."""
        self._stopping.set()
        super().destroy_node()

    def diagnose(self) -> Health:
        """Report the numbers of images, missed ticks and refused commands."""
        error, self._new_error = self._new_error, ''
        return Health(
            Level.WARN if error else Level.OK,
            error or 'running',
            {
                'scene_seed': self._seed,
                'images_sent': self._images_sent,
                'images_dropped': self._images_dropped,
                'ticks_missed': self._ticks_missed,
                'commands_refused': self._refused,
            },
        )

    def _apply_settings(self, settings: SimSettings) -> None:
        self._settings = settings
        self._tracker.set_limits(settings)

    # Callbacks -----------------------------------------------------------------------------

    def _on_text(self, message: String) -> None:
        self._begin(IdentifiedText(message.data))

    def _on_request(self, message: CommandRequest) -> None:
        self._begin(IdentifiedText(message.text, message.command_id))

    def _begin(self, command: IdentifiedText) -> None:
        # A stop does not replace the command whose result is published.
        if not is_stop_command(command.text):
            self._commands.put(command)

    def _on_reset(self, _: Any, response: Any) -> Any:
        names = self._create_session(self._seed + 1)
        response.success, response.message = True, f'scene {self._seed}: {", ".join(names)}'
        return response

    def _create_session(self, seed: int) -> tuple[str, ...]:
        session = create_session(self._settings, seed)
        self._seed = seed
        self._sessions.put(session)
        return session.world.scene.names

    # Physics thread ------------------------------------------------------------------------

    def _run_physics(self) -> None:
        rate, ticks = SteadyRate(CONTROL_PERIOD_S, max_catch_up=10), 0
        session = self._take_session()
        while not self._stopping.is_set():
            self.apply_parameter_changes()
            if self._sessions.peek() is not session:
                session = self._take_session()
                self._tracker.reset()
            self._tick(session)
            if ticks % _TICKS_PER_RESULT == 0:
                self._state_publishers.publish_objects(session)
            ticks += 1
            rate.wait()
            self._ticks_missed = rate.skipped

    def _take_session(self) -> SimSession:
        session = self._session()
        self._state_publishers.publish_static(session.world)
        return session

    def _tick(self, session: SimSession) -> None:
        command = self._commands.take()
        if command is not None:
            session.monitor.begin(*command)
        if status := self._policy_status.take():
            session.monitor.begin_step(status.step, status.command_id, status.text)
        for error in self._tracker.apply(session.world, self.get_clock().now().nanoseconds):
            self._refuse(error)
        session.world.step()
        session.monitor.observe()
        self._state_publishers.publish_robot(session.world)

    def _refuse(self, error: str) -> None:
        self._new_error = error
        self._refused += 1
        self.get_logger().error(f'command refused: {error}', throttle_duration_sec=1.0)

    # Camera thread -------------------------------------------------------------------------

    def _run_camera(self) -> None:
        settings = self._settings
        rate = SteadyRate(1 / settings.camera_rate_hz, max_catch_up=10)
        camera = SimulatedCamera(settings.fault_drop_share, settings.fault_freeze_after_s)
        try:
            while not self._stopping.is_set():
                if settings is not self._settings:
                    settings = self._settings
                    rate.period_s = 1 / settings.camera_rate_hz
                    camera.drop_share = settings.fault_drop_share
                    camera.freeze_after_s = settings.fault_freeze_after_s
                self._capture(camera, self._session())
                rate.wait()
        finally:
            camera.close()

    def _capture(self, camera: SimulatedCamera, session: SimSession) -> None:
        stamp = self.get_clock().now().to_msg()
        pixels = camera.capture(session.world, time.monotonic())
        if pixels is None:
            self._images_dropped += 1
            return
        self._state_publishers.publish_image(session.world, pixels, stamp)
        self._images_sent += 1

    def _session(self) -> SimSession:
        session = self._sessions.peek()
        if session is None:
            raise RuntimeError('there is no scene; configure the node first')
        return session


def main(args: Sequence[str] | None = None) -> None:
    """Run the simulator node."""
    run_node(SimNode, args)


if __name__ == '__main__':
    main()
