# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Harness of a command executor: the test sets the clock and sends commands and features."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from policy_messages import embedding
from policy_messages import features
from policy_samples import sample_end_effector
from policy_samples import sample_observation
from policy_samples import write_checkpoint
from vla_common.clock import TimePoint
from vla_common.engine import TORCH
from vla_interfaces.msg import VisualFeatures
from vla_policy.control.command_state import CommandState
from vla_policy.control.command_state import ExecutionState
from vla_policy.control.end_effector_history import EndEffectorHistory
from vla_policy.control.policy_output import PolicyOutput
from vla_policy.nn.loading import load_policy
from vla_policy.nn.loading import load_torch_model
from vla_policy.nn.model import VlaPolicy
from vla_policy.nn.torch_networks import TorchNetworks
from vla_policy.ros.command_executor import CommandExecutor
from vla_policy.ros.settings import PolicySettings

START_S = 1000.0


class ExecutorHarness:
    """A command executor with a clock that the test sets; steady and ROS clock differ."""

    def __init__(self, path: Path, model: VlaPolicy | None = None) -> None:
        self.now_s = START_S
        self.states: list[CommandState] = []
        self.outputs: list[PolicyOutput] = []
        self.history = EndEffectorHistory()
        location = write_checkpoint(path / 'tiny.safetensors', model)
        self.model = load_torch_model(location)
        policy = load_policy(location, TORCH)._replace(model=TorchNetworks(self.model))
        self.executor = CommandExecutor(
            policy,
            replace(PolicySettings(), min_observations_before_motion=1),
            self.history,
            clock=lambda: TimePoint(self.now_s - 900.0, self.now_s),
            on_status=self.states.append,
            on_output=lambda output, command, msg: self.outputs.append(output),
        )

    def set_observations(self, count: int) -> None:
        """Set the number of observations before motion."""
        settings = replace(PolicySettings(), min_observations_before_motion=count)
        self.executor.apply_settings(settings)

    def start(self, command_id: str = 'a', **changes: object) -> None:
        """Send a command."""
        self.executor.start(
            embedding(**{'command_id': command_id, 'stamp_s': self.now_s, **changes})
        )  # type: ignore

    def observe(self, change: Callable[[VisualFeatures], object] | None = None) -> None:
        """Send features 0.2 s later, 0.05 s old, with an end-effector state at their stamp."""
        self.now_s += 0.2
        self.history.put(sample_end_effector(self.now_s - 0.05))
        msg = features(sample_observation(self.now_s - 0.05))
        if change is not None:
            change(msg)
        self.executor.on_features(msg)

    @property
    def newest(self) -> tuple[ExecutionState, str]:
        """Return state and reason of the current command."""
        return self.executor.command.state, self.executor.command.reason
