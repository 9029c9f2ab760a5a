# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Goals of a gripper action without ROS."""

from vla_robot.control.gripper_goals import ANSWER_S
from vla_robot.control.gripper_goals import GoalRequest
from vla_robot.control.gripper_goals import GripperGoal
from vla_robot.control.gripper_goals import GripperGoals
from vla_robot.control.gripper_goals import RESULT_S


def active(position: float = 0.5) -> GripperGoals:
    goals = GripperGoals('gripper/gripper_cmd')
    goals.want(GripperGoal(position))
    assert goals.step(0.0, has_server=True) is GoalRequest.SEND
    assert goals.accept(goals.number, 0.0)
    return goals


def test_newest_goal_is_sent_after_the_end_of_the_canceled_one() -> None:
    goals = active()
    goals.want(GripperGoal(0.6))
    assert goals.step(0.1, has_server=True) is GoalRequest.CANCEL
    goals.want(GripperGoal(0.7))
    assert goals.step(0.2, has_server=True) is GoalRequest.NONE
    goals.finish(1, 'canceled')
    assert goals.step(0.3, has_server=True) is GoalRequest.SEND
    assert (goals.goal, goals.number) == (GripperGoal(0.7), 2)
    assert goals.problem(0.3, has_server=True) == ''


def test_goal_in_progress_is_not_sent_again() -> None:
    goals = active()
    goals.want(GripperGoal(0.5))
    assert goals.step(0.1, has_server=True) is GoalRequest.NONE


def test_second_and_late_answers_are_ignored() -> None:
    goals = active()
    goals.finish(1)
    goals.finish(1, 'aborted')
    assert goals.problem(0.1, has_server=True) == ''
    goals.want(GripperGoal(0.6))
    assert goals.step(0.2, has_server=True) is GoalRequest.SEND
    goals.finish(1, 'aborted')
    assert not goals.accept(1, 0.2)
    assert goals.accept(2, 0.2)


def test_server_that_does_not_answer_gets_the_next_goal_and_its_late_answer_is_refused() -> None:
    goals = GripperGoals('gripper/gripper_cmd')
    goals.want(GripperGoal(0.5))
    goals.step(0.0, has_server=True)
    late_s = ANSWER_S + 0.1
    assert goals.step(late_s, has_server=True) is GoalRequest.NONE
    assert 'did not answer a goal within 1 s' in goals.problem(late_s, has_server=True)
    assert not goals.accept(1, late_s)
    goals.want(GripperGoal(0.6))
    assert goals.step(late_s, has_server=True) is GoalRequest.SEND


def test_server_that_comes_back_gets_the_lost_goal_unless_motion_ended() -> None:
    for is_ended in (False, True):
        goals = active()
        assert goals.step(0.1, has_server=False) is GoalRequest.NONE
        assert 'no server of the action gripper/gripper_cmd' in goals.problem(
            0.1, has_server=False
        )
        if is_ended:
            goals.forget()
        expected = GoalRequest.NONE if is_ended else GoalRequest.SEND
        assert goals.step(0.2, has_server=True) is expected


def test_missing_result_is_reported() -> None:
    goals = active()
    assert goals.problem(RESULT_S - 0.1, has_server=True) == ''
    assert 'no result after 10 s' in goals.problem(RESULT_S + 0.1, has_server=True)
