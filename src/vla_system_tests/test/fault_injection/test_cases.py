# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Table of the faults."""

from types import SimpleNamespace
from typing import Any

from vla_bringup.files import default_params_file
from vla_bringup.nodes import entries
from vla_system_tests.fault_injection.cases import CASES
from vla_system_tests.fault_injection.relay import ImageFault
from vla_system_tests.fault_injection.report import read_limits


def test_every_node_is_killed_and_frozen() -> None:
    for entry in entries(use_sim=True):
        what = entry.name.removesuffix('_node')
        assert {f'kill_{what}', f'freeze_{what}'} <= set(CASES)


def test_driver_and_bridge_of_a_robot_are_killed_and_frozen() -> None:
    names = {
        f'{fault}_robot_{what}' for fault in ('kill', 'freeze') for what in ('driver', 'bridge')
    }
    assert names <= set(CASES)
    assert all(CASES[name].robot == 'ur5e' for name in names)


def test_every_time_out_is_a_parameter() -> None:
    limits = read_limits(default_params_file())
    assert all(limits[case.limit] > 0 for case in CASES.values() if case.limit)


def test_all_faults_are_there() -> None:
    assert len(CASES) == 50
    assert all(name == case.name for name, case in CASES.items())
    assert len({case.title for case in CASES.values()}) == 50


def test_camera_and_clock_faults_are_injected_and_undone() -> None:
    relay = SimpleNamespace(image_fault=ImageFault(), clock_shift_s=0.0, clock_stands=False)
    testbed: Any = SimpleNamespace(relay=relay)
    CASES['camera_unplugged'].inject(testbed)
    assert relay.image_fault.apply(b'image', 1.0) is None
    CASES['camera_unplugged'].undo(testbed)
    assert relay.image_fault.apply(b'image', 1.0) == b'image'
    CASES['clock_back'].inject(testbed)
    assert (relay.clock_shift_s, relay.clock_stands) == (-10.0, False)
    CASES['clock_stalled'].inject(testbed)
    assert relay.clock_stands


def test_stops_are_sent_through_the_client() -> None:
    sent: list[str] = []
    client = SimpleNamespace(publish_command=sent.append, trigger_async=sent.append)
    testbed: Any = SimpleNamespace(client=client)
    CASES['stop_word'].inject(testbed)
    CASES['stop_service'].inject(testbed)
    assert sent == ['stop', 'stop']
    assert CASES['stop_word'].reason == 'stop_word'
