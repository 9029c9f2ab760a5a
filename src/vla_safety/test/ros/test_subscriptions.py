# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Inputs of the safety node: camera, heartbeat, deadman switch, commands, audit log."""

from collections import Counter
from pathlib import Path
import time
from typing import Any

from safety_node_harness import ACTIVE
from safety_node_harness import HOLD
from safety_node_harness import IDLE
from safety_node_harness import MakeHarness
from safety_node_harness import SafetyNodeHarness
from safety_node_harness import STOPPED
from std_msgs.msg import Bool
from std_msgs.msg import String
from vla_common import qos
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import CommandRequest
from vla_interfaces.msg import PolicyStatus
from vla_safety.audit.audit_reader import AuditReader


def test_a_lost_or_covered_camera_leads_to_hold(make_harness: MakeHarness) -> None:
    harness = make_harness(max_image_age_s=1.2, max_features_age_s=1.0)
    harness.start_motion()
    harness.dark_share = 1.0
    harness.drive_until(lambda: harness.state == HOLD)
    assert harness.status.reason == 'image_dark'
    assert 0 <= harness.status.features_age_s < harness.status.image_age_s
    harness.dark_share = 0.1
    harness.drive_until(lambda: harness.state == ACTIVE)
    harness.camera_alive = False
    harness.drive_until(lambda: harness.state == HOLD)
    assert harness.status.reason == 'features_stale'
    harness.camera_alive = True
    harness.drive_until(lambda: harness.state == ACTIVE)


def test_a_lost_language_node_leads_to_hold(make_harness: MakeHarness) -> None:
    harness = make_harness(max_language_age_s=1.0)
    harness.start_motion()
    assert 0 <= harness.status.language_age_s < 1.0
    harness.language_alive = False
    harness.drive_until(lambda: harness.state == HOLD)
    assert harness.status.reason == 'language_stale'
    harness.language_alive = True
    harness.drive_until(lambda: harness.state == ACTIVE)


def test_without_a_monitor_no_heartbeat_is_needed(make_harness: MakeHarness) -> None:
    harness = make_harness(watch_language=False)
    harness.language_alive = False
    harness.start_motion()
    assert harness.status.language_age_s == -1.0


def test_without_a_monitor_no_image_is_needed(make_harness: MakeHarness) -> None:
    harness = make_harness(watch_camera=False)
    harness.camera_alive = False
    harness.start_motion()
    assert harness.status.features_age_s == -1.0
    topics = [
        t for t, _ in harness.node.get_subscriber_names_and_types_by_node('safety_node', '/')
    ]
    assert '/visual_features' not in topics
    assert '/deadman' not in topics


def test_the_deadman_switch_permits_motion_and_stops(make_harness: MakeHarness) -> None:
    harness = make_harness(deadman=True, deadman_timeout_s=5.0)
    harness.send()
    harness.ros.wait_for(lambda: harness.status.reason == 'deadman')
    assert harness.state == IDLE
    switch = harness.ros.publisher(Bool, 'deadman', qos.SENSOR)
    timer = harness.ros.node.create_timer(0.05, lambda: switch.publish(Bool(data=True)))
    harness.start_motion()
    timer.cancel()
    switch.publish(Bool(data=False))
    harness.drive_until(lambda: harness.state == STOPPED)
    assert harness.status.reason == 'deadman'
    assert not harness.call('reset').success
    timer.reset()
    harness.ros.spin(0.3)
    assert harness.call('reset').success


def _records(folder: Path) -> list[dict[str, Any]]:
    return list(AuditReader([folder / 'vla_audit']))


def test_the_audit_log_has_commands_and_motion(make_harness: MakeHarness, logs: Path) -> None:
    harness = make_harness()
    harness.commands.publish(String(data='pick up the red cube'))
    embeddings = harness.ros.publisher(CommandEmbedding, 'command_embedding', qos.LATCHED)
    embeddings.publish(CommandEmbedding(command_id='command-1', text='pick up the red cube'))
    harness.policy.publish(
        PolicyStatus(
            command_id='command-1', state=PolicyStatus.EXECUTING, task='pick', target='red cube'
        )
    )
    harness.start_motion()
    harness.commands.publish(String(data='stop'))
    harness.ros.wait_for(lambda: harness.state == STOPPED)
    # The robot stops before the stop word is recorded.
    wanted = Counter(
        (
            *('started', 'command', 'command', 'classification', 'policy_state'),
            *('chunk', 'motion', 'state', 'stop'),
        )
    )
    harness.ros.wait_for(lambda: wanted <= Counter(r['kind'] for r in _records(logs)), 15.0)
    records = _records(logs)
    commands = [r for r in records if r['kind'] == 'command']
    assert [(r['text'], r['stop_word']) for r in commands] == [
        ('pick up the red cube', False),
        ('stop', True),
    ]
    assert commands[0]['possible_senders'] == [harness.ros.node.get_fully_qualified_name()]
    assert next(r for r in records if r['kind'] == 'policy_state')['target'] == 'red cube'
    assert [r['n'] for r in records] == list(range(1, len(records) + 1))


