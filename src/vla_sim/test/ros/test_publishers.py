# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Messages of the simulator publishers on real topics."""

import json

from builtin_interfaces.msg import Time
from sensor_msgs.msg import CameraInfo
from sensor_msgs.msg import Image
from sensor_msgs.msg import JointState
from std_msgs.msg import String
from vla_common import qos
from vla_common.node import VlaNode
from vla_common.testing import NodeTestHarness
from vla_interfaces.msg import RobotState
from vla_sim.physics.world import World
from vla_sim.ros.publishers import SimPublishers
from vla_sim.ros.sim_session import SimSession
from vla_sim.tasks.task_monitor import TaskMonitor


class PublishingNode(VlaNode):
    """A node that has the simulator publishers only."""

    def configure(self) -> None:
        self.outputs = SimPublishers(self, 'base_link')

    def cleanup(self) -> None:
        self.outputs.destroy()


def test_state_of_a_session_is_published(ros: NodeTestHarness, world: World) -> None:
    states = ros.collect(RobotState, 'robot_state', qos.SENSOR)
    joints = ros.collect(JointState, 'joint_states', qos.SENSOR)
    images = ros.collect(Image, 'camera/image_raw', qos.SENSOR)
    infos = ros.collect(CameraInfo, 'camera/camera_info', qos.SENSOR)
    objects = ros.collect(String, 'sim/objects')
    results = ros.collect(String, 'sim/task_result')
    descriptions = ros.collect(String, 'robot_description', qos.LATCHED)
    node = ros.add(PublishingNode('sim', context=ros.context))
    ros.wait_for(lambda: node.is_active, 10.0)
    session = SimSession(7, world, TaskMonitor(world))
    session.monitor.begin('pick up the red cube', 'id-1')
    pixels = world.render()

    def is_received() -> bool:
        node.outputs.publish_static(world)
        node.outputs.publish_robot(world)
        node.outputs.publish_objects(session)
        node.outputs.publish_image(world, pixels, Time(sec=3))
        return all((states, joints, images, infos, objects, results, descriptions))

    ros.wait_for(is_received, 20.0)
    assert states[0].header.frame_id == 'base_link'
    assert len(joints[0].name) == 9
    assert images[0].header.stamp == infos[0].header.stamp == Time(sec=3)
    assert json.loads(objects[0].data)['scene_seed'] == 7
    assert set(json.loads(objects[0].data)['objects']) == set(world.scene.names)
    assert json.loads(results[0].data)['command_id'] == 'id-1'
    assert descriptions[0].data.startswith('<robot')
    node.trigger_deactivate()
    node.trigger_cleanup()
    ros.wait_for(lambda: ros.node.count_publishers('robot_state') == 0, 10.0)
