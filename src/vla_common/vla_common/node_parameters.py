# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Parameters of a node: check of its parameter files, and changes while it runs."""

from collections.abc import Callable
from collections.abc import Mapping
from pathlib import Path
import sys
from typing import Any

from rcl_interfaces.msg import SetParametersResult
from rclpy.node import Node
from rclpy.parameter import Parameter
from vla_common.parameter_declaration import parameter_overrides
from vla_common.parameter_file import check_known
from vla_common.parameter_file import check_node_keys
from vla_common.parameter_file import parameter_files
from vla_common.parameter_file import ParameterFile
from vla_common.parameter_file import read_parameter_file
from vla_common.parameter_updates import ParameterUpdates


class NodeParameters:
    """
    Parameters of a node.

    Parameters
    ----------
    node
        The node, constructed.
    former_name
        Name of the node before a remapping.
    options
        Options of the constructor of the node.
    is_active, has_workers
        Return whether the node is active and whether a worker thread runs.

    """

    def __init__(
        self,
        node: Node,
        former_name: str,
        options: Mapping[str, Any],
        is_active: Callable[[], bool],
        has_workers: Callable[[], bool],
    ) -> None:
        self._node, self._has_workers = node, has_workers
        self._files: list[ParameterFile] = []
        self._file_problem = ''
        name = node.get_fully_qualified_name()
        # Read now: a launch file deletes its temporary files.
        try:
            for path in _parameter_files(options):
                self._files.append(read_parameter_file(path))
                check_node_keys(self._files[-1], name, former_name)
        except ValueError as error:
            self._file_problem = str(error)
        self.updates = ParameterUpdates(name, is_active, lambda text: node.get_logger().info(text))
        node.add_on_set_parameters_callback(self._on_set)
        node.add_post_set_parameters_callback(self._on_changed)

    def check_files(self) -> None:
        """Raise ValueError if a parameter file is invalid or does not match the node."""
        if self._file_problem:
            raise ValueError(self._file_problem)

    def check_known(self) -> None:
        """Raise ValueError if the node received a parameter that it does not declare."""
        node, received = self._node, parameter_overrides(self._node)
        known = {name for name in received if node.has_parameter(name)}
        known |= set(node.get_parameters_by_prefix(''))
        check_known(self._files, node.get_fully_qualified_name(), known, received)

    def _on_set(self, parameters: 'list[Parameter[Any]]') -> SetParametersResult:
        problem = self.updates.problem(parameters)
        return SetParametersResult(successful=not problem, reason=problem)

    def _on_changed(self, parameters: 'list[Parameter[Any]]') -> None:
        self.updates.accept(parameters)
        if not self._has_workers():
            self.updates.apply_pending()


def _parameter_files(options: Mapping[str, Any]) -> list[Path]:
    """Return the parameter files of the process, then those of the node alone."""
    is_global = options.get('use_global_arguments', True)
    own = options.get('cli_args') or ()
    return [*parameter_files(sys.argv if is_global else ()), *parameter_files(own)]
