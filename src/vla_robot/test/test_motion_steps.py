# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""First motions of a simulated arm behind bridge and safety gate, with a person who watches."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
import threading

from bridge_harness import BridgeHarness
import numpy as np
import pytest
from rclpy.parameter import Parameter
from vla_common.testing import NodeTestHarness
from vla_robot.check_robot import check_motions
from vla_robot.check_robot import report
from vla_robot.control.motion_checks import direction_name
from vla_robot.ros.robot_observer import RobotObserver
from vla_safety.safety_node import SafetyNode

GATE = {
    'watch_camera': False,
    'watch_language': False,
    'approval': 'every_command',
    'max_state_age_s': 2.0,
    'workspace_min_m': [0.2, -0.4, 0.01],
    'workspace_max_m': [0.8, 0.4, 0.6],
}


class Person:
    """Approve motions, and name the direction in which the real tool moved, with its mistakes."""

    def __init__(self, arm: BridgeHarness, *, base_is_turned: bool = False) -> None:
        self._arm, self._sign = arm, np.array((-1, -1, 1) if base_is_turned else (1, 1, 1))
        self.questions: list[str] = []
        self.refuses = 'pkill -STOP'
        self._tool_m = self._position_m()

    def _position_m(self) -> np.ndarray:
        return self._arm.model.forward(self._arm.controller.positions).position_m

    def answer(self, question: str) -> str:
        self.questions.append(question)
        if question.startswith('Which way'):
            moved = self._sign * (self._position_m() - self._tool_m)
            return f'{direction_name(moved)} {np.linalg.norm(moved) * 1e3:.0f}'
        self._tool_m = self._position_m()
        return '' if self.refuses and self.refuses in question else 'yes'


@contextmanager
def spinning(ros: NodeTestHarness) -> Iterator[None]:
    """Spin all nodes but that of check_robot in a thread."""
    ends = threading.Event()

    def spin() -> None:
        while not ends.is_set():
            ros.executor.spin_once(timeout_sec=0.02)

    thread = threading.Thread(target=spin)
    thread.start()
    try:
        yield
    finally:
        ends.set()
        thread.join()


class ApprovedArm:
    """Arm of the harness behind a safety gate that asks for approval."""

    def __init__(self, ros: NodeTestHarness, folder: Path, **gate: object) -> None:
        self.ros = ros
        self.arm = BridgeHarness(ros, folder, command_timeout_s=0.5)
        ros.node.destroy_publisher(self.arm.actions)
        overrides = [Parameter(name, value=value) for name, value in {**GATE, **gate}.items()]
        ros.add(SafetyNode(context=ros.context, parameter_overrides=overrides))
        self.person = Person(self.arm)

    def check(self, *, is_automatic: bool = False) -> str:
        observer = RobotObserver(context=self.ros.context)
        try:
            with spinning(self.ros):
                observer.observe(0.5)
                found = check_motions(
                    observer,
                    'base_link',
                    self.person.answer,
                    normal_m_s=0.15,
                    is_automatic=is_automatic,
                )
        finally:
            observer.close()
        return report(found)


def test_all_motions_of_a_correct_robot_pass(ros: NodeTestHarness, tmp_path: Path) -> None:
    gated = ApprovedArm(ros, tmp_path)
    text = gated.check()
    print(text)
    assert 'FAILED' not in text, text
    # The person did not end the gate.
    assert '13 checks, 0 failed, 1 skipped' in text
    moves = [q for q in gated.person.questions if q.startswith('The tool moves')]
    assert len(moves) == 7
    assert gated.arm.controller.rejected == []


def test_a_turned_base_is_named_by_what_the_person_sees(
    ros: NodeTestHarness, tmp_path: Path
) -> None:
    gated = ApprovedArm(ros, tmp_path)
    gated.person = Person(gated.arm, base_is_turned=True)
    text = gated.check()
    assert 'the sign is wrong' in text, text
    assert 'they fit a base turned by 180 degrees about z' in text
    assert 'slow' not in text


def test_without_approval_nothing_moves(ros: NodeTestHarness, tmp_path: Path) -> None:
    gated = ApprovedArm(ros, tmp_path)
    gated.person.refuses = 'Type yes'
    text = gated.check()
    assert '7 checks, 0 failed, 7 skipped' in text, text
    assert gated.arm.controller.accepted == 0


def test_the_reason_of_the_gate_is_reported(ros: NodeTestHarness, tmp_path: Path) -> None:
    """The tool is outside of the workspace, where no motion starts."""
    gated = ApprovedArm(ros, tmp_path, workspace_min_m=[0.7, -0.4, 0.01])
    text = gated.check()
    assert 'the safety gate must accept the motion' in text, text
    assert 'workspace' in text
    assert gated.arm.controller.accepted == 0


@pytest.mark.parametrize(
    ('gate', 'is_automatic', 'reason'),
    [
        ({}, True, '--yes is for the simulator'),
        ({'dry_run': True}, False, 'motion needs dry_run: false'),
    ],
)
def test_motions_that_must_not_be_tried(
    ros: NodeTestHarness, tmp_path: Path, gate: dict, is_automatic: bool, reason: str
) -> None:
    gated = ApprovedArm(ros, tmp_path, **gate)
    text = gated.check(is_automatic=is_automatic)
    assert reason in text, text
    assert gated.arm.controller.accepted == 0
    assert gated.person.questions == []
