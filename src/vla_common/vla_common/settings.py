# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""ROS parameters declared from frozen dataclasses, with descriptions and checks."""

from collections.abc import Mapping
from collections.abc import Sequence
import dataclasses
from typing import Any
from typing import TYPE_CHECKING
from typing import TypeVar

from vla_common.parameter_spec import Change
from vla_common.parameter_spec import check_value
from vla_common.parameter_spec import ParameterSpec
from vla_common.parameter_spec import REMEDY
from vla_common.parameter_spec import spec_of

if TYPE_CHECKING:
    from rclpy.node import Node

S = TypeVar('S')
_NONE: Mapping[str, str] = {}


def setting(
    default: Any,
    description: str,
    *,
    unit: str = '',
    minimum: float | None = None,
    maximum: float | None = None,
    options: Sequence[str] = (),
    length: int | None = None,
    change: Change = '',
) -> Any:
    """
    Create a dataclass field that `declare_settings` declares as a ROS parameter.

    Parameters
    ----------
    default
        bool, int, float, str, or a tuple of one of these (a ROS array).
    description
        Effect of the parameter, without the final full stop.
    unit
        SI unit, such as ``m/s``.
    minimum, maximum
        Inclusive bounds of a number, or of each number of a tuple.
    options
        The allowed strings.
    length
        Required number of entries of a tuple; any number if None.
    change
        When a parameter that `VlaNode.declare_dynamic` declares may change while the node runs;
        never if empty.

    """
    spec = ParameterSpec(description, unit, minimum, maximum, tuple(options), length, change)
    return dataclasses.field(default=default, metadata={'spec': spec})


def check_settings(settings: Any, remedy: str = REMEDY) -> None:
    """
    Check every field of `settings` against its specification.

    Raises
    ------
    ValueError
        If a field violates its specification; the text gives rule, value and remedy.

    """
    for field in dataclasses.fields(settings):
        check_value(field.name, spec_of(field), getattr(settings, field.name), remedy)


def declare_settings(
    node: 'Node', cls: type[S], *, renamed: Mapping[str, str] = _NONE, changeable: bool = False
) -> S:
    """
    Declare the fields of `cls` as parameters of `node` and return their values.

    A second call returns the same values, so that a node may call it each time it is configured.

    Parameters
    ----------
    node
        Node whose parameters are declared.
    cls
        Dataclass; every field is made by `setting`.
    renamed
        New parameter name by old one. A value set under an old name is an error.
    changeable
        Whether fields with a rule `change` are not read-only; `VlaNode.declare_dynamic` sets it
        and applies the changes.

    Raises
    ------
    ValueError
        If a value violates its specification or has another type than the default, or a parameter
        is set under an old name.

    """
    # Not imported at the top: settings are also used by programs without ROS.
    from vla_common.parameter_declaration import declared_value
    from vla_common.parameter_declaration import reject_old_names

    reject_old_names(node, renamed)
    values = {
        field.name: declared_value(node, field, changeable=changeable)
        for field in dataclasses.fields(cls)  # type: ignore[arg-type]
    }
    settings = cls(**values)
    check_settings(settings)
    return settings
