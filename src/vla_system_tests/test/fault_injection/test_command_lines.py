# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Command lines of the system under test."""

from vla_system_tests.fault_injection.command_lines import command_lines
from vla_system_tests.fault_injection.relay import SOURCE_TOPIC


def test_command_lines_select_relay_and_clock() -> None:
    lines = command_lines('processes', (), relays_camera=True, use_sim_time=True)
    assert f'sim_node:camera/image_raw:={SOURCE_TOPIC}' in lines['sim_node']
    assert all(line[-1] == 'use_sim_time:=true' for line in lines.values())
    plain = command_lines('processes', (), relays_camera=False, use_sim_time=False)
    assert not any(SOURCE_TOPIC in part for line in plain.values() for part in line)
    assert not any('use_sim_time' in part for line in plain.values() for part in line)


def test_composed_system_is_one_process_with_the_relay() -> None:
    lines = command_lines('composed', ('blue sphere',), relays_camera=True, use_sim_time=True)
    assert list(lines) == ['composed']
    relay = f'sim_node:camera/image_raw:={SOURCE_TOPIC}'
    assert lines['composed'][-5:] == ['--ros-args', '-r', relay, '-p', 'use_sim_time:=true']


def test_states_of_a_robot_pass_through_the_relay() -> None:
    lines = command_lines('processes', (), relays_camera=False, use_sim_time=False, robot='ur5e')
    assert lines['sim_node'][-1] == 'sim_node:joint_states:=fault_source/joint_states'
    assert lines['robot_bridge'][-1] == 'robot_bridge:robot_state:=fault_source/robot_state'
