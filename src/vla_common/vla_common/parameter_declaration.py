# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Declaration of the fields of a settings class as parameters of a node."""

from collections.abc import Mapping
from collections.abc import Sequence
import dataclasses
from typing import Any
from typing import TYPE_CHECKING

from rcl_interfaces.msg import FloatingPointRange
from rcl_interfaces.msg import IntegerRange
from rcl_interfaces.msg import ParameterDescriptor
from vla_common.parameter_spec import check_value
from vla_common.parameter_spec import REMEDY
from vla_common.parameter_spec import spec_of

if TYPE_CHECKING:
    from rclpy.node import Node

_TYPE_NAMES = {bool: 'a bool', int: 'an integer', float: 'a double', str: 'a string'}


def parameter_overrides(node: 'Node') -> dict[str, Any]:
    """Return the values that files, command line and constructor set, by parameter name."""
    # rclpy has no public access to overrides of undeclared parameters.
    return {name: parameter.value for name, parameter in node._parameter_overrides.items()}


def reject_old_names(node: 'Node', renamed: Mapping[str, str]) -> None:
    """Raise ValueError if a parameter is set under an old name."""
    overrides = parameter_overrides(node)
    for old, new in renamed.items():
        if old in overrides:
            raise ValueError(
                f'{old} is now named {new}; got {old} = {_plain(overrides[old])!r}. '
                f'Rename it to {new} in the YAML file'
            )


def declared_value(node: 'Node', field: 'dataclasses.Field[Any]', *, changeable: bool) -> Any:
    """Declare the parameter of `field` unless it is declared, and return its value."""
    if not node.has_parameter(field.name):
        overrides = parameter_overrides(node)
        if field.name in overrides:
            # Before rclpy checks type and range with less helpful texts.
            value = to_field_value(field, overrides[field.name])
            check_value(field.name, spec_of(field), value)
        else:
            value = field.default
        # Not from the overrides: an empty array of a file has no type there, and a parameter
        # without a type could not be dumped.
        node.declare_parameter(
            field.name,
            list(value) if isinstance(value, tuple) else value,
            _descriptor(field, changeable=changeable),
            ignore_override=True,
        )
    return to_field_value(field, node.get_parameter(field.name).value)


def to_field_value(field: 'dataclasses.Field[Any]', value: Any, remedy: str = REMEDY) -> Any:
    """
    Convert the value of a parameter to that of the field.

    Raises
    ------
    ValueError
        If the type differs from that of the field's default; the text names both types.

    """
    if isinstance(field.default, tuple):
        return _to_tuple(field, value, remedy)
    kind = type(field.default)
    if type(value) is not kind:
        raise ValueError(_type_error(field.name, _TYPE_NAMES[kind], value, kind, remedy))
    return value


def _to_tuple(field: Any, value: Any, remedy: str) -> tuple[Any, ...]:
    if value is None:  # rclpy's value of an empty array in a YAML file, which has no type
        return ()
    kind = type(field.default[0]) if field.default else str
    entries = _plain(value)
    if not isinstance(entries, list) or not all(type(entry) is kind for entry in entries):
        wanted = f'an array of {_TYPE_NAMES[kind].split()[1]}s'
        raise ValueError(_type_error(field.name, wanted, value, kind, remedy))
    return tuple(entries)


def _type_error(name: str, wanted: str, value: Any, kind: type, remedy: str) -> str:
    value = _plain(value)
    entries = value if isinstance(value, list) else [value]
    received = _TYPE_NAMES.get(type(entries[0]), 'no value') if entries else 'empty'
    if isinstance(value, list):
        received = f'an array of {received.split()[-1]}s' if entries else 'an empty array'
    if (
        kind is float
        and isinstance(value, list) == wanted.startswith('an array')
        and all(type(entry) in (int, float) for entry in entries)
    ):
        numbers = [float(entry) for entry in entries]
        remedy = f'Write {numbers if isinstance(value, list) else numbers[0]}'
    return f'{name} must be {wanted}; got {value!r}, {received}. {remedy}'


def _plain(value: Any) -> Any:
    """Return an array of rclpy as a list."""
    is_array = not isinstance(value, str | bytes) and isinstance(value, Sequence)
    return list(value) if is_array or hasattr(value, 'tolist') else value


def _descriptor(field: 'dataclasses.Field[Any]', *, changeable: bool) -> ParameterDescriptor:
    spec = spec_of(field)
    bounded = spec.minimum is not None or spec.maximum is not None
    descriptor = ParameterDescriptor(
        description=spec.full_description(),
        additional_constraints=spec.bounds() if bounded else ', '.join(spec.options),
        read_only=not (changeable and spec.change),
        # An empty array of a file or a default has no type, or the type byte array.
        dynamic_typing=isinstance(field.default, tuple),
    )
    if spec.minimum is None or spec.maximum is None or isinstance(field.default, bool):
        return descriptor
    if isinstance(field.default, float):
        descriptor.floating_point_range = [
            FloatingPointRange(from_value=float(spec.minimum), to_value=float(spec.maximum))
        ]
    elif isinstance(field.default, int):
        descriptor.integer_range = [
            IntegerRange(from_value=int(spec.minimum), to_value=int(spec.maximum), step=1)
        ]
    return descriptor
