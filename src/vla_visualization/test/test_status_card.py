# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""One state and one true reason from three messages."""

from typing import Any

import pytest
from vla_interfaces.msg import DetectedObject
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import SafetyStatus
from vla_visualization.observations import CardIcon
from vla_visualization.observations import Severity
from vla_visualization.status_card import is_pending
from vla_visualization.status_card import is_refused
from vla_visualization.status_card import SystemStatus
from vla_visualization.status_card import to_status_card

EXECUTING = {
    'state': PolicyStatus.EXECUTING,
    'task': 'place',
    'phase': 'transfer',
    'target': 'blue sphere',
    'destination': 'green bowl',
    'meaning': 'place: blue sphere, in the green bowl',
    'confidence': 0.99,
    'progress': 0.5,
}
PENDING = {'reason': 'approval_pending', 'message': 'call approve to start the command'}
REASON = 'positions must be within 1 m; step 3 has 0.2. Move the object'


@pytest.mark.parametrize(
    ('policy', 'safety', 'icon', 'severity', 'title', 'why'),
    [
        ({}, {}, CardIcon.IDLE, Severity.INFO, 'Ready', 'Waiting for a command'),
        (
            EXECUTING,
            {'state': SafetyStatus.ACTIVE},
            CardIcon.RUNNING,
            Severity.SUCCESS,
            'Executing: place, transfer',
            'Blue sphere -> green bowl',
        ),
        (
            {**EXECUTING, 'destination': '', 'step': 2, 'step_count': 3, 'message': 'putting.'},
            {'state': SafetyStatus.ACTIVE},
            CardIcon.RUNNING,
            Severity.SUCCESS,
            'Executing: step 2 of 3: place, transfer',
            'Blue sphere. Putting',
        ),
        (
            EXECUTING,
            {'state': SafetyStatus.ACTIVE, 'reason': 'workspace', 'message': REASON},
            CardIcon.RUNNING,
            Severity.WARNING,
            'Executing: place, transfer',
            f'Blue sphere -> green bowl. The safety gate reports workspace: P{REASON[1:]}',
        ),
        # The robot stands: what the policy executes does not matter.
        (
            EXECUTING,
            {'reason': 'workspace', 'message': REASON},
            CardIcon.REFUSED,
            Severity.ERROR,
            'Refused by the safety gate: workspace',
            f'P{REASON[1:]}',
        ),
        (
            EXECUTING,
            PENDING,
            CardIcon.WAITING,
            Severity.WARNING,
            'Waiting for approval',
            'Place: blue sphere, in the green bowl. Call approve to start the command',
        ),
        (
            EXECUTING,
            {'state': SafetyStatus.HOLD, 'reason': 'chunk_stale', 'message': 'too old'},
            CardIcon.WAITING,
            Severity.WARNING,
            'On hold: chunk stale',
            'Too old',
        ),
        # A stop is reported once, whatever the policy reports.
        (
            {'state': PolicyStatus.FAILED, 'reason': 'stopped', 'message': 'stopped. Call reset'},
            {'state': SafetyStatus.STOPPED, 'reason': 'stop', 'message': 'call reset to go on'},
            CardIcon.STOPPED,
            Severity.ERROR,
            'Stopped',
            'Call reset to go on',
        ),
        (
            {'state': PolicyStatus.FAILED, 'reason': 'stopped', 'message': 'stopped. Call reset'},
            {'message': 'the stop was reset; give a new command'},
            CardIcon.IDLE,
            Severity.INFO,
            'Ready',
            'The stop was reset; give a new command',
        ),
        (
            {'state': PolicyStatus.WAITING, 'message': 'collecting observations'},
            {},
            CardIcon.WAITING,
            Severity.INFO,
            'Observing the scene',
            'Collecting observations',
        ),
        # A message of the gate without a reason, such as that of a complete trajectory, is none.
        (
            {'state': PolicyStatus.SUCCEEDED, 'message': 'done', 'meaning': 'pick: red cube'},
            {'message': 'the trajectory is complete'},
            CardIcon.DONE,
            Severity.SUCCESS,
            'Done',
            'Pick: red cube',
        ),
        (
            {
                'state': PolicyStatus.REFUSED,
                'text': 'pick up the keg',
                'reason': 'target_not_found',
                'message': "refused 'pick up the keg': no keg is detected. Detected: the red cube",
            },
            {'reason': 'workspace', 'message': 'of an older chunk'},
            CardIcon.REFUSED,
            Severity.ERROR,
            'Refused: target not found',
            'No keg is detected. Detected: the red cube',
        ),
        (
            {
                'state': PolicyStatus.REFUSED,
                'message': 'which one do you mean?',
                'candidates': [DetectedObject(), DetectedObject()],
            },
            {},
            CardIcon.QUESTION,
            Severity.WARNING,
            'Which one?',
            'Which one do you mean?',
        ),
        (
            {'state': PolicyStatus.FAILED, 'reason': 'timeout', 'message': 'too long'},
            {},
            CardIcon.REFUSED,
            Severity.ERROR,
            'Failed: timeout',
            'Too long',
        ),
        ({'state': 99}, {}, CardIcon.IDLE, Severity.INFO, 'Ready', 'Waiting for a command'),
    ],
)
def test_state_and_reason(
    policy: dict[str, Any],
    safety: dict[str, Any],
    icon: CardIcon,
    severity: Severity,
    title: str,
    why: str,
) -> None:
    status = SystemStatus(policy=PolicyStatus(**policy), safety=SafetyStatus(**safety))
    card = to_status_card(status)
    assert (card.icon, card.severity, card.title, card.why) == (icon, severity, title, why)


@pytest.mark.parametrize(
    ('changes', 'title'),
    [
        ({'is_policy_running': False}, 'Policy not running'),
        ({'is_policy_running': False, 'is_safety_running': False}, 'Safety gate not running'),
        ({}, 'Waiting for safety_status'),
        ({'safety': SafetyStatus()}, 'Waiting for policy_status'),
    ],
)
def test_a_missing_node_or_status_is_a_warning(changes: dict[str, Any], title: str) -> None:
    card = to_status_card(SystemStatus(**changes))
    assert (card.severity, card.title) == (Severity.WARNING, title)


def test_figures_of_gate_and_policy() -> None:
    safety = SafetyStatus(state=SafetyStatus.ACTIVE, latency_s=0.0624, dry_run=True)
    safety.chunks_accepted, safety.chunks_refused = 8, 2
    card = to_status_card(SystemStatus(policy=PolicyStatus(**EXECUTING), safety=safety))
    assert card.facts == (
        'gate active (dry run)',
        'image to motion 62 ms',
        '2 of 10 chunks refused',
        'confidence 99%',
    )
    safety.latency_s = -1.0
    assert to_status_card(SystemStatus(safety=safety)).facts[1] == '2 of 10 chunks refused'


@pytest.mark.parametrize(
    ('state', 'reason', 'pending', 'refused'),
    [
        (SafetyStatus.IDLE, 'approval_pending', True, False),
        (SafetyStatus.STOPPED, 'approval_pending', False, False),
        (SafetyStatus.IDLE, 'workspace', False, True),
        (SafetyStatus.ACTIVE, 'workspace', False, False),
        (SafetyStatus.IDLE, '', False, False),
    ],
)
def test_pending_and_refused(state: int, reason: str, *, pending: bool, refused: bool) -> None:
    status = SafetyStatus(state=state, reason=reason)
    assert (is_pending(status), is_refused(status)) == (pending, refused)
    assert not is_pending(None) and not is_refused(None)
