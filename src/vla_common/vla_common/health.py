# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Health of a node, published in /diagnostics."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from enum import IntEnum

from diagnostic_msgs.msg import DiagnosticArray
from diagnostic_msgs.msg import DiagnosticStatus
from diagnostic_msgs.msg import KeyValue
from rclpy.time import Time


class Level(IntEnum):
    """Level of a diagnostic_msgs/DiagnosticStatus."""

    OK = 0
    WARN = 1
    ERROR = 2
    STALE = 3


@dataclass(frozen=True)
class Health:
    """Health of a node: level, one sentence, and values by name."""

    level: Level = Level.OK
    message: str = 'running'
    values: dict[str, object] = field(default_factory=dict)

    def with_values(self, values: Mapping[str, object]) -> 'Health':
        """Add values by name."""
        return Health(self.level, self.message, {**self.values, **values})

    def with_context(self, clock_problem: str, changes: str) -> 'Health':
        """Add the problem of the clock and the parameters that changed; empty: none."""
        values = {**self.values, 'parameters_changed': changes} if changes else self.values
        if not clock_problem:
            return Health(self.level, self.message, values)
        # Without time, other problems are consequences: they come second.
        other = f'; {self.message}' if self.level > Level.OK else ''
        return Health(Level.ERROR, f'{clock_problem}{other}', values)


def to_diagnostics(name: str, health: Health, time: Time) -> DiagnosticArray:
    """Convert `health` to a message of the node `name`."""
    status = DiagnosticStatus(
        # rclpy represents the type byte as bytes.
        level=bytes([health.level]),
        name=name,
        message=health.message,
        hardware_id='',
        values=[KeyValue(key=key, value=str(value)) for key, value in health.values.items()],
    )
    array = DiagnosticArray(status=[status])
    array.header.stamp = time.to_msg()
    return array
