# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Parity of the live nodes with the offline pipeline of the evaluation.

The test publishes /clock: the state of the nodes depends on the times of their inputs.
"""

from collections.abc import Iterator
from typing import Any
from typing import NamedTuple

import numpy as np
import pytest
from rclpy.parameter import Parameter
from rosgraph_msgs.msg import Clock
from sensor_msgs.msg import Image
from std_msgs.msg import String
from vla_common import qos
from vla_common.conversions import pose_to_arrays
from vla_common.conversions import stamp_ns
from vla_common.conversions import to_stamp
from vla_common.node import VlaNode
from vla_common.rotation import quaternion_to_yaw
from vla_common.rotation import yaw_to_quaternion
from vla_common.testing import NodeTestHarness
from vla_interfaces.msg import ActionChunk
from vla_interfaces.msg import AttentionMap
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import RobotState
from vla_language.command import parse_command
from vla_language.interpreter import load_interpreter
from vla_language.language_node import LanguageNode
from vla_perception.encoder_registry import load_shipped_encoder
from vla_perception.perception_node import PerceptionNode
from vla_perception.preprocess import preprocess
from vla_policy.control.policy_controller import PolicyController
from vla_policy.control.policy_output import PolicyOutput
from vla_policy.nn.loading import load_policy
from vla_policy.policy_node import PolicyNode
from vla_policy.ros.settings import PolicySettings
from vla_policy.types.chunk import EndEffectorState
from vla_policy.types.observation import Observation
from vla_sim.physics.rendering import ImageArray
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.physics.world import World
from vla_sim.ros.conversions import to_image
from vla_sim.ros.conversions import to_robot_state

pytestmark = pytest.mark.timeout(600)

COMMAND = '  Pick up  the red cube '
FRAMES = 6
#: Positions in meters, quaternions, openings and probabilities; gripper and termination travel
#: as 32-bit floats.
TOLERANCE = 1e-5
_TIMEOUT_S = 120.0


class Frame(NamedTuple):
    """One image and the state of the robot."""

    pixels: ImageArray
    state: RobotState

    def stamped(self, stamp: int) -> tuple[Image, RobotState]:
        self.state.header.stamp = to_stamp(stamp)
        return to_image(self.pixels, to_stamp(stamp)), self.state


class LivePipeline:
    """Perception, language and policy node, with inputs from the test."""

    def __init__(self, ros: NodeTestHarness) -> None:
        self._ros = ros
        self.statuses: list[PolicyStatus] = ros.collect(PolicyStatus, 'policy_status', qos.LATCHED)
        self.attention: list[AttentionMap] = ros.collect(AttentionMap, 'attention')
        self.chunks: list[ActionChunk] = ros.collect(ActionChunk, 'action_chunk')
        self._nodes: list[VlaNode] = [
            ros.add(PerceptionNode(**_settings(ros, **_reliable('camera/image_raw')))),
            ros.add(LanguageNode(**_settings(ros))),
            ros.add(
                PolicyNode(
                    **_settings(
                        ros,
                        command_timeout_s=600.0,
                        **_reliable('robot_state'),
                        **_reliable('attention', 'publisher'),
                    )
                )
            ),
        ]
        ros.wait_for(lambda: all(n.is_active for n in self._nodes), _TIMEOUT_S, 'no nodes')
        self._clock = ros.publisher(Clock, '/clock')
        self._images = ros.publisher(Image, 'camera/image_raw')
        self._states = ros.publisher(RobotState, 'robot_state')
        self._commands = ros.publisher(String, 'natural_language_command', qos.COMMAND)
        self._now_ns = 1_000_000_000_000
        self._advance_clock(0.0)

    def send_command(self, text: str) -> None:
        self._commands.publish(String(data=text))
        self._ros.wait_for(
            lambda: any(s.state == PolicyStatus.WAITING for s in self.statuses),
            _TIMEOUT_S,
            'no command',
        )

    def send_frame(self, frame: Frame) -> int:
        """Send a frame one planning period after the last; return its stamp once it is used."""
        self._advance_clock(PolicySettings().plan_period_s)
        stamp = self._now_ns
        image, state = frame.stamped(stamp)
        self._states.publish(state)
        self._images.publish(image)
        self._ros.wait_for(
            lambda: any(
                stamp_ns(m.header.stamp) == stamp and m.query == 'target' for m in self.attention
            ),
            _TIMEOUT_S,
            'no observation',
        )
        return stamp

    def _advance_clock(self, duration_s: float) -> None:
        """Advance the time of all nodes."""
        self._now_ns += round(duration_s * 1e9)
        self._clock.publish(Clock(clock=to_stamp(self._now_ns)))
        self._ros.wait_for(
            lambda: all(n.get_clock().now().nanoseconds == self._now_ns for n in self._nodes),
            _TIMEOUT_S,
            'a node has another time',
        )


def _settings(ros: NodeTestHarness, **values: Any) -> dict[str, Any]:
    """Return the arguments of a node that uses the time of the test."""
    values['use_sim_time'] = True
    return {
        'context': ros.context,
        'parameter_overrides': [Parameter(name, value=value) for name, value in values.items()],
    }


def _reliable(topic: str, end: str = 'subscription') -> dict[str, str]:
    """Return the parameter with which a busy machine loses no message."""
    return {f'qos_overrides./{topic}.{end}.reliability': 'reliable'}


@pytest.fixture(scope='module')
def frames() -> Iterator[list[Frame]]:
    """Render the arm along a path of a few centimeters: all frames and states differ."""
    with World(sample_scene(1, ('red cube',))) as world:
        found = []
        for step in range(FRAMES):
            position = np.array((0.35 + 0.01 * step, 0.004 * step, 0.30 - 0.005 * step))
            world.set_arm(position, yaw_to_quaternion(0.02 * step), 1.0)
            state = to_robot_state(world.robot_state(), to_stamp(0), PolicySettings().frame_id)
            found.append(Frame(world.render(), state))
        yield found


def offline(frames: list[Frame], stamps: list[int]) -> list[PolicyOutput]:
    """Return the policy output for every frame, as the evaluation computes it."""
    checkpoint = PolicySettings().checkpoint
    encoder, policy = load_shipped_encoder(checkpoint), load_policy(checkpoint)
    command = load_interpreter().interpret(parse_command(COMMAND))
    assert command.encoded is not None
    states = command.encoded.states
    controller = PolicyController(policy.model, policy.config.step_duration_s)
    controller.start(states, np.ones(len(states), np.bool_), command.meaning)
    outputs = []
    for frame, stamp in zip(frames, stamps, strict=True):
        levels = encoder.encode(preprocess(frame.pixels))
        position, quaternion = pose_to_arrays(frame.state.end_effector)
        output = controller.step(
            Observation.from_levels(stamp * 1e-9, levels),
            EndEffectorState(
                stamp * 1e-9,
                position,
                float(quaternion_to_yaw(quaternion)),
                float(frame.state.gripper),
            ),
        )
        assert output is not None
        controller.on_chunk_sent(stamp * 1e-9)
        outputs.append(output)
    return outputs


def test_nodes_and_evaluation_plan_the_same_chunk(
    ros: NodeTestHarness, frames: list[Frame]
) -> None:
    live = LivePipeline(ros)
    live.send_command(COMMAND)
    stamps = [live.send_frame(frame) for frame in frames]
    planned = [d for d in offline(frames, stamps) if d.chunk is not None]
    assert len(planned) >= 3, live.statuses[-1].message
    ros.wait_for(lambda: len(live.chunks) >= len(planned), _TIMEOUT_S, 'a chunk is missing')
    for output, message in zip(planned, live.chunks, strict=True):
        chunk = output.chunk
        assert chunk is not None
        assert stamp_ns(message.header.stamp) == pytest.approx(chunk.stamp_s * 1e9, abs=1e3)
        poses = [pose_to_arrays(pose) for pose in message.poses]
        close(np.array([position for position, _ in poses]), chunk.position)
        close(np.array([quaternion for _, quaternion in poses]), chunk.quaternion)
        close(np.array(message.gripper), chunk.gripper)
        close(np.array(message.termination), chunk.termination)
        close(np.array((message.target.x, message.target.y)), chunk.target)
        close(np.array(message.confidence), np.array(chunk.confidence))
        assert (message.task, message.phase) == (chunk.task.name.lower(), chunk.phase.name.lower())


def test_nodes_and_evaluation_have_the_same_attention(
    ros: NodeTestHarness, frames: list[Frame]
) -> None:
    live = LivePipeline(ros)
    live.send_command(COMMAND)
    stamps = [live.send_frame(frame) for frame in frames[:2]]
    for output, stamp in zip(offline(frames[:2], stamps), stamps, strict=True):
        (message,) = (
            m for m in live.attention if stamp_ns(m.header.stamp) == stamp and m.query == 'target'
        )
        close(np.array(message.weights), output.attention.target.ravel())
        close(np.array(message.token_weights), output.attention.words[0])


def close(live: np.ndarray, computed: np.ndarray) -> None:
    np.testing.assert_allclose(live, computed, rtol=0, atol=TOLERANCE)
