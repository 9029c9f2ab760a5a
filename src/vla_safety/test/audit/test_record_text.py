# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Audit records as text."""

from typing import Any

import pytest
from vla_safety.audit.record_text import describe_record


@pytest.mark.parametrize(
    ('record', 'text'),
    [
        ({'kind': 'tick_refused', 'reason': 'joint_path', 'message': 'a'}, 'joint_path: a'),
        ({'kind': 'started', 'dry_run': True}, 'dry run: nothing is sent to the robot'),
        (
            {
                'kind': 'command',
                'text': 'halt',
                'possible_senders': ['/a', '/b'],
                'stop_word': True,
            },
            "'halt', a stop word, sent by one of /a, /b",
        ),
        (
            {'kind': 'command', 'command_id': 'c1', 'text': 'a', 'possible_senders': ['/a']},
            "c1 'a', sent by one of /a",
        ),
        (
            {'kind': 'command', 'text_hash': '0123456789abcdef0', 'possible_senders': ['/a']},
            'hash 0123456789abcdef, sent by one of /a',
        ),
        (
            {'kind': 'classification', 'command_id': 'c', 'command_kind': 'stop', 'text': 'a'},
            "c stop 'a'",
        ),
        (
            {
                'kind': 'policy_state',
                'command_id': 'c',
                'policy_state': 'failed',
                'confidence': 0.5,
            },
            'c failed, confidence 0.5',
        ),
        (
            {
                'kind': 'policy_state',
                'command_id': 'c',
                'policy_state': 'executing',
                'step': '2 of 2',
                'task': 'pick',
                'confidence': 0.5,
            },
            'c executing, step 2 of 2, pick, confidence 0.5',
        ),
        (
            {
                'kind': 'chunk',
                'command_id': 'c',
                'sequence': 3,
                'outcome': 'accepted',
                'adjusted_by': ['linear_jerk'],
                'checks': {'a': [0.5, 1.0, 0.5], 'b': ['nan', 1.0, 'nan'], 'c': [3.0, 4.0, 1.0]},
            },
            'c #3 accepted, adjusted by linear_jerk, closest to a limit: c 3 of 4',
        ),
        (
            {
                'kind': 'motion',
                'command_id': 'c',
                'sequence': 3,
                'ticks': 10,
                'path_length_m': 0.1234,
                'peak_speed_m_s': 0.25,
                'end_m': [0.0],
                'sent': False,
            },
            'c #3 10 ticks, 0.123 m, up to 0.25 m/s, to [0.0] (dry run)',
        ),
        ({'kind': 'state', 'before': 'IDLE', 'after': 'ACTIVE', 'reason': ''}, 'IDLE -> ACTIVE'),
        ({'kind': 'reset', 'success': False, 'message': 'wait'}, 'no: wait'),
        ({'kind': 'stop', 'cause': 'deadman', 'message': 'released'}, 'deadman: released'),
        ({'kind': 'lost', 'n': 1, 'records': 5}, 'records 5'),
    ],
)
def test_each_kind_of_record_has_a_description(record: dict[str, Any], text: str) -> None:
    line = describe_record(record)
    assert line.startswith('-')
    assert line[30:].split(maxsplit=1) == [record['kind'], text]


def test_margins_add_one_line_per_check() -> None:
    record = {'kind': 'chunk', 'outcome': 'accepted', 'checks': {'workspace': [-0.2, 0.0, 0.2]}}
    _, line = describe_record(record, margins=True).splitlines()
    assert line.strip() == 'workspace              -0.2 of 0, margin 0.2'
