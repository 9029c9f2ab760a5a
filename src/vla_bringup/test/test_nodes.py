# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Entries of the nodes: names, classes and executables."""

from pathlib import Path

import pytest
from vla_bringup import nodes
from vla_bringup.nodes import CORE
from vla_bringup.nodes import entries
from vla_bringup.nodes import NodeEntry
from vla_bringup.nodes import OPTIONAL
from vla_bringup.nodes import ROBOT
from vla_bringup.nodes import SAFETY
from vla_bringup.nodes import SIM
from vla_bringup.nodes import WITH_SIM


def test_simulator_is_the_only_difference() -> None:
    assert entries(use_sim=True) == (SIM, *CORE)
    assert entries(use_sim=False) == CORE
    assert entries(use_sim=False, use_robot=True) == (ROBOT, *CORE)
    assert set(WITH_SIM) <= {entry.name for entry in CORE}


def test_nodes_can_be_left_out_except_the_safety_node() -> None:
    assert list(OPTIONAL) == ['perception', 'language', 'policy', 'visualization']
    left = entries(use_sim=True, without=['policy', 'language'])
    assert [entry.name for entry in left] == [
        'sim_node',
        'perception_node',
        'safety_node',
        'visualization_node',
    ]
    assert entries(use_sim=False, without=list(OPTIONAL)) == (SAFETY,)


@pytest.mark.parametrize(
    'entry', entries(use_sim=True, use_robot=True), ids=lambda entry: entry.name
)
def test_entry_has_a_class_and_an_executable(entry: NodeEntry) -> None:
    assert entry.load().__name__ == entry.class_name
    assert entry.executable().name == entry.name


def test_missing_executable_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(nodes, 'get_package_prefix', lambda package: str(tmp_path))
    with pytest.raises(
        FileNotFoundError, match=r'policy_node; it does not exist\. Run: make build'
    ):
        NodeEntry('vla_policy', 'PolicyNode').executable()
