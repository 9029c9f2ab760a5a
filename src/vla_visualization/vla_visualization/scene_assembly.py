# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Combination of messages of several nodes: what is shown, and under which name."""

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import SafetyStatus
from vla_visualization.command_words import to_words
from vla_visualization.observations import CommandView
from vla_visualization.observations import EndEffectorView
from vla_visualization.observations import ObjectView
from vla_visualization.observations import PlannedPath
from vla_visualization.observations import QueryAttention
from vla_visualization.observations import StatusCard
from vla_visualization.observations import Workspace
from vla_visualization.status_card import is_pending
from vla_visualization.status_card import is_refused

#: A candidate is the detected object of its name within this distance [m].
_SAME_PLACE_M = 0.03
_DESTINATION = 'destination'
#: Phases in which the target is no longer where the plan began; the policy does not follow it.
_AFTER_CONTACT = ('lift', 'transfer', 'lower', 'release', 'push', 'retreat', 'done')


def shown_path(
    path: PlannedPath | None,
    policy: PolicyStatus | None,
    safety: SafetyStatus | None,
    held: ObjectView | None,
) -> PlannedPath | None:
    """
    Return the path with the names of its goals, the target at the gripper if that holds it.

    After contact without a held object, the place of the target is unknown (NaN).

    None if it is not to be executed: the command has ended, or a stop is latched.
    """
    is_over = policy is not None and policy.state != PolicyStatus.EXECUTING
    is_stopped = safety is not None and safety.state == SafetyStatus.STOPPED
    if path is None or is_over or is_stopped:
        return None
    path = replace(path, pending=is_pending(safety), refused=is_refused(safety))
    if policy is not None:
        path = replace(
            path,
            target=policy.target or path.target,
            destination=policy.destination or path.destination,
        )
    if held is not None and held.name == path.target:
        return replace(path, target_m=held.position_m, target_is_held=True)
    if policy is not None and policy.phase in _AFTER_CONTACT:
        return replace(path, target_m=np.full(3, np.nan))
    return path


def shown_attention(
    maps: Iterable[QueryAttention],
    command: CommandEmbedding | None,
    policy: PolicyStatus | None,
    path: PlannedPath | None,
) -> tuple[QueryAttention, ...]:
    """
    Return the attention that matters.

    Without the target after contact: the gripper holds it or has moved it; without a destination
    if the command has none; and none of a command that is over, unless it asks which object.
    """
    shown = policy is None or policy.state in (PolicyStatus.WAITING, PolicyStatus.EXECUTING)
    if not shown and not (policy is not None and policy.candidates):
        return ()
    hidden = set() if _has_destination(command, path) else {_DESTINATION}
    if path is not None and (path.target_is_held or not np.isfinite(path.target_m).all()):
        hidden.add('target')
    return tuple(attention for attention in maps if attention.query not in hidden)


def shown_command(
    view: CommandView,
    command: CommandEmbedding,
    pieces: Mapping[str, tuple[str, Sequence[tuple[str, float]]]],
    path: PlannedPath | None,
) -> CommandView:
    """
    Return the command with the attention to its words.

    Parameters
    ----------
    view, command
        Newest command and its message.
    pieces
        By query, the id of a command, and its word pieces with their weights.
    path
        Path that is executed; None for none.

    """
    queries = ('target', _DESTINATION) if _has_destination(command, path) else ('target',)
    words = to_words(
        {
            query: pieces[query][1]
            for query in queries
            if query in pieces and pieces[query][0] == command.command_id
        }
    )
    return replace(view, words=words) if words else view


def shown_objects(
    objects: Sequence[ObjectView], candidates: Sequence[ObjectView], tool: EndEffectorView | None
) -> tuple[ObjectView, ...]:
    """Return all objects from left to right, candidates marked, a held one at the tool."""
    found = [
        replace(item, is_candidate=any(_is_same(item, other) for other in candidates))
        for item in objects
    ]
    found += [c for c in candidates if not any(_is_same(c, item) for item in objects)]
    if tool is not None:
        found = [
            replace(item, position_m=tool.position_m) if item.is_held else item for item in found
        ]
    return tuple(sorted(found, key=lambda item: -item.position_m[1]))


def with_margin(
    card: StatusCard, path: PlannedPath | None, workspace: Workspace | None
) -> StatusCard:
    """Return the card with the smallest distance of the plan to a side of the workspace."""
    margin = workspace_margin(path, workspace)
    if margin is None:
        return card
    margin_m, axis = margin
    side = 'inside' if margin_m >= 0 else 'outside'
    text = f'plan {100 * abs(margin_m):.1f} cm {side} the workspace ({axis})'
    return replace(card, facts=(*card.facts[:1], text, *card.facts[1:]))


def workspace_margin(
    path: PlannedPath | None, workspace: Workspace | None
) -> tuple[float, str] | None:
    """
    Return the smallest distance of the plan to a side of the workspace [m], and its axis.

    The distance is negative outside. None without a plan or without a workspace.
    """
    if path is None or workspace is None:
        return None
    points = path.positions_m[np.isfinite(path.positions_m).all(axis=1)]
    if not len(points):
        return None
    margins_m = np.minimum(points - workspace.low_m, workspace.high_m - points)  # (K, 3)
    axis = int(margins_m.min(axis=0).argmin())
    return float(margins_m[:, axis].min()), 'xyz'[axis]


def held_object(objects: Iterable[ObjectView]) -> ObjectView | None:
    """Return the object in the gripper; None for none."""
    return next((item for item in objects if item.is_held), None)


def _is_same(a: ObjectView, b: ObjectView) -> bool:
    distance_m = float(np.linalg.norm(a.position_m[:2] - b.position_m[:2]))
    return a.name == b.name and distance_m < _SAME_PLACE_M


def _has_destination(command: CommandEmbedding | None, path: PlannedPath | None) -> bool:
    if path is not None:
        return path.destination_m is not None
    if command is None or not command.meaning.speech_act:
        return True
    return bool(command.meaning.destination >= 0)