def test_redaction_keeps_texts_out_of_the_log(make_harness: MakeHarness, logs: Path) -> None:
    harness = make_harness(redact_commands=True)
    harness.commands.publish(String(data='pick up the secret cube'))
    harness.ros.wait_for(lambda: _commands(logs), 15.0)
    files = (logs / 'vla_audit').glob('audit-*.jsonl')
    assert not any(b'secret' in path.read_bytes() for path in files)


def _commands(folder: Path) -> list[dict[str, Any]]:
    return [record for record in _records(folder) if record['kind'] == 'command']


def _last_health(harness: SafetyNodeHarness) -> dict[str, str]:
    own = [s for m in harness.diagnostics for s in m.status if s.name == 'safety_node']
    values = {value.key: value.value for value in own[-1].values} if own else {}
    return {**values, 'message': own[-1].message if own else ''}


def test_motion_continues_while_the_log_cannot_be_written(
    make_harness: MakeHarness, tmp_path: Path
) -> None:
    (tmp_path / 'file').write_text('in the way')
    harness = make_harness(audit_directory=str(tmp_path / 'file'))
    harness.send(displacement=(0.0, 0.0, 0.01))
    harness.ros.wait_for(lambda: harness.status.reason == 'audit_log', 15.0)
    assert 'audit_directory' in harness.status.message
    harness.start_motion()
    assert harness.state == ACTIVE
    harness.ros.wait_for(lambda: 'audit log' in _last_health(harness)['message'], 15.0)
    assert int(_last_health(harness)['audit_waiting']) > 0


def test_the_audit_log_can_be_switched_off(make_harness: MakeHarness, logs: Path) -> None:
    harness = make_harness(audit=False)
    harness.start_motion()
    assert not (logs / 'vla_audit').exists()


def test_an_error_of_the_log_alone_stops_nothing(make_harness: MakeHarness, logs: Path) -> None:
    harness = make_harness()

    def fail(_: str) -> None:
        raise RuntimeError('no graph')

    harness.node.get_publishers_info_by_topic = fail
    harness.commands.publish(String(data='pick up the red cube'))
    end_s = time.monotonic() + 15.0
    while not (commands := _commands(logs)):
        assert time.monotonic() < end_s
        harness.ros.spin(0.05)
    assert commands[0]['possible_senders'] == ['unknown: no graph']
    assert harness.state == IDLE


REQUEST_QOS = qos.COMMAND


def test_a_stop_word_of_a_request_stops_and_is_recorded_with_its_id(
    make_harness: MakeHarness, logs: Path
) -> None:
    harness = make_harness()
    requests = harness.ros.publisher(CommandRequest, 'command_request', REQUEST_QOS)
    requests.publish(CommandRequest(command_id='request-1', text='pick up the red cube'))
    harness.start_motion()
    assert harness.state == ACTIVE
    requests.publish(CommandRequest(command_id='request-2', text='Please stop.'))
    harness.ros.wait_for(lambda: harness.state == STOPPED)
    assert harness.status.reason == 'stop_word'
    harness.ros.wait_for(lambda: len(_commands(logs)) == 2, 15.0)
    assert [(r['command_id'], r['text'], r['stop_word']) for r in _commands(logs)] == [
        ('request-1', 'pick up the red cube', False),
        ('request-2', 'Please stop.', True),
    ]
    assert _commands(logs)[0]['possible_senders'] == [harness.ros.node.get_fully_qualified_name()]


def test_a_request_with_a_malformed_id_still_stops(make_harness: MakeHarness, logs: Path) -> None:
    harness = make_harness()
    requests = harness.ros.publisher(CommandRequest, 'command_request', REQUEST_QOS)
    requests.publish(CommandRequest(command_id='x' * 5000, text='stop'))
    harness.ros.wait_for(lambda: harness.state == STOPPED)
    harness.ros.wait_for(lambda: len(_commands(logs)) == 1, 15.0)
    assert _commands(logs)[0]['command_id'] == 'x' * 128


def test_a_plain_text_is_recorded_without_an_id(make_harness: MakeHarness, logs: Path) -> None:
    harness = make_harness()
    harness.commands.publish(String(data='pick up the red cube'))
    harness.ros.wait_for(lambda: len(_commands(logs)) == 1, 15.0)
    assert 'command_id' not in _commands(logs)[0]
