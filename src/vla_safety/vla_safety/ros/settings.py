# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Parameters of the safety node, and construction of gate and audit log from them."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vla_common.settings import check_settings
from vla_common.settings import declare_settings
from vla_common.settings import setting
from vla_kinematics.arm_settings import read_urdf
from vla_safety.audit.audit_file import audit_directory
from vla_safety.audit.audit_file import AuditFile
from vla_safety.audit.audit_file import AuditSettings
from vla_safety.audit.audit_file import ros_log_directory
from vla_safety.audit.audit_log import AuditLog
from vla_safety.audit.auditor import Auditor
from vla_safety.audit.redactor import Redactor
from vla_safety.checks.violation_policy import CONFIGURABLE_CHECKS
from vla_safety.checks.violation_policy import ViolationPolicy
from vla_safety.gate.approval import ApprovalManager
from vla_safety.gate.approval import ApprovalSettings
from vla_safety.gate.run_marker import RunMarker
from vla_safety.gate.safety_gate import Gate
from vla_safety.monitors.camera_monitor import CameraMonitor
from vla_safety.monitors.camera_monitor import CameraSettings
from vla_safety.monitors.deadman_monitor import DeadmanMonitor
from vla_safety.monitors.deadman_monitor import DeadmanSettings
from vla_safety.monitors.input_monitors import InputMonitors
from vla_safety.monitors.language_monitor import LanguageMonitor
from vla_safety.monitors.language_monitor import LanguageSettings
from vla_safety.monitors.watchdog import WatchdogLimits
from vla_safety.playback.playback_settings import PlaybackSettings
from vla_safety.robot.joint_limits import JointLimits
from vla_safety.robot.joint_monitor import JointMonitor
from vla_safety.types.limits import Limits

if TYPE_CHECKING:
    from rclpy.node import Node

#: Former names of parameters; setting one is an error that gives its new name.
RENAMED_PARAMETERS = {
    f'reaction_{check}': f'on_violation_{check}' for check in CONFIGURABLE_CHECKS
}


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
        'Real-time priority of the control loop, where the system permits it; 0: none',
        minimum=0,
        maximum=90,
    )
    gripper_effort_n: float = setting(
        0.0,
        'Grip force limit; 0 keeps the limit of the gripper',
        unit='N',
        minimum=0.0,
        maximum=500.0,
    )
    state_directory: str = setting(
        '',
        'Directory of the file that keeps a stop latched over a restart; empty: vla_state in the'
        ' log directory of ROS',
    )

    def __post_init__(self) -> None:
        check_settings(self)

    @property
    def period_s(self) -> float:
        """Time between two ticks."""
        return 1 / self.control_rate_hz


def open_run_marker(node: 'Node', settings: NodeSettings) -> RunMarker:
    """Return the run marker of a node; each node of each domain has a file of its own."""
    given = settings.state_directory
    directory = Path(given).expanduser() if given else ros_log_directory() / 'vla_state'
    domain = node.context.get_domain_id()
    file = directory / f'{_file_stem(node)}-domain{domain}.running'
    return RunMarker(file, node.resolve_service_name('reset'))


def declare_joint_monitor(
    node: 'Node', limits: Limits, max_age_s: float, period_s: float
) -> JointMonitor | None:
    """
    Return the monitor of the joints; None if no robot description is configured.

    Raises
    ------
    ValueError
        If urdf_file cannot be used.

    """
    joint_limits = declare_settings(node, JointLimits)
    if not joint_limits.is_used:
        return None
    # Not imported at the top: a node without a URDF needs no MuJoCo.
    from vla_safety.robot.robot_model import RobotModel

    monitor = JointMonitor(
        lambda text: RobotModel(text, joint_limits, limits, period_s), max_age_s
    )
    if joint_limits.urdf_file:
        monitor.set_description(read_urdf(joint_limits.urdf_file))
    return monitor


def declare_gate(
    node: 'Node', limits: Limits, period_s: float, marker: RunMarker | None = None
) -> Gate:
    """Declare all other parameters of the gate and return the gate."""
    watchdog, camera = (
        declare_settings(node, WatchdogLimits),
        declare_settings(node, CameraSettings),
    )
    language = declare_settings(node, LanguageSettings)
    deadman = declare_settings(node, DeadmanSettings)
    return Gate(
        limits=limits,
        watchdog=watchdog,
        violation_policy=declare_settings(node, ViolationPolicy, renamed=RENAMED_PARAMETERS),
        approval=ApprovalManager(declare_settings(node, ApprovalSettings)),
        monitors=InputMonitors(
            camera=CameraMonitor(camera, watchdog) if camera.watch_camera else None,
            language=LanguageMonitor() if language.watch_language else None,
            deadman=DeadmanMonitor(deadman) if deadman.deadman else None,
            joints=declare_joint_monitor(node, limits, watchdog.max_state_age_s, period_s),
        ),
        playback=declare_settings(node, PlaybackSettings),
        period_s=period_s,
        marker=marker,
    )


def open_audit_log(node: 'Node') -> tuple[Auditor | None, AuditLog | None]:
    """Declare the parameters of the audit log; return auditor and log, or None for no log."""
    settings = declare_settings(node, AuditSettings)
    if not settings.audit:
        return None, None
    directory = audit_directory(settings.audit_directory)
    log = AuditLog(AuditFile(settings, directory, _file_stem(node)))
    return Auditor(log, Redactor(directory) if settings.redact_commands else None), log


def _file_stem(node: 'Node') -> str:
    return node.get_fully_qualified_name().strip('/').replace('/', '.')
