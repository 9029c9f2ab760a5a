# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""What a node says about itself in /diagnostics."""

from dataclasses import dataclass
from dataclasses import field
from enum import IntEnum

from diagnostic_msgs.msg import DiagnosticArray
from diagnostic_msgs.msg import DiagnosticStatus
from diagnostic_msgs.msg import KeyValue
from rclpy.time import Time


class Level(IntEnum):
    """Levels of diagnostic_msgs/DiagnosticStatus."""

    OK = 0
    WARN = 1
    ERROR = 2
    STALE = 3


@dataclass(frozen=True)
class Health:
    """State of a node: level, one sentence, figures by name."""

    level: Level = Level.OK
    message: str = 'running'
    values: dict[str, object] = field(default_factory=dict)


def to_diagnostics(name: str, health: Health, time: Time) -> DiagnosticArray:
    """Return the message of `health`."""
    status = DiagnosticStatus(
        # The message's field is a byte, which rclpy wants as bytes.
        level=bytes([health.level]),
        name=name,
        message=health.message,
        hardware_id='',
        values=[KeyValue(key=key, value=str(value)) for key, value in health.values.items()],
    )
    array = DiagnosticArray(status=[status])
    array.header.stamp = time.to_msg()
    return array
