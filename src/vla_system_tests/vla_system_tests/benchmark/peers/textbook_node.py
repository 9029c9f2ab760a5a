# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Node as in many tutorials: a timer of 1 Hz, images with PIL, arrays as Python lists.

Its networks are those of this workspace, so that only the way the node is built is compared. It
publishes no topic that a robot follows.
"""

from collections.abc import Sequence
from typing import Any
from typing import Final

from geometry_msgs.msg import PoseStamped
import numpy as np
from PIL import Image as PilImage
from rclpy.node import Node
from sensor_msgs.msg import Image
from std_msgs.msg import Float32MultiArray
from vla_common import qos
from vla_common.conversions import to_pose
from vla_common.engine import ONNX_RUNTIME
from vla_common.engine import use_one_thread
from vla_common.runner import run_node
from vla_system_tests.benchmark.peers.own_policy import COMMAND
from vla_system_tests.benchmark.peers.own_policy import OwnPolicy

#: Topic of the actions; the stamp of an action is that of its image.
TOPIC: Final = 'textbook_action'
TIMER_HZ: Final = 1.0
_SIZE_PX: Final = (256, 192)


def to_lists(message: Image) -> list[list[list[float]]]:
    """Convert an image message to lists (channel, row, column) in [0, 1]."""
    picture = PilImage.frombytes('RGB', (message.width, message.height), bytes(message.data))
    values = list(picture.resize(_SIZE_PX).tobytes())
    columns, rows = _SIZE_PX
    return [
        [[values[3 * (row * columns + column) + channel] / 255.0 for column in range(columns)]
         for row in range(rows)]
        for channel in range(3)
    ]  # fmt: skip


class TextbookNode(Node):
    """Store the newest image in the callback, and compute everything in the timer."""

    def __init__(self, policy: OwnPolicy, **kwargs: Any) -> None:
        super().__init__('textbook', **kwargs)
        self._policy = policy
        self._image: Image | None = None
        self.create_subscription(Image, 'camera/image_raw', self._on_image, qos.SENSOR)
        self._features = self.create_publisher(Float32MultiArray, 'textbook_features', 10)
        self._action = self.create_publisher(PoseStamped, TOPIC, 10)
        self.create_timer(1.0 / TIMER_HZ, self._on_timer)

    def _on_image(self, message: Image) -> None:
        self._image = message

    def _on_timer(self) -> None:
        image, self._image = self._image, None
        if image is None:
            return
        levels = self._policy.encode(np.array(to_lists(image), np.float32))
        for level in levels:
            self._features.publish(Float32MultiArray(data=level.ravel().tolist()))
        chunk = self._policy.plan_command(COMMAND, lambda: levels)
        action = PoseStamped(header=image.header)
        action.pose = to_pose(chunk.position[0], chunk.quaternion[0])
        self._action.publish(action)


def main(args: Sequence[str] | None = None) -> None:
    """Run the node."""
    use_one_thread(ONNX_RUNTIME)
    policy = OwnPolicy()
    run_node(lambda: TextbookNode(policy), args)


if __name__ == '__main__':
    main()
