# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The safety node with a camera, a deadman switch, a dry run and an audit log."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
import time
from typing import Any

from safety_system import ACTIVE
from safety_system import HOLD
from safety_system import IDLE
from safety_system import STOPPED
from safety_system import System
from std_msgs.msg import Bool
from std_msgs.msg import String
from vla_common import qos
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import PolicyStatus
from vla_safety.audit.audit_reader import AuditReader

Make = Callable[..., System]


def _records(folder: Path) -> list[dict[str, Any]]:
    return list(AuditReader([folder / 'vla_audit']))


def _last_health(system: System) -> dict[str, str]:
    own = [s for m in system.diagnostics for s in m.status if s.name == 'safety_node']
    values = {value.key: value.value for value in own[-1].values} if own else {}
    return {**values, 'message': own[-1].message if own else ''}


def test_a_camera_that_dies_or_is_covered_leads_to_hold(make: Make) -> None:
    system = make(max_image_age_s=1.2, max_features_age_s=1.0)
    system.start_motion()
    system.dark_share = 1.0
    system.drive_until(lambda: system.state == HOLD)
    assert system.status.reason == 'image_dark'
    assert 0 <= system.status.features_age_s < system.status.image_age_s
    system.dark_share = 0.1
    system.drive_until(lambda: system.state == ACTIVE)
    system.camera_alive = False
    system.drive_until(lambda: system.state == HOLD)
    assert system.status.reason == 'features_stale'
    system.camera_alive = True
    system.drive_until(lambda: system.state == ACTIVE)


def test_a_dead_language_side_leads_to_hold(make: Make) -> None:
    system = make(max_language_age_s=1.0)
    system.start_motion()
    assert 0 <= system.status.language_age_s < 1.0
    system.language_alive = False
    system.drive_until(lambda: system.state == HOLD)
    assert system.status.reason == 'language_stale'
    system.language_alive = True
    system.drive_until(lambda: system.state == ACTIVE)


def test_without_watching_no_language_side_is_needed(make: Make) -> None:
    system = make(watch_language=False)
    system.language_alive = False
    system.start_motion()
    assert system.status.language_age_s == -1.0


def test_without_watching_no_image_is_needed(make: Make) -> None:
    system = make(watch_camera=False)
    system.camera_alive = False
    system.start_motion()
    assert system.status.features_age_s == -1.0
    topics = [t for t, _ in system.node.get_subscriber_names_and_types_by_node('safety_node', '/')]
    assert '/visual_features' not in topics
    assert '/deadman' not in topics


def test_a_dry_run_sends_nothing(make: Make) -> None:
    system = make(dry_run=True)
    system.drive_until(lambda: system.state == ACTIVE)
    assert system.status.dry_run
    assert 'dry run' in system.status.message
    assert system.stands_still()
    assert not system.actions
    assert not system.grippers
    assert system.status.chunks_accepted > 0


def test_the_deadman_switch_allows_and_stops(make: Make) -> None:
    system = make(deadman=True, deadman_timeout_s=5.0)
    system.send()
    system.ros.wait_for(lambda: system.status.reason == 'deadman')
    assert system.state == IDLE
    switch = system.ros.publisher(Bool, 'deadman', qos.SENSOR)
    timer = system.ros.node.create_timer(0.05, lambda: switch.publish(Bool(data=True)))
    system.start_motion()
    timer.cancel()
    switch.publish(Bool(data=False))
    system.drive_until(lambda: system.state == STOPPED)
    assert system.status.reason == 'deadman'
    assert not system.call('reset').success
    timer.reset()
    system.ros.spin(0.3)
    assert system.call('reset').success


def test_the_audit_log_tells_who_asked_and_what_ran(make: Make, logs: Path) -> None:
    system = make()
    system.commands.publish(String(data='pick up the red cube'))
    embeddings = system.ros.publisher(CommandEmbedding, 'command_embedding', qos.LATCHED)
    embeddings.publish(CommandEmbedding(command_id='command-1', text='pick up the red cube'))
    system.policy.publish(
        PolicyStatus(
            command_id='command-1', state=PolicyStatus.EXECUTING, task='pick', target='red cube'
        )
    )
    system.start_motion()
    system.commands.publish(String(data='stop'))
    system.ros.wait_for(lambda: system.state == STOPPED)
    # A stop word stops before it is noted.
    wanted = Counter('started asked asked read understood chunk motion state stop'.split())
    system.ros.wait_for(lambda: wanted <= Counter(r['kind'] for r in _records(logs)), 15.0)
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
    system = make(redact_commands=True)
    system.commands.publish(String(data='pick up the secret cube'))
    system.ros.wait_for(lambda: any(r['kind'] == 'asked' for r in _records(logs)), 15.0)
    files = (logs / 'vla_audit').glob('audit-*.jsonl')
    assert not any(b'secret' in path.read_bytes() for path in files)


def test_a_log_that_cannot_be_written_is_told_and_motion_goes_on(
    make: Make, tmp_path: Path
) -> None:
    (tmp_path / 'file').write_text('in the way')
    system = make(audit_directory=str(tmp_path / 'file'))
    system.send(way=(0.0, 0.0, 0.01))
    system.ros.wait_for(lambda: system.status.reason == 'audit_log', 15.0)
    assert 'audit_directory' in system.status.message
    system.start_motion()
    assert system.state == ACTIVE
    system.ros.wait_for(lambda: 'audit log' in _last_health(system)['message'], 15.0)
    assert int(_last_health(system)['audit_waiting']) > 0


def test_no_log_where_none_is_wanted(make: Make, logs: Path) -> None:
    system = make(audit=False)
    system.start_motion()
    assert not (logs / 'vla_audit').exists()


def test_a_callback_that_fails_for_the_log_only_stops_nothing(make: Make, logs: Path) -> None:
    system = make()

    def fail(_: str) -> None:
        raise RuntimeError('no graph')

    system.node.get_publishers_info_by_topic = fail
    system.commands.publish(String(data='pick up the red cube'))
    end_s = time.monotonic() + 15.0
    while not (asked := [r for r in _records(logs) if r['kind'] == 'asked']):
        assert time.monotonic() < end_s
        system.ros.spin(0.05)
    assert asked[0]['asked_by'] == ['unknown: no graph']
    assert system.state == IDLE
