# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The test double reports what a test waits for in vain."""

import pytest
from vla_client import testing
from vla_client.client import VlaClient
from vla_client.testing import FakeSystem


def test_a_goal_that_does_not_arrive_is_reported(
    system: FakeSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(testing, 'GOAL_TIMEOUT_S', 0.1)
    with pytest.raises(AssertionError, match=r'1 goals must arrive within 0\.1 s; got 0'):
        system.wait_for_goal()


def test_goals_are_kept_in_order_and_end_as_chosen(system: FakeSystem, client: VlaClient) -> None:
    handles = [client.send(text) for text in ('first', 'second')]
    assert system.wait_for_goal(2).request.text == 'second'
    assert [goal.request.text for goal in system.goals] == ['first', 'second']
    system.end_goal(system.goals[1], 'stopped', 'stop_word')
    assert handles[1].result(5.0).reason == 'stop_word'
    assert not handles[0].done
