# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Recorder of an episode: images, phases, plans and measured path of one command."""

from dataclasses import dataclass
from dataclasses import field
import io
from pathlib import Path
import threading
import time
from typing import Final

import numpy as np
from PIL import Image
from PIL import ImageOps
from vla_bringup.demo.recording import Pixels
from vla_bringup.demo.report import DemoReport
from vla_bringup.episode.episode import CommandEpisode
from vla_bringup.episode.episode import EpisodeFrame
from vla_bringup.episode.episode import Plan
from vla_bringup.episode.episode import Span
from vla_bringup.episode.gate_record import read_gate_record
from vla_client.client import VlaClient
from vla_common import qos
from vla_common.arrays import FloatArray
from vla_interfaces.msg import ActionChunk
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import RobotState
from vla_safety.audit.audit_file import audit_directory
from vla_safety.audit.audit_file import PATTERN
from vla_safety.audit.audit_reader import AuditReader

POLICY_STATES: Final = {
    PolicyStatus.IDLE: 'idle',
    PolicyStatus.WAITING: 'waiting',
    PolicyStatus.EXECUTING: 'executing',
    PolicyStatus.SUCCEEDED: 'succeeded',
    PolicyStatus.REFUSED: 'refused',
    PolicyStatus.FAILED: 'failed',
}
_FRAME_PERIOD_S: Final = 0.4
_STATE_PERIOD_S: Final = 0.1
_FRAME_SIZE_PX: Final = (480, 540)
_MAX_FRAMES: Final = 12
#: The last image is added if it is this much later than the others.
_LAST_AFTER_S: Final = 0.6
_MAX_STATES: Final = 5000
_MAX_CHUNKS: Final = 1000


@dataclass
class _Samples:
    """What was received since the command was sent."""

    command: str = ''
    started_s: float = 0.0
    status: PolicyStatus | None = None
    frames: list[EpisodeFrame] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    chunks: list[ActionChunk] = field(default_factory=list)
    states: list[tuple[float, tuple[float, float, float]]] = field(default_factory=list)


class EpisodeRecorder:
    """
    Record one command through the node of a client; nothing is recorded before `restart`.

    Parameters
    ----------
    client
        Client whose node subscribes.

    """

    def __init__(self, client: VlaClient) -> None:
        self._lock = threading.Lock()
        self._samples: _Samples | None = None
        self._previous_id = ''
        client.subscribe(ActionChunk, 'action_chunk', self._on_chunk, qos.RELIABLE_LATEST)
        client.subscribe(RobotState, 'robot_state', self._on_state, qos.SENSOR)
        client.on_policy_status(self._on_policy)

    def restart(self, command: str, previous_id: str) -> None:
        """Begin with a new command; the status of the previous one is ignored."""
        with self._lock:
            self._samples = _Samples(command, time.time())
            self._previous_id = previous_id

    def add_frame(self, pixels: Pixels) -> None:
        """Store an RGB image (height, width, 3) as JPEG; ignore it before the next one is due."""
        with self._lock:
            samples = self._samples
        if samples is None:
            return
        time_s = time.time() - samples.started_s
        if samples.frames and time_s - samples.frames[-1].time_s < _FRAME_PERIOD_S:
            return
        buffer = io.BytesIO()
        image = ImageOps.contain(Image.fromarray(pixels), _FRAME_SIZE_PX)
        image.save(buffer, 'JPEG', quality=80)
        samples.frames.append(EpisodeFrame(time_s, buffer.getvalue()))

    def episode(self, command_id: str, report: DemoReport) -> CommandEpisode:
        """
        Return the episode with what the audit log has about it.

        Call it when the nodes have ended: the log is complete then.

        Raises
        ------
        RuntimeError
            If no command was sent.

        """
        with self._lock:
            samples = self._samples
        if samples is None:
            raise RuntimeError('an episode needs a command; got none. Call restart first')
        chunks = [chunk for chunk in samples.chunks if chunk.command_id == command_id]
        reader = AuditReader(audit_files(samples.started_s))
        return CommandEpisode(
            command=samples.command,
            command_id=command_id,
            started_s=samples.started_s,
            duration_s=report.duration_s,
            outcome=report.outcome,
            reason=report.reason,
            message=report.message,
            meaning=samples.status.meaning if samples.status is not None else '',
            confirmed=report.success if report.outcome == 'succeeded' else None,
            facts=(f'seed {report.seed}',),
            frames=select_frames(samples.frames, samples.spans),
            spans=tuple(samples.spans),
            plans=tuple(to_plan(chunk) for chunk in chunks),
            executed_m=_until(samples.states, report.duration_s),
            chunk_latencies_s={int(c.sequence): float(c.latency_s) for c in chunks},
            gate=read_gate_record(reader, command_id, samples.started_s, report.duration_s),
        )

    def _on_policy(self, status: PolicyStatus) -> None:
        with self._lock:
            samples = self._samples
            if samples is None or status.command_id in ('', self._previous_id):
                return
            samples.status = status
            span = to_span(status, time.time() - samples.started_s)
            last = samples.spans[-1] if samples.spans else None
            if last is None or (last.state, last.label) != (span.state, span.label):
                samples.spans.append(span)

    def _on_chunk(self, chunk: ActionChunk) -> None:
        with self._lock:
            if self._samples is not None and len(self._samples.chunks) < _MAX_CHUNKS:
                self._samples.chunks.append(chunk)

    def _on_state(self, state: RobotState) -> None:
        with self._lock:
            samples = self._samples
            if samples is None or len(samples.states) >= _MAX_STATES:
                return
            time_s = time.time() - samples.started_s
            if samples.states and time_s - samples.states[-1][0] < _STATE_PERIOD_S:
                return
            position = state.end_effector.position
            samples.states.append((time_s, (position.x, position.y, position.z)))


