# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Nodes of the system."""

from collections.abc import Collection
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any
from typing import Final

from ament_index_python.packages import get_package_prefix


@dataclass(frozen=True)
class NodeEntry:
    """
    A node of the system.

    Parameters
    ----------
    package
        Package of the node.
    class_name
        Class in the module that has the name of the node.
    node_name
        Name of node, module and executable; empty: that of the package, such as policy_node.

    """

    package: str
    class_name: str
    node_name: str = ''

    @property
    def name(self) -> str:
        """Return the name of node, module and executable, such as policy_node."""
        return self.node_name or f'{self.package.removeprefix("vla_")}_node'

    def load(self) -> Any:
        """Return the class of the node."""
        return getattr(import_module(f'{self.package}.{self.name}'), self.class_name)

    def executable(self) -> Path:
        """
        Return the path of the installed executable.

        Raises
        ------
        FileNotFoundError
            If the workspace is not built.

        """
        path = Path(get_package_prefix(self.package)) / 'lib' / self.package / self.name
        if not path.exists():
            raise FileNotFoundError(
                f'a built workspace contains {path}; it does not exist. Run: make build'
            )
        return path


SIM: Final = NodeEntry('vla_sim', 'SimNode')
#: Bridge to a robot with standard interfaces, in place of the simulator.
ROBOT: Final = NodeEntry('vla_robot', 'RobotBridge', 'robot_bridge')
SAFETY: Final = NodeEntry('vla_safety', 'SafetyNode')
#: Nodes that run on a real robot too.
CORE: Final = (
    NodeEntry('vla_perception', 'PerceptionNode'),
    NodeEntry('vla_language', 'LanguageNode'),
    NodeEntry('vla_policy', 'PolicyNode'),
    SAFETY,
    NodeEntry('vla_visualization', 'VisualizationNode'),
)
#: Parameters of the other nodes when running in simulation: simulated images show no people.
WITH_SIM: Final[dict[str, dict[str, bool]]] = {
    'visualization_node': {'show_camera': True, 'blur_faces': False}
}


#: Nodes that can be left out or replaced, by the names of launch arguments and options. The safety
#: node is not among them: no motion reaches the robot without it.
OPTIONAL: Final = {entry.name.removesuffix('_node'): entry for entry in CORE if entry != SAFETY}


#: Nodes that check_robot replaces during the bring-up of a robot, by their keys in OPTIONAL.
NOT_IN_BRING_UP: Final = ('perception', 'language', 'policy')


def entries(
    *, use_sim: bool, without: Collection[str] = (), use_robot: bool = False
) -> tuple[NodeEntry, ...]:
    """
    Return the nodes of the system.

    Parameters
    ----------
    use_sim
        Whether the simulator is among them.
    without
        Nodes that are left out, by their keys in OPTIONAL.
    use_robot
        Whether the robot bridge is among them.

    """
    left_out = [OPTIONAL[name] for name in without]
    nodes = (SIM,) * use_sim + (ROBOT,) * use_robot + CORE
    return tuple(entry for entry in nodes if entry not in left_out)
