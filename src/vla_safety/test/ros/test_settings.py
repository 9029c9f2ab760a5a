# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Parameters of the safety node."""

from pathlib import Path
from typing import Any

import pytest
from rclpy.node import Node
from rclpy.parameter import Parameter
from safety_node_harness import SafetyNodeHarness
from vla_common.testing import NodeTestHarness
from vla_safety.checks.violation_policy import CONFIGURABLE_CHECKS
from vla_safety.ros.settings import declare_gate
from vla_safety.ros.settings import NodeSettings
from vla_safety.ros.settings import open_audit_log
from vla_safety.types.limits import Limits


@pytest.mark.parametrize(
    ('parameters', 'part'),
    [
        ({'on_violation_workspace': 'ignore'}, 'on_violation_workspace'),
        ({'reaction_workspace': 'clamp'}, 'on_violation_workspace'),
        ({'max_linear_speed_m_s': -1.0}, 'max_linear_speed_m_s'),
        ({'workspace_min_m': [9.0, 9.0, 9.0]}, 'workspace_max_m'),
        ({'max_state_age_s': 0.1}, 'max_state_age_s must be above'),
        ({'keep_out_m': [1.0]}, 'six numbers'),
    ],
)
def test_an_invalid_parameter_is_reported_and_the_node_not_active(
    ros: NodeTestHarness, parameters: dict[str, Any], part: str
) -> None:
    harness = SafetyNodeHarness(ros, **parameters)

    def problem() -> str:
        own = [s for m in harness.diagnostics for s in m.status if s.name == 'safety_node']
        return own[-1].message if own else ''

    ros.wait_for(lambda: part in problem(), 30.0)
    assert not harness.node.is_active


def _node_with(ros: NodeTestHarness, **parameters: Any) -> Node:
    overrides = [Parameter(name, value=value) for name, value in parameters.items()]
    node = Node('configured', context=ros.context, parameter_overrides=overrides)
    return ros.add(node)


@pytest.mark.parametrize('check', CONFIGURABLE_CHECKS)
def test_a_former_parameter_name_is_an_error_with_the_new_name(
    ros: NodeTestHarness, check: str
) -> None:
    node = _node_with(ros, **{f'reaction_{check}': 'refuse'})
    with pytest.raises(ValueError, match=f'on_violation_{check}'):
        declare_gate(node, Limits(), 0.02)


@pytest.mark.parametrize(
    ('parameters', 'monitored'),
    [
        ({}, (True, True, False)),
        ({'watch_camera': False, 'watch_language': False}, (False, False, False)),
        ({'deadman': True}, (True, True, True)),
    ],
)
def test_parameters_choose_the_monitors(
    ros: NodeTestHarness, parameters: dict[str, bool], monitored: tuple[bool, ...]
) -> None:
    monitors = declare_gate(_node_with(ros, **parameters), Limits(), 0.02).inputs.monitors
    given = (monitors.camera, monitors.language, monitors.deadman)
    assert tuple(monitor is not None for monitor in given) == monitored


def test_the_audit_log_is_optional(ros: NodeTestHarness) -> None:
    assert open_audit_log(_node_with(ros, audit=False)) == (None, None)


def test_the_audit_log_is_written_to_the_given_directory(
    ros: NodeTestHarness, tmp_path: Path
) -> None:
    auditor, log = open_audit_log(_node_with(ros, audit_directory=str(tmp_path / 'audit')))
    assert auditor is not None
    assert log is not None
    auditor.record_start(dry_run=False)
    log.close()
    (file,) = (tmp_path / 'audit').iterdir()
    assert file.name.startswith('audit-configured-')


def test_the_period_is_the_inverse_of_the_rate() -> None:
    assert NodeSettings(control_rate_hz=100.0).period_s == pytest.approx(0.01)
    with pytest.raises(ValueError, match='control_rate_hz'):
        NodeSettings(control_rate_hz=5.0)
