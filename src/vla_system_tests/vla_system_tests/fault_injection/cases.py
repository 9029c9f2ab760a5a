# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Faults, and the reaction that is required for each."""

from collections.abc import Iterator
from functools import partial
from typing import Final

from vla_bringup.nodes import entries
from vla_system_tests.fault_injection.fault_case import Action
from vla_system_tests.fault_injection.fault_case import FaultCase
from vla_system_tests.fault_injection.flood import CHUNKS_ARGUMENT
from vla_system_tests.fault_injection.relay import ImageFault
from vla_system_tests.fault_injection.restart_cases import restart_cases
from vla_system_tests.fault_injection.robot_cases import robot_cases
from vla_system_tests.fault_injection.second_system_cases import second_system_cases
from vla_system_tests.fault_injection.testbed import Testbed

_FEATURES: Final = 'max_features_age_s'
_CHUNK: Final = 'max_chunk_age_s'
_IMAGE: Final = 'max_image_age_s'
#: Time-out of a robot state that does not arrive, and the reason that the safety node reports.
STATE_LIMIT: Final = 'max_state_age_s'
STATE_STALE: Final = 'state_stale'
_LANGUAGE: Final = 'max_language_age_s'
_HOUR_S: Final = 3600.0
#: Longest time until a new publisher is found in a flood, and the ramp [s].
_FLOOD_S: Final = 2.0
#: Time-out that applies when a node is dead, and the reason that the safety node reports.
_LIMIT_OF: Final = {
    'perception_node': (_IMAGE, 'features_stale'),
    'policy_node': (_CHUNK, 'chunk_stale'),
    'language_node': (_LANGUAGE, 'language_stale'),
    'sim_node': (STATE_LIMIT, STATE_STALE),
    'safety_node': ('', ''),
    'visualization_node': ('', ''),
}


def _publish(text: str) -> Action:
    return lambda testbed: testbed.client.publish_command(text)


def _image(**fault: float) -> Action:
    def apply(testbed: Testbed) -> None:
        testbed.relay.image_fault = ImageFault(**fault)  # type: ignore[arg-type]

    return apply


def _clock(*, shift_s: float = 0.0, stands: bool = False) -> Action:
    def apply(testbed: Testbed) -> None:
        testbed.relay.clock_shift_s, testbed.relay.clock_stands = shift_s, stands

    return apply


def _call(service: str) -> Action:
    def apply(testbed: Testbed) -> None:
        testbed.client.trigger_async(service)

    return apply


def _start_flood(testbed: Testbed) -> None:
    testbed.prepare_flood()
    testbed.start_flood(lead_s=3.0)


def _prepare_chunk_flood(testbed: Testbed) -> None:
    testbed.prepare_flood(CHUNKS_ARGUMENT)


def _nodes() -> Iterator[FaultCase]:
    for entry in entries(use_sim=True):
        node, what = entry.name, entry.name.removesuffix('_node')
        (limit, reason), may_continue = _LIMIT_OF[node], node == 'visualization_node'
        may_block_sim = node != 'sim_node'
        yield FaultCase(
            f'kill_{what}',
            f'`kill -9` of {node}',
            partial(Testbed.kill, node=node),
            partial(Testbed.restart, node=node),
            limit=limit,
            may_continue=may_continue,
            reason=reason,
            # A restarted safety node has a latched stop.
            recovers='after reset' if node == 'safety_node' else '',
            may_block_sim=may_block_sim,
        )
        yield FaultCase(
            f'freeze_{what}',
            f'SIGSTOP of {node}',
            partial(Testbed.freeze, node=node),
            partial(Testbed.unfreeze, node=node),
            limit=limit,
            may_continue=may_continue,
            reason=reason,
            may_block_sim=may_block_sim,
        )


