# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Decisions of this workspace that are compared with the peers."""

from typing import Any

import numpy as np
import pytest
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.physics.world import World
from vla_system_tests.benchmark.case import OBJECTS
from vla_system_tests.benchmark.peers.own_policy import COMMAND
from vla_system_tests.benchmark.peers.own_policy import OWN_DECISION
from vla_system_tests.benchmark.peers.own_policy import own_decisions
from vla_system_tests.benchmark.peers.own_policy import OWN_ENCODER
from vla_system_tests.benchmark.peers.own_policy import OWN_FIRST_DECISION
from vla_system_tests.benchmark.peers.own_policy import OwnPolicy


def test_every_measured_decision_computes_a_chunk() -> None:
    """Without a chunk, the decoder would not have run."""
    with World(sample_scene(1, OBJECTS)) as world:
        decisions = own_decisions(world.render())
    for _ in range(3):
        decision = decisions[OWN_DECISION]
        decision.prepare()
        output: Any = decision.compute()
        assert output.chunk.position.shape[1] == 3
    chunk: Any = decisions[OWN_FIRST_DECISION].compute()
    assert chunk.position.shape[1] == 3
    levels: Any = decisions[OWN_ENCODER].compute()
    assert [level.ndim for level in levels] == [3, 3]


def test_no_chunk_is_an_error() -> None:
    policy = OwnPolicy()
    levels = policy.encode(np.zeros((3, 192, 256), np.float32))
    with pytest.raises(RuntimeError, match='must have a chunk'):
        policy.plan_command(COMMAND, lambda: levels)
