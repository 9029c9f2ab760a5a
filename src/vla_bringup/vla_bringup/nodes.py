# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Nodes of the system."""

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

    """

    package: str
    class_name: str

    @property
    def name(self) -> str:
        """Return the name of node, module and executable, such as policy_node."""
        return f'{self.package.removeprefix("vla_")}_node'

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
#: Nodes that run on a real robot too.
CORE: Final = (
    NodeEntry('vla_perception', 'PerceptionNode'),
    NodeEntry('vla_language', 'LanguageNode'),
    NodeEntry('vla_policy', 'PolicyNode'),
    NodeEntry('vla_safety', 'SafetyNode'),
    NodeEntry('vla_visualization', 'VisualizationNode'),
)
#: Parameters of the other nodes when running in simulation: simulated images show no people.
WITH_SIM: Final[dict[str, dict[str, bool]]] = {
    'visualization_node': {'show_camera': True, 'blur_faces': False}
}


def entries(*, use_sim: bool) -> tuple[NodeEntry, ...]:
    """Return the nodes of the system, with or without the simulator."""
    return (SIM, *CORE) if use_sim else CORE
