# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""What is shown of the messages of several nodes."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import CommandMeaning
from vla_interfaces.msg import DetectedObject
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import SafetyStatus
from vla_visualization.observations import CardIcon
from vla_visualization.observations import CommandView
from vla_visualization.observations import EndEffectorView
from vla_visualization.observations import ObjectView
from vla_visualization.observations import PlannedPath
from vla_visualization.observations import QueryAttention
from vla_visualization.observations import QueryWord
from vla_visualization.observations import Severity
from vla_visualization.observations import StatusCard
from vla_visualization.observations import Workspace
from vla_visualization.scene_assembly import held_object
from vla_visualization.scene_assembly import shown_attention
from vla_visualization.scene_assembly import shown_command
from vla_visualization.scene_assembly import shown_objects
from vla_visualization.scene_assembly import shown_path
from vla_visualization.scene_assembly import with_margin
from vla_visualization.scene_assembly import workspace_margin

EXECUTING = PolicyStatus(state=PolicyStatus.EXECUTING, target='red cube', destination='green bowl')
REFUSED = PolicyStatus(state=PolicyStatus.REFUSED)
ASKING = PolicyStatus(state=PolicyStatus.REFUSED, candidates=[DetectedObject()])
MAPS = tuple(QueryAttention(query, np.ones((2, 2))) for query in ('target', 'destination'))
CUBE = ObjectView('red cube', 'red', 'cube', np.array([0.5, 0.1, 0.0]))
HELD = replace(CUBE, position_m=np.array([0.4, 0.0, 0.2]), is_held=True)
PLACE = CommandEmbedding(meaning=CommandMeaning(speech_act='order', destination=1))
PICK = CommandEmbedding(command_id='c1', meaning=CommandMeaning(speech_act='order'))
WITHOUT_MEANING = CommandEmbedding()


def test_a_path_has_the_names_of_its_goals(path: PlannedPath) -> None:
    shown = shown_path(path, EXECUTING, SafetyStatus(state=SafetyStatus.ACTIVE), None)
    assert shown is not None
    assert (shown.target, shown.destination) == ('red cube', 'green bowl')
    assert not (shown.pending or shown.refused or shown.target_is_held)


@pytest.mark.parametrize(
    ('reason', 'pending', 'refused'),
    [('approval_pending', True, False), ('workspace', False, True), ('', False, False)],
)
def test_a_path_that_waits_or_is_refused(
    path: PlannedPath, reason: str, *, pending: bool, refused: bool
) -> None:
    shown = shown_path(path, EXECUTING, SafetyStatus(reason=reason), None)
    assert shown is not None
    assert (shown.pending, shown.refused) == (pending, refused)


def test_a_held_target_is_at_the_gripper(path: PlannedPath) -> None:
    shown = shown_path(path, EXECUTING, None, HELD)
    assert shown is not None and shown.target_is_held
    np.testing.assert_array_equal(shown.target_m, HELD.position_m)
    other = shown_path(path, EXECUTING, None, replace(HELD, name='blue cube'))
    assert other is not None and not other.target_is_held
    np.testing.assert_array_equal(other.target_m, path.target_m)


@pytest.mark.parametrize(
    ('policy', 'safety'), [(REFUSED, None), (EXECUTING, SafetyStatus(state=SafetyStatus.STOPPED))]
)
def test_a_path_that_is_not_executed_is_not_shown(
    path: PlannedPath, policy: PolicyStatus, safety: SafetyStatus | None
) -> None:
    assert shown_path(path, policy, safety, None) is None
    assert shown_path(path, None, None, None) is not None


@pytest.mark.parametrize(
    ('command', 'policy', 'changes', 'queries'),
    [
        (PLACE, EXECUTING, None, ['target', 'destination']),
        (PICK, EXECUTING, None, ['target']),
        (WITHOUT_MEANING, None, None, ['target', 'destination']),
        (PLACE, REFUSED, None, []),
        (PLACE, ASKING, None, ['target', 'destination']),
        # The path knows best.
        (PLACE, EXECUTING, {'destination_m': None}, ['target']),
        (PICK, EXECUTING, {}, ['target', 'destination']),
        (PLACE, EXECUTING, {'target_is_held': True}, ['destination']),
    ],
)
def test_shown_attention(
    path: PlannedPath,
    command: CommandEmbedding,
    policy: PolicyStatus | None,
    changes: dict[str, Any] | None,
    queries: list[str],
) -> None:
    shown = None if changes is None else replace(path, **changes)
    assert [a.query for a in shown_attention(MAPS, command, policy, shown)] == queries


def test_words_have_the_attention_of_their_command_only() -> None:
    view = CommandView('grab it', (QueryWord('pick'),))
    pieces = {'target': ('c1', (('pick', 0.5),)), 'destination': ('c1', (('pick', 0.5),))}
    (word,) = shown_command(view, PICK, pieces, None).words
    assert word.weights == {'target': 1.0}, 'a pick has no destination'
    old = {'target': ('c0', (('push', 0.5),))}
    assert shown_command(view, PICK, old, None) == view


def test_objects_are_from_left_to_right_with_candidates_marked() -> None:
    bowl = ObjectView('bowl', 'white', 'bowl', np.array([0.5, 0.3, 0.0]))
    near = replace(CUBE, position_m=CUBE.position_m + 0.01, is_candidate=True)
    hidden = ObjectView('blue cube', 'blue', 'cube', np.zeros(3), is_candidate=True)
    shown = shown_objects((CUBE, bowl), (near, hidden), None)
    assert [(item.name, item.is_candidate) for item in shown] == [
        ('bowl', False),
        ('red cube', True),
        ('blue cube', True),
    ]


def test_a_held_object_is_at_the_measured_tool() -> None:
    tool = EndEffectorView(np.array([0.3, 0.2, 0.4]), np.eye(3), 0.5)
    shown = shown_objects((CUBE, HELD), (), tool)
    held = held_object(shown)
    assert held is not None
    np.testing.assert_array_equal(held.position_m, tool.position_m)
    assert held_object((CUBE,)) is None


@pytest.mark.parametrize(
    ('offset_m', 'text'),
    [
        ((0.0, 0.0, 0.0), 'plan 2.0 cm inside the workspace (z)'),
        ((0.32, 0.0, 0.0), 'plan 2.0 cm outside the workspace (x)'),
        ((0.0, 0.39, 0.0), 'plan 1.0 cm inside the workspace (y)'),
    ],
)
def test_the_margin_is_that_of_the_step_nearest_to_a_side(
    path: PlannedPath, offset_m: tuple[float, ...], text: str
) -> None:
    card = StatusCard(
        CardIcon.RUNNING, Severity.SUCCESS, 'Executing', '', ('gate active', '60 ms')
    )
    box = Workspace(np.array([0.2, -0.45, 0.0]), np.array([0.8, 0.5, 0.6]))
    positions = path.positions_m + np.array(offset_m)
    positions[3] = np.nan
    shown = with_margin(card, replace(path, positions_m=positions), box)
    assert shown.facts == ('gate active', text, '60 ms')
    assert with_margin(card, None, box) is with_margin(card, path, None) is card
    nowhere = replace(path, positions_m=np.full((16, 3), np.nan))
    assert with_margin(card, nowhere, box) is card
    assert workspace_margin(nowhere, box) is workspace_margin(path, None) is None
