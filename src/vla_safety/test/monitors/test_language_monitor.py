# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Motion depends on a living language side."""

import numpy as np
import pytest
from vla_safety.gate.safety_gate import GateState
from vla_safety.monitors.watchdog import Timing
from vla_safety.testing.gate_harness import make_gate
from vla_safety.testing.gate_harness import Rig
from vla_safety.types.limits import Limits

_WAY = np.array((0.1, 0.0, 0.0))


def test_no_motion_before_the_first_heartbeat() -> None:
    rig = Rig(language_alive=False)
    rig.tick()
    verdict = rig.send()
    assert verdict is not None
    assert [v.check for v in verdict.refusals] == ['language_unknown']
    rig.language_alive = True
    rig.tick()
    rig.start_moving()


def test_a_chunk_is_refused_while_the_language_side_is_silent() -> None:
    rig = Rig()
    rig.tick()
    rig.language_alive = False
    rig.tick(60)
    verdict = rig.send()
    assert verdict is not None
    assert verdict.refusals[0].check == 'language_stale'
    assert verdict.refusals[0].value == pytest.approx(1.2)
    assert 'at most 1 s' in verdict.refusals[0].message


def test_the_robot_stands_by_the_time_out_and_goes_on_by_itself() -> None:
    rig = Rig()
    rig.run(0.5, way=_WAY)
    rig.language_alive = False
    since_s, moved_s = rig.steady_s, rig.steady_s
    for tick in range(75):
        if tick % 10 == 0:  # the policy does not notice
            rig.send(way=_WAY)
        rig.tick()
        moved_s = moved_s if rig.gate.is_still else rig.steady_s
    assert 1.0 - Limits().ramp_s - 0.1 < moved_s - since_s <= 1.0 + 1e-6
    assert (rig.gate.state, rig.gate.reason) == (GateState.HOLD, 'language_stale')
    rig.language_alive = True
    rig.run(0.5, way=_WAY)
    assert rig.gate.state is GateState.ACTIVE


def test_a_stop_by_silence_is_reset_only_once_the_language_side_is_back() -> None:
    rig = Rig(make_gate(timing=Timing(hold_timeout_s=0.5)))
    rig.run(0.5)
    rig.language_alive = False
    rig.run(3.0)
    assert rig.gate.state is GateState.STOPPED
    assert not rig.gate.reset(rig.now)[0]
    rig.language_alive = True
    rig.tick(2)
    assert rig.gate.reset(rig.now)[0]