def audit_files(since_s: float) -> list[Path]:
    """Return the files of the audit log that were written since a time [s since the epoch]."""
    paths = audit_directory().glob(PATTERN)
    return [path for path in paths if path.stat().st_mtime >= since_s]


def to_span(status: PolicyStatus, time_s: float) -> Span:
    """Return state and phase of a status as the start of a span."""
    state = POLICY_STATES.get(status.state, '?')
    if state != 'executing':
        return Span(time_s, state, state)
    step = f'step {status.step}: ' if status.step_count > 1 else ''
    return Span(time_s, state, f'{step}{status.task}, {status.phase}')


def to_plan(chunk: ActionChunk) -> Plan:
    """Return the positions of a chunk."""
    points = [(pose.position.x, pose.position.y, pose.position.z) for pose in chunk.poses]
    return Plan(int(chunk.sequence), np.array(points, float).reshape(-1, 3))


def select_frames(frames: list[EpisodeFrame], spans: list[Span]) -> tuple[EpisodeFrame, ...]:
    """Return the first image that shows each span, and the last one; at most 12."""
    chosen: dict[float, EpisodeFrame] = {}
    for span in spans:
        # The overlay shows a new state one or two images later.
        shown = [frame for frame in frames if frame.time_s >= span.start_s + _FRAME_PERIOD_S]
        if shown:
            chosen[shown[0].time_s] = shown[0]
    if frames and frames[-1].time_s - max(chosen, default=-np.inf) > _LAST_AFTER_S:
        chosen[frames[-1].time_s] = frames[-1]
    ordered = sorted(chosen.values(), key=lambda frame: frame.time_s)
    if len(ordered) > _MAX_FRAMES:
        places = np.linspace(0, len(ordered) - 1, _MAX_FRAMES).round().astype(int)
        ordered = [ordered[place] for place in places]
    return tuple(ordered)


def _until(states: list[tuple[float, tuple[float, float, float]]], end_s: float) -> FloatArray:
    points = [position for time_s, position in states if time_s <= end_s]
    return np.array(points, float).reshape(-1, 3)
