# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The parameters of the safety node, and the gate that they make."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vla_common.settings import check_settings
from vla_common.settings import declare_settings
from vla_common.settings import setting
from vla_safety.audit.audit_file import audit_directory
from vla_safety.audit.audit_file import AuditFile
from vla_safety.audit.audit_file import AuditSettings
from vla_safety.audit.audit_log import AuditLog
from vla_safety.audit.auditor import Auditor
from vla_safety.audit.auditor import Redactor
from vla_safety.checks.violation_policy import Reactions
from vla_safety.gate.approval import Oversight
from vla_safety.gate.approval import OversightSettings
from vla_safety.gate.safety_gate import Gate
from vla_safety.monitors.camera_monitor import CameraSettings
from vla_safety.monitors.camera_monitor import CameraWatch
from vla_safety.monitors.deadman_monitor import Deadman
from vla_safety.monitors.deadman_monitor import DeadmanSettings
from vla_safety.monitors.input_monitors import Senses
from vla_safety.monitors.language_monitor import LanguageSettings
from vla_safety.monitors.language_monitor import LanguageWatch
from vla_safety.monitors.watchdog import Timing
from vla_safety.types.limits import Limits

if TYPE_CHECKING:
    from rclpy.node import Node


@dataclass(frozen=True)
class NodeSettings:
    """Parameters of the node itself."""

    control_rate_hz: float = setting(
        50.0, 'Rate of robot_action', unit='Hz', minimum=10.0, maximum=500.0
    )
    status_rate_hz: float = setting(
        2.0, 'Rate of safety_status while nothing changes', unit='Hz', minimum=0.1, maximum=50.0
    )
    realtime_priority: int = setting(
        10,
        'Real-time priority of the control loop, where the system allows it; 0: none',
        minimum=0,
        maximum=90,
    )
    gripper_effort_n: float = setting(
        0.0, "Grip force limit; 0 leaves the gripper's own", unit='N', minimum=0.0, maximum=500.0
    )

    def __post_init__(self) -> None:
        check_settings(self)

    @property
    def period_s(self) -> float:
        """Time from tick to tick."""
        return 1 / self.control_rate_hz


def declare_gate(node: 'Node', limits: Limits, period_s: float) -> Gate:
    """Declare all other parameters of the gate and return it."""
    timing, camera = declare_settings(node, Timing), declare_settings(node, CameraSettings)
    language = declare_settings(node, LanguageSettings)
    deadman = declare_settings(node, DeadmanSettings)
    return Gate(
        limits=limits,
        timing=timing,
        reactions=declare_settings(node, Reactions),
        oversight=Oversight(declare_settings(node, OversightSettings)),
        senses=Senses(
            camera=CameraWatch(camera, timing) if camera.watch_camera else None,
            language=LanguageWatch() if language.watch_language else None,
            deadman=Deadman(deadman) if deadman.deadman else None,
        ),
        period_s=period_s,
    )


def open_audit(node: 'Node') -> tuple[Auditor | None, AuditLog | None]:
    """Declare the parameters of the audit log and return who writes it, or None for no log."""
    settings = declare_settings(node, AuditSettings)
    if not settings.audit:
        return None, None
    directory = audit_directory(settings.audit_directory)
    name = node.get_fully_qualified_name().strip('/').replace('/', '.')
    log = AuditLog(AuditFile(settings, directory, name))
    return Auditor(log, Redactor(directory) if settings.redact_commands else None), log
