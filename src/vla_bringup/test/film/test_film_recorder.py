# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Recording of overlay images with the state of the simulation."""

import json

import numpy as np
from sensor_msgs.msg import Image
from sensor_msgs.msg import JointState
from std_msgs.msg import String
from vla_bringup.film.film_recorder import FilmRecorder
from vla_client.client import VlaClient
from vla_common import qos
from vla_common.conversions import to_array
from vla_common.domain_id import free_domain_id


def overlay() -> Image:
    pixels = np.zeros((72, 64, 3), np.uint8)
    pixels[..., 0] = 200
    return Image(height=72, width=64, encoding='rgb8', step=192, data=to_array(pixels))


def test_frames_have_the_newest_state_and_only_while_recording() -> None:
    domain_id = free_domain_id()
    objects = {'scene_seed': 1, 'objects': {'red cube': [0.5, 0.1, 0.02]}}
    with VlaClient('film', domain_id=domain_id) as client:
        recorder = FilmRecorder(client)
        node = client.node
        joints, things, images = client.run_on_executor(
            lambda: [
                node.create_publisher(kind, topic, profile)
                for kind, topic, profile in (
                    (JointState, 'joint_states', qos.SENSOR),
                    (String, 'sim_node/objects', qos.RELIABLE_LATEST),
                    (Image, 'attention_overlay', qos.BEST_EFFORT_LATEST),
                )
            ]
        )
        frames = []

        def publish() -> bool:
            joints.publish(JointState(name=['joint1'], position=[0.25]))
            things.publish(String(data=json.dumps(objects)))
            images.publish(overlay())
            frames.extend(recorder.take())
            return bool(frames)

        assert not client.wait_for(publish, 1.0)
        recorder.is_recording = True
        assert client.wait_for(publish, 20.0)
    frame = frames[-1]
    assert frame.joints == {'joint1': 0.25}
    assert frame.objects_m == {'red cube': (0.5, 0.1, 0.02)}
    assert frame.overlay().shape == (72, 64, 3)
    assert abs(int(frame.overlay()[..., 0].mean()) - 200) < 5
