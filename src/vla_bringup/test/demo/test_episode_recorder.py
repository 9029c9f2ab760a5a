# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Recording of an episode from real topics and an audit log."""

from collections.abc import Iterator
import json
from pathlib import Path
import time

import numpy as np
import pytest
from vla_bringup.demo.episode_recorder import EpisodeRecorder
from vla_bringup.demo.episode_recorder import select_frames
from vla_bringup.demo.episode_recorder import to_span
from vla_bringup.demo.report import DemoReport
from vla_bringup.episode.episode import EpisodeFrame
from vla_bringup.episode.episode import Span
from vla_client.client import VlaClient
from vla_client.testing import FakeSystem
from vla_common import qos
from vla_common.domain_id import free_domain_id
from vla_interfaces.msg import ActionChunk
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import RobotState


@pytest.fixture
def pair() -> Iterator[tuple[FakeSystem, VlaClient]]:
    domain_id = free_domain_id()
    with FakeSystem(domain_id) as system, VlaClient('recorder', domain_id=domain_id) as client:
        yield system, client


def report() -> DemoReport:
    result = DemoReport(False, 'refused', 'workspace', 'too far', 'go', 7)
    result.duration_s = 60.0
    return result


def test_an_episode_needs_a_command(pair: tuple[FakeSystem, VlaClient]) -> None:
    recorder = EpisodeRecorder(pair[1])
    recorder.add_frame(np.zeros((4, 4, 3), np.uint8))
    with pytest.raises(RuntimeError, match='Call restart first'):
        recorder.episode('id-1', report())


def test_topics_and_audit_log_are_recorded(
    pair: tuple[FakeSystem, VlaClient], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv('ROS_LOG_DIR', str(tmp_path))
    system, client = pair
    recorder, node = EpisodeRecorder(client), system.thread.node
    chunks, states = (
        system.thread.run_on_executor(lambda kind=kind: node.create_publisher(*kind))
        for kind in (
            (ActionChunk, 'action_chunk', qos.RELIABLE_LATEST),
            (RobotState, 'robot_state', qos.SENSOR),
        )
    )
    assert client.wait_for(lambda: all(p.get_subscription_count() for p in (chunks, states)), 10.0)
    recorder.restart('go', 'id-0')
    recorder.add_frame(np.zeros((4, 4, 3), np.uint8))
    poses = [RobotState().end_effector for _ in range(2)]
    chunk = ActionChunk(command_id='id-1', sequence=3, poses=poses, latency_s=0.25)
    chunk.poses[1].position.x = 0.5
    status = PolicyStatus(state=PolicyStatus.EXECUTING, task='pick', phase='lift', step_count=1)

    def is_recorded() -> bool:
        for command_id in ('id-0', 'id-1'):
            status.command_id = command_id
            system.policy.publish(status)
            chunk.command_id = command_id
            chunks.publish(chunk)
        states.publish(RobotState())
        episode = recorder.episode('id-1', report())
        return bool(episode.plans and len(episode.executed_m) and episode.spans)

    assert client.wait_for(is_recorded, 10.0)
    log = tmp_path / 'vla_audit'
    log.mkdir()
    line = {'kind': 'chunk', 'command_id': 'id-1', 'sequence': 3, 'outcome': 'refused'}
    (log / 'audit-new.jsonl').write_text(json.dumps(line) + '\n')
    episode = recorder.episode('id-1', report())
    assert (episode.command, episode.outcome, episode.facts) == ('go', 'refused', ('seed 7',))
    assert episode.plans[0].positions_m.tolist() == [[0, 0, 0], [0.5, 0, 0]]
    assert episode.chunk_latencies_s == {3: 0.25}
    assert episode.gate.outcomes == {3: 'refused'}
    assert [span.label for span in episode.spans] == ['pick, lift']
    assert episode.frames[0].jpeg.startswith(b'\xff\xd8')
    assert time.time() - episode.started_s < 60


def test_steps_are_numbered_only_if_there_are_several() -> None:
    status = PolicyStatus(state=PolicyStatus.EXECUTING, task='pick', phase='lift', step=2)
    assert to_span(status, 1.0) == Span(1.0, 'executing', 'pick, lift')
    status.step_count = 2
    assert to_span(status, 1.0).label == 'step 2: pick, lift'
    status.state = PolicyStatus.REFUSED
    assert to_span(status, 1.0) == Span(1.0, 'refused', 'refused')


def test_frames_are_of_each_span_and_the_last_one() -> None:
    frames = [EpisodeFrame(number * 0.5, b'') for number in range(40)]
    spans = [Span(1.0, 'waiting', 'waiting'), Span(4.1, 'executing', 'pick, lift')]
    assert [f.time_s for f in select_frames(frames, spans)] == [1.5, 4.5, 19.5]
    many = [Span(float(number), 'executing', str(number)) for number in range(19)]
    assert len(select_frames(frames, many)) == 12
    assert select_frames([], spans) == ()