def _camera() -> Iterator[FaultCase]:
    for name, title, reason, fault in (
        ('unplugged', 'camera unplugged', 'features_stale', {'unplugged': True}),
        (
            'frozen',
            'camera frozen: the same image with new stamps',
            'image_frozen',
            {'frozen': True},
        ),
        ('black', 'camera black', 'image_dark', {'black': True}),
        ('behind', 'clock of the camera 10 s behind', 'image_stale', {'shift_s': -10.0}),
        ('ahead', 'clock of the camera 1 h ahead', 'image_stale', {'shift_s': _HOUR_S}),
    ):
        yield FaultCase(
            f'camera_{name}', title, _image(**fault), _image(), limit=_IMAGE, reason=reason
        )
    # The robot must brake between two images; each image lets it continue for a moment.
    yield FaultCase(
        'camera_1hz',
        'camera at 1 Hz',
        _image(period_s=1.0),
        _image(),
        limit=_FEATURES,
        may_continue=True,
        must_hold=True,
        reason='features_stale',
    )


def _clocks() -> Iterator[FaultCase]:
    for name, title, shift_s in (
        ('back', 'all clocks jump back by 10 s', -10.0),
        ('forward', 'all clocks jump forward by 1 h', _HOUR_S),
    ):
        # The clock keeps its offset, and the robot continues with messages of the new time.
        yield FaultCase(
            f'clock_{name}',
            title,
            _clock(shift_s=shift_s),
            may_continue=True,
            reason='clock_jump',
            use_sim_time=True,
        )
    # The clock continues at the right time. Until then the stamps of the state do not advance.
    yield FaultCase(
        'clock_stalled',
        '`/clock` stands still',
        _clock(stands=True),
        _clock(),
        limit=STATE_LIMIT,
        reason='state_stamp_repeated',
        use_sim_time=True,
    )


def _stops() -> Iterator[FaultCase]:
    yield FaultCase('stop_service', 'service `stop`', _call('stop'), reason='stop_service')
    yield FaultCase('stop_word', 'the word "stop"', _publish('stop'), reason='stop_word')
    yield FaultCase(
        'flood_stop',
        'service `stop` in a DDS flood',
        _call('stop'),
        Testbed.end_flood,
        before=_start_flood,
        reason='stop_service',
    )
    yield FaultCase(
        'commands_stop',
        'the word "stop" among 100 commands a second',
        _publish('stop'),
        Testbed.end_command_load,
        before=partial(Testbed.start_command_load, rate_hz=100.0, lead_s=2.0),
        reason='stop_word',
    )
    yield FaultCase(
        'commands_stop_composed',
        'the word "stop" among 100 commands a second, one process',
        _publish('stop'),
        Testbed.end_command_load,
        before=partial(Testbed.start_command_load, rate_hz=100.0, lead_s=2.0),
        reason='stop_word',
        launch_mode='composed',
    )


def _loads() -> Iterator[FaultCase]:
    # A valid message arrives now and then, and the robot may continue with it.
    yield FaultCase(
        'flood',
        'DDS flood: malformed features, large messages',
        Testbed.start_flood,
        Testbed.end_flood,
        before=Testbed.prepare_flood,
        may_continue=True,
    )
    yield FaultCase(
        'flood_chunks',
        'DDS flood with malformed chunks too',
        Testbed.start_flood,
        Testbed.end_flood,
        before=_prepare_chunk_flood,
        limit_s=_FLOOD_S,
        # In motion the second publisher latches a stop. But the policy may refuse the malformed
        # features and end the command before: then chunks are refused, as always while idle.
        reason='duplicate_action_chunk',
    )
    yield FaultCase(
        'commands',
        '100 commands a second',
        partial(Testbed.start_command_load, rate_hz=100.0),
        Testbed.end_command_load,
        limit=_CHUNK,
    )
    yield FaultCase(
        'disk_full',
        'disk full for the log',
        partial(Testbed.limit_files, node='safety_node', size_b=0),
        partial(Testbed.limit_files, node='safety_node', size_b=-1),
        may_continue=True,
        reason='audit_log',
    )


#: Every fault by its name.
CASES: Final = {
    case.name: case
    for cases in (
        _nodes,
        _camera,
        _clocks,
        _stops,
        _loads,
        restart_cases,
        second_system_cases,
        robot_cases,
    )
    for case in cases()
}
