# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The safety node with a camera, a deadman switch, a dry run and an audit log."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
import time
from typing import Any

from safety_node_harness import ACTIVE
from safety_node_harness import HOLD
from safety_node_harness import IDLE
from safety_node_harness import SafetyNodeHarness
from safety_node_harness import STOPPED
from std_msgs.msg import Bool
from std_msgs.msg import String
from vla_common import qos
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import PolicyStatus
from vla_safety.audit.audit_reader import AuditReader

Make = Callable[..., SafetyNodeHarness]


def _records(folder: Path) -> list[dict[str, Any]]:
    return list(AuditReader([folder / 'vla_audit']))


def _last_health(harness: SafetyNodeHarness) -> dict[str, str]:
    own = [s for m in harness.diagnostics for s in m.status if s.name == 'safety_node']
    values = {value.key: value.value for value in own[-1].values} if own else {}
    return {**values, 'message': own[-1].message if own else ''}


def test_a_camera_that_dies_or_is_covered_leads_to_hold(make: Make) -> None:
    harness = make(max_image_age_s=1.2, max_features_age_s=1.0)
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


def test_a_dead_language_side_leads_to_hold(make: Make) -> None:
    harness = make(max_language_age_s=1.0)
    harness.start_motion()
    assert 0 <= harness.status.language_age_s < 1.0
    harness.language_alive = False
    harness.drive_until(lambda: harness.state == HOLD)
    assert harness.status.reason == 'language_stale'
    harness.language_alive = True
    harness.drive_until(lambda: harness.state == ACTIVE)


def test_without_watching_no_language_side_is_needed(make: Make) -> None:
    harness = make(watch_language=False)
    harness.language_alive = False
    harness.start_motion()
    assert harness.status.language_age_s == -1.0


def test_without_watching_no_image_is_needed(make: Make) -> None:
    harness = make(watch_camera=False)
    harness.camera_alive = False
    harness.start_motion()
    assert harness.status.features_age_s == -1.0
    topics = [
        t for t, _ in harness.node.get_subscriber_names_and_types_by_node('safety_node', '/')
    ]
    assert '/visual_features' not in topics
    assert '/deadman' not in topics


def test_a_dry_run_sends_nothing(make: Make) -> None:
    harness = make(dry_run=True)
    harness.drive_until(lambda: harness.state == ACTIVE)
    assert harness.status.dry_run
    assert 'dry run' in harness.status.message
    assert harness.stands_still()
    assert not harness.actions
    assert not harness.grippers
    assert harness.status.chunks_accepted > 0


def test_the_deadman_switch_allows_and_stops(make: Make) -> None:
    harness = make(deadman=True, deadman_timeout_s=5.0)
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


def test_the_audit_log_tells_who_asked_and_what_ran(make: Make, logs: Path) -> None:
    harness = make()
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
    # A stop word stops before it is noted.
    wanted = Counter('started asked asked read understood chunk motion state stop'.split())
    harness.ros.wait_for(lambda: wanted <= Counter(r['kind'] for r in _records(logs)), 15.0)
    records = _records(logs)
    asked = [r for r in records if r['kind'] == 'asked']
    assert [(r['text'], r['stop_word']) for r in asked] == [
        ('pick up the red cube', False),
        ('stop', True),
    ]
    assert asked[0]['asked_by'] == ['/probe']
    assert next(r for r in records if r['kind'] == 'understood')['target'] == 'red cube'
    assert [r['n'] for r in records] == list(range(1, len(records) + 1))


def test_redaction_keeps_texts_out_of_the_log(make: Make, logs: Path) -> None:
    harness = make(redact_commands=True)
    harness.commands.publish(String(data='pick up the secret cube'))
    harness.ros.wait_for(lambda: any(r['kind'] == 'asked' for r in _records(logs)), 15.0)
    files = (logs / 'vla_audit').glob('audit-*.jsonl')
    assert not any(b'secret' in path.read_bytes() for path in files)


def test_a_log_that_cannot_be_written_is_told_and_motion_goes_on(
    make: Make, tmp_path: Path
) -> None:
    (tmp_path / 'file').write_text('in the way')
    harness = make(audit_directory=str(tmp_path / 'file'))
    harness.send(displacement=(0.0, 0.0, 0.01))
    harness.ros.wait_for(lambda: harness.status.reason == 'audit_log', 15.0)
    assert 'audit_directory' in harness.status.message
    harness.start_motion()
    assert harness.state == ACTIVE
    harness.ros.wait_for(lambda: 'audit log' in _last_health(harness)['message'], 15.0)
    assert int(_last_health(harness)['audit_waiting']) > 0


def test_no_log_where_none_is_wanted(make: Make, logs: Path) -> None:
    harness = make(audit=False)
    harness.start_motion()
    assert not (logs / 'vla_audit').exists()


def test_a_callback_that_fails_for_the_log_only_stops_nothing(make: Make, logs: Path) -> None:
    harness = make()

    def fail(_: str) -> None:
        raise RuntimeError('no graph')

    harness.node.get_publishers_info_by_topic = fail
    harness.commands.publish(String(data='pick up the red cube'))
    end_s = time.monotonic() + 15.0
    while not (asked := [r for r in _records(logs) if r['kind'] == 'asked']):
        assert time.monotonic() < end_s
        harness.ros.spin(0.05)
    assert asked[0]['asked_by'] == ['unknown: no graph']
    assert harness.state == IDLE
