# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The nodes that make up the system."""

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any
from typing import Final

from ament_index_python.packages import get_package_prefix


@dataclass(frozen=True)
class Entry:
    """A node: its package, and the class in the package's module of the node's name."""

    package: str
    class_name: str

    @property
    def name(self) -> str:
        """Return the name of node, module and executable, such as policy_node."""
        return f'{self.package.removeprefix("vla_")}_node'

    def load(self) -> Any:
        """Return the class."""
        return getattr(import_module(f'{self.package}.{self.name}'), self.class_name)

    def executable(self) -> Path:
        """
        Return the path of the installed executable.

        Raises
        ------
        FileNotFoundError
            If the workspace was not built with it.

        """
        path = Path(get_package_prefix(self.package)) / 'lib' / self.package / self.name
        if not path.exists():
            raise FileNotFoundError(
                f'a built workspace holds {path}; it does not exist. Run: make build'
            )
        return path


SIM: Final = Entry('vla_sim', 'SimNode')
#: What runs on a real robot too.
CORE: Final = (
    Entry('vla_perception', 'PerceptionNode'),
    Entry('vla_language', 'LanguageNode'),
    Entry('vla_policy', 'PolicyNode'),
    Entry('vla_safety', 'SafetyNode'),
    Entry('vla_visualization', 'VisualizationNode'),
)
#: Parameters that the others get beside the simulator: its camera sees nobody.
WITH_SIM: Final[dict[str, dict[str, bool]]] = {
    'visualization_node': {'show_camera': True, 'blur_faces': False}
}


def entries(*, use_sim: bool) -> tuple[Entry, ...]:
    """Return the nodes of the system, with the simulated robot or without it."""
    return (SIM, *CORE) if use_sim else CORE
