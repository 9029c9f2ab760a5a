# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""State of the page as plain data."""

from dataclasses import dataclass
from typing import Any

from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import SafetyStatus
from vla_perception.projection import CameraModel
from vla_visualization import palette
from vla_visualization.attention_shares import attention_shares
from vla_visualization.observations import CardIcon
from vla_visualization.observations import CommandView
from vla_visualization.observations import ObjectView
from vla_visualization.observations import QueryWord
from vla_visualization.observations import SceneView
from vla_visualization.observations import StatusCard
from vla_visualization.overlay import camera_rows
from vla_visualization.panel import word_colors
from vla_visualization.scene_assembly import workspace_margin
from vla_visualization.status_card import is_pending
from vla_web.examples import example_commands


@dataclass(frozen=True)
class Liveness:
    """
    Whether the page shows the present.

    Parameters
    ----------
    status_age_s
        Time since the last safety_status was received [s]; None before the first one.
    timeout_s
        Age above which the page is not live [s].

    """

    status_age_s: float | None
    timeout_s: float

    @property
    def problem(self) -> str:
        """Return why the page is not live; empty if it is."""
        if self.status_age_s is None:
            return 'no safety_status was received; check that safety_node runs'
        if self.status_age_s > self.timeout_s:
            return f'the last safety_status is {self.status_age_s:.1f} s old'
        return ''


def to_page_state(
    scene: SceneView,
    policy: PolicyStatus | None,
    safety: SafetyStatus | None,
    liveness: Liveness,
    time_s: float,
    camera: CameraModel | None = None,
) -> dict[str, Any]:
    """
    Return the state as JSON-compatible data; `time_s` is Unix time.

    Objects have shares of attention only if `camera` is given.
    """
    shares = attention_shares(scene.objects, scene.attention, camera)
    card = scene.card
    margin = workspace_margin(scene.path, scene.workspace)
    is_executing = policy is not None and policy.state == PolicyStatus.EXECUTING
    return {
        't': round(time_s, 3),
        'problem': liveness.problem,
        'icon': card.icon.value if card else 'waiting',
        'severity': card.severity.value if card else 'warning',
        'color': _css(palette.SEVERITY_COLORS[card.severity]) if card else '#fff',
        'title': card.title if card else 'Waiting for the system',
        'why': card.why if card else '',
        'facts': list(card.facts) if card else [],
        'command': _command(scene.command),
        'objects': [_object(*pair) for pair in zip(scene.objects, shares, strict=True)],
        'examples': example_commands(scene.objects),
        'pending_id': policy.command_id if policy is not None and is_pending(safety) else '',
        'is_stopped': safety is not None and safety.state == SafetyStatus.STOPPED,
        'is_executing': is_executing,
        'progress': _progress(policy),
        'waiting': _waiting(card, safety) if is_executing else '',
        'latency_ms': _latency_ms(safety),
        'camera_rows': list(camera_rows(scene)),
        'margin_cm': None if margin is None else round(100 * margin[0], 2),
    }


def to_sample(state: dict[str, Any]) -> dict[str, Any]:
    """Return the part of a state that the timeline keeps."""
    keys = ('t', 'severity', 'color', 'title', 'why', 'latency_ms', 'margin_cm', 'is_executing')
    return {key: state[key] for key in keys}


def _progress(policy: PolicyStatus | None) -> float:
    if policy is None or policy.state not in (PolicyStatus.EXECUTING, PolicyStatus.SUCCEEDED):
        return 0.0
    is_done = policy.state == PolicyStatus.SUCCEEDED
    return 1.0 if is_done else round(float(policy.progress), 3)


def _waiting(card: StatusCard | None, safety: SafetyStatus | None) -> str:
    """Return why the robot does not move although a command is executed; empty if it does."""
    if is_pending(safety):
        return 'needs approval'
    return 'on hold' if card is not None and card.icon is not CardIcon.RUNNING else ''


def _latency_ms(safety: SafetyStatus | None) -> float | None:
    if safety is None or safety.latency_s < 0:
        return None
    return round(1000 * float(safety.latency_s), 1)


def _command(command: CommandView | None) -> dict[str, Any] | None:
    if command is None:
        return None
    queries = [q for q in ('target', 'destination') if any(q in w.weights for w in command.words)]
    return {
        'text': command.text,
        'meaning': command.meaning,
        'words': [_word(word) for word in command.words],
        'queries': [{'name': q, 'color': _css(palette.query_color(q))} for q in queries],
    }


def _word(word: QueryWord) -> dict[str, Any]:
    fill, ink = word_colors(word)
    weights = {query: round(weight, 2) for query, weight in word.weights.items()}
    return {'text': word.text, 'fill': f'rgb{fill}', 'ink': f'rgb{ink}', 'weights': weights}


def _object(item: ObjectView, shares: dict[str, float]) -> dict[str, Any]:
    return {
        'name': item.name,
        'color': _css(palette.object_color(item.color)),
        'confidence': round(item.confidence, 2),
        'is_held': item.is_held,
        'is_candidate': item.is_candidate,
        'attention': {query: round(share, 3) for query, share in shares.items()},
    }


def _css(rgb: palette.Rgb) -> str:
    return f'rgb{palette.to_bytes(rgb)}'
