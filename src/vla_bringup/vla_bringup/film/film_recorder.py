# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Recording of a running simulated system: overlay images with the state of robot and objects."""

from dataclasses import dataclass
from io import BytesIO
import json
import threading
import time

import numpy as np
from PIL import Image as Picture
from sensor_msgs.msg import Image
from sensor_msgs.msg import JointState
from std_msgs.msg import String
from vla_bringup.demo.recording import Pixels
from vla_client.client import VlaClient
from vla_common import qos

_JPEG_QUALITY = 95


@dataclass(frozen=True)
class FilmFrame:
    """Overlay image as JPEG, and the state of the simulation at its time."""

    time_s: float
    overlay_jpeg: bytes
    #: By name: positions of joints [rad, m], and of objects in base_link [m].
    joints: dict[str, float]
    objects_m: dict[str, tuple[float, ...]]

    def overlay(self) -> Pixels:
        """Return the overlay image (height, width, 3), RGB."""
        return np.asarray(Picture.open(BytesIO(self.overlay_jpeg)), np.uint8)


class FilmRecorder:
    """Store a frame for each overlay image while `is_recording`."""

    def __init__(self, client: VlaClient) -> None:
        self.is_recording = False
        self._lock = threading.Lock()
        self._frames: list[FilmFrame] = []
        self._joints: dict[str, float] = {}
        self._objects_m: dict[str, tuple[float, ...]] = {}
        for kind, topic, callback, profile in (
            (JointState, 'joint_states', self._on_joints, qos.SENSOR),
            (String, 'sim_node/objects', self._on_objects, qos.RELIABLE_LATEST),
            (Image, 'attention_overlay', self._on_overlay, qos.BEST_EFFORT_LATEST),
        ):
            client.subscribe(kind, topic, callback, profile)

    def take(self) -> list[FilmFrame]:
        """Return the frames since the last call, in the order of time."""
        with self._lock:
            frames, self._frames = self._frames, []
        return frames

    def _on_joints(self, message: JointState) -> None:
        self._joints = dict(zip(message.name, message.position, strict=True))

    def _on_objects(self, message: String) -> None:
        positions = json.loads(message.data)['objects']
        self._objects_m = {name: tuple(position) for name, position in positions.items()}

    def _on_overlay(self, message: Image) -> None:
        if not (self.is_recording and self._joints and self._objects_m):
            return
        pixels = np.frombuffer(message.data, np.uint8).reshape(message.height, message.width, 3)
        jpeg = BytesIO()
        Picture.fromarray(pixels).save(jpeg, 'JPEG', quality=_JPEG_QUALITY)
        frame = FilmFrame(time.monotonic(), jpeg.getvalue(), self._joints, self._objects_m)
        with self._lock:
            self._frames.append(frame)
