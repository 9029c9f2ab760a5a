# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""A simulated robot on the topics of a real one, and a referee that knows the truth."""

from collections.abc import Sequence
import threading
import time
from typing import Any

from geometry_msgs.msg import PoseStamped
from std_msgs.msg import String
from std_srvs.srv import Trigger
from vla_common import qos
from vla_common.health import Health
from vla_common.health import Level
from vla_common.latest_value import Newest
from vla_common.node import VlaNode
from vla_common.runner import run_node
from vla_common.settings import declare_settings
from vla_common.stop_words import is_stop_command
from vla_interfaces.msg import GripperCommand
from vla_sim.physics.scene_constants import CONTROL_PERIOD_S
from vla_sim.ros.conversions import CommandRules
from vla_sim.ros.pose_command_tracker import Follower
from vla_sim.ros.publishers import SimOutputs
from vla_sim.ros.settings import SimSettings
from vla_sim.ros.sim_session import lay_table
from vla_sim.ros.sim_session import Table
from vla_sim.ros.simulated_camera import CameraFeed
from vla_sim.ticker import Ticker

_TICKS_PER_TRUTH = 5


class SimNode(VlaNode):
    """
    Step physics in one thread and render in another, both in real time.

    The arm holds the newest pose that it was told, for as long as no other comes.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__('sim_node', **kwargs)
        self._stopping = threading.Event()
        self._commands = Newest[str]()
        self._tables = Newest[Table]()

    def configure(self) -> None:
        """Lay the table and create the topics."""
        self._settings = s = declare_settings(self, SimSettings)
        self._follower = Follower(CommandRules(s.frame_id, s.max_command_age_s))
        self._lay(s.scene_seed)
        self._outputs = SimOutputs(self, s.frame_id)
        options: dict[str, Any] = {'qos_overriding_options': qos.overridable()}
        self._inputs = [
            self.create_subscription(kind, topic, callback, profile, **options)
            for kind, topic, callback, profile in (
                (PoseStamped, 'robot_action', self._follower.poses.put, qos.RELIABLE_LATEST),
                (GripperCommand, 'gripper_command', self._follower.grips.put, qos.RELIABLE_LATEST),
                (String, 'natural_language_command', self._on_command, qos.COMMAND),
            )
        ]
        self._reset = self.create_service(Trigger, '~/reset_scene', self._on_reset)

    def activate(self) -> None:
        """Start physics and camera."""
        self._commands.clear()
        self._images_sent = self._images_dropped = self._ticks_missed = self._refused = 0
        self._new_error = ''
        self._stopping.clear()
        self.start_worker('physics', self._run_physics)
        self.start_worker('camera', self._run_camera)

    def deactivate(self) -> None:
        """Let physics and camera end."""
        self._stopping.set()

    def cleanup(self) -> None:
        """Destroy the topics."""
        for subscription in self._inputs:
            self.destroy_subscription(subscription)
        self.destroy_service(self._reset)
        self._outputs.destroy()

    def destroy_node(self) -> None:
        """End the threads before the topics go away."""
        self._stopping.set()
        super().destroy_node()

    def diagnose(self) -> Health:
        """Say how much was sent and what was not followed."""
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

    # Callbacks -----------------------------------------------------------------------------

    def _on_command(self, message: String) -> None:
        # After a stop, the command before it is still the one to be judged.
        if not is_stop_command(message.data):
            self._commands.put(message.data)

    def _on_reset(self, _: Any, response: Any) -> Any:
        names = self._lay(self._seed + 1)
        response.success, response.message = True, f'scene {self._seed}: {", ".join(names)}'
        return response

    def _lay(self, seed: int) -> tuple[str, ...]:
        table = lay_table(self._settings, seed)
        self._seed = seed
        self._tables.put(table)
        return table.world.scene.names

    # The physics thread --------------------------------------------------------------------

    def _run_physics(self) -> None:
        ticker, ticks = Ticker(CONTROL_PERIOD_S), 0
        table = self._take_table()
        while not self._stopping.is_set():
            if self._tables.peek() is not table:
                table = self._take_table()
                self._follower.home()
            self._tick(table)
            if ticks % _TICKS_PER_TRUTH == 0:
                self._outputs.publish_truth(table)
            ticks += 1
            ticker.wait()
            self._ticks_missed = ticker.missed

    def _take_table(self) -> Table:
        table = self._table()
        self._outputs.publish_fixed(table.world)
        return table

    def _tick(self, table: Table) -> None:
        command = self._commands.take()
        if command is not None:
            table.referee.begin(command)
        for error in self._follower.apply(table.world, self.get_clock().now().nanoseconds):
            self._refuse(error)
        table.world.step()
        table.referee.observe()
        self._outputs.publish_robot(table.world)

    def _refuse(self, error: str) -> None:
        self._new_error = error
        self._refused += 1
        self.get_logger().error(f'not followed: {error}', throttle_duration_sec=1.0)

    # The camera thread ---------------------------------------------------------------------

    def _run_camera(self) -> None:
        settings = self._settings
        ticker = Ticker(1 / settings.camera_rate_hz)
        feed = CameraFeed(settings.fault_drop_share, settings.fault_freeze_after_s)
        try:
            while not self._stopping.is_set():
                self._look(feed, self._table())
                ticker.wait()
        finally:
            feed.close()

    def _look(self, feed: CameraFeed, table: Table) -> None:
        stamp = self.get_clock().now().to_msg()
        pixels = feed.look(table.world, time.monotonic())
        if pixels is None:
            self._images_dropped += 1
            return
        self._outputs.publish_image(table.world, pixels, stamp)
        self._images_sent += 1

    def _table(self) -> Table:
        table = self._tables.peek()
        if table is None:
            raise RuntimeError('no table was laid; configure the node first')
        return table


def main(args: Sequence[str] | None = None) -> None:
    """Run the simulator node."""
    run_node(SimNode, args)


if __name__ == '__main__':
    main()
