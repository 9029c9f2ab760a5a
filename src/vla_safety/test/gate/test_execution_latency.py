# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
from vla_safety.gate.execution_latency import ExecutionLatency
from vla_safety.gate.gate_events import GateEvent
from vla_safety.testing.gate_harness import GateHarness
from vla_safety.testing.gate_harness import make_gate


def motion(command_id: str, latency_s: float) -> GateEvent:
    ages_s = {
        'plan_latency_s': latency_s - 0.01,
        'gate_latency_s': latency_s - 0.006,
        'latency_s': latency_s,
    }
    return GateEvent('motion', {'command_id': command_id, 'sequence': 1, 'ticks': 2, **ages_s})


def test_the_first_chunk_of_each_command_does_not_count() -> None:
    latency = ExecutionLatency()
    latency.update([motion('a', 9.0), motion('a', 0.021), GateEvent('state', {})])
    latency.update([motion('a', 0.023), motion('b', 9.0)])
    assert latency.values() == {
        'chunk_to_gate_n': 2,
        **{f'chunk_to_gate_p{percent}_ms': '4.0' for percent in (50, 90, 99)},
        'gate_to_action_n': 2,
        **{f'gate_to_action_p{percent}_ms': '6.0' for percent in (50, 90, 99)},
        'image_to_action_n': 2,
        'image_to_action_p50_ms': '22.0',
        'image_to_action_p90_ms': '22.8',
        'image_to_action_p99_ms': '23.0',
    }


def test_a_gate_records_the_latency_of_its_chunks() -> None:
    harness, latency = GateHarness(make_gate()), ExecutionLatency()
    harness.tick(3)
    harness.run(0.6, age_s=0.1, plan_latency_s=0.09)
    latency.update(harness.gate.events.take())
    values = latency.values()
    # Of three chunks, the first one does not count and the last one is still executed.
    assert values['image_to_action_n'] == 1
    assert values['chunk_to_gate_p50_ms'] == '10.0'
    assert values['gate_to_action_p50_ms'] == '20.0'
    assert values['image_to_action_p50_ms'] == '120.0'


def test_without_motion_there_are_no_values() -> None:
    assert ExecutionLatency().values() == {}
