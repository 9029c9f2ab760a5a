# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""ROS parameters declared from frozen dataclasses, with descriptions and checks."""

from collections.abc import Mapping
from collections.abc import Sequence
import dataclasses
import math
from typing import Any
from typing import get_args
from typing import get_type_hints
from typing import TYPE_CHECKING
from typing import TypeVar

if TYPE_CHECKING:
    from rcl_interfaces.msg import ParameterDescriptor
    from rclpy.node import Node

S = TypeVar('S')
_NONE: Mapping[str, str] = {}


@dataclasses.dataclass(frozen=True)
class ParameterSpec:
    """Description of a parameter and of the values it may have."""

    description: str
    unit: str = ''
    minimum: float | None = None
    maximum: float | None = None
    options: tuple[str, ...] = ()
    length: int | None = None

    def full_description(self) -> str:
        """Return description, unit and options as one text."""
        unit = f' [{self.unit}]' if self.unit else ''
        options = f' Options: {", ".join(self.options)}.' if self.options else ''
        return f'{self.description}{unit}.{options}'

    def bounds(self) -> str:
        """Return the bounds of a number as text."""
        unit = f' {self.unit}' if self.unit else ''
        if self.minimum is None and self.maximum is None:
            return 'finite'
        if self.maximum is None:
            return f'finite and at least {self.minimum}{unit}'
        if self.minimum is None:
            return f'finite and at most {self.maximum}{unit}'
        return f'within {self.minimum} and {self.maximum}{unit}'


def setting(
    default: Any,
    description: str,
    *,
    unit: str = '',
    minimum: float | None = None,
    maximum: float | None = None,
    options: Sequence[str] = (),
    length: int | None = None,
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

    """
    spec = ParameterSpec(description, unit, minimum, maximum, tuple(options), length)
    return dataclasses.field(default=default, metadata={'spec': spec})


def check_settings(settings: Any) -> None:
    """
    Check every field of `settings` against its specification.

    Raises
    ------
    ValueError
        If a field violates its specification; the text gives rule, value and remedy.

    """
    for field in dataclasses.fields(settings):
        spec, value = _spec(field), getattr(settings, field.name)
        entries = value if isinstance(value, tuple) else (value,)
        if spec.length is not None and len(entries) != spec.length:
            raise ValueError(
                f'{field.name} needs {spec.length} entries; got {value}. '
                'Change it in the YAML file'
            )
        for entry in entries:
            _check_entry(field.name, spec, entry)


def _check_entry(name: str, spec: ParameterSpec, value: Any) -> None:
    if spec.options and value not in spec.options:
        raise ValueError(
            f'{name} must be one of {", ".join(spec.options)}; got {value!r}. '
            'Change it in the YAML file'
        )
    if not isinstance(value, float | int) or isinstance(value, bool):
        return
    low = -math.inf if spec.minimum is None else spec.minimum
    high = math.inf if spec.maximum is None else spec.maximum
    if not (math.isfinite(value) and low <= value <= high):
        raise ValueError(_out_of_bounds(name, spec, value))


def _out_of_bounds(name: str, spec: ParameterSpec, value: Any) -> str:
    return f'{name} must be {spec.bounds()}; got {value}. Change it in the YAML file'


def declare_settings(node: 'Node', cls: type[S], *, renamed: Mapping[str, str] = _NONE) -> S:
    """
    Declare the fields of `cls` as read-only parameters of `node` and return their values.

    A second call returns the same values, so that a node may call it each time it is configured.

    Parameters
    ----------
    node
        Node whose parameters are declared.
    cls
        Dataclass; every field is made by `setting`.
    renamed
        New parameter name by old one. A value set under an old name is an error.

    Raises
    ------
    ValueError
        If a value violates its specification, or a parameter is set under an old name.
    rclpy.exceptions.InvalidParameterTypeException
        If a value has another type than the default.

    """
    _reject_old_names(node, renamed)
    values = {}
    hints = get_type_hints(cls)
    for field in dataclasses.fields(cls):  # type: ignore[arg-type]
        value = _declared_value(node, field)
        is_tuple = isinstance(field.default, tuple)
        values[field.name] = _to_tuple(field.name, hints[field.name], value) if is_tuple else value
    settings = cls(**values)
    check_settings(settings)
    return settings


def _reject_old_names(node: 'Node', renamed: Mapping[str, str]) -> None:
    from rcl_interfaces.msg import ParameterDescriptor

    for old, new in renamed.items():
        # Declared with any type, the parameter receives the user's value, or None without one.
        value = node.declare_parameter(old, None, ParameterDescriptor(dynamic_typing=True)).value
        node.undeclare_parameter(old)
        if value is not None:
            raise ValueError(
                f'{old} is now named {new}; got {old} = {value!r}. '
                f'Rename it to {new} in the YAML file'
            )


def _declared_value(node: 'Node', field: 'dataclasses.Field[Any]') -> Any:
    from rclpy.exceptions import InvalidParameterValueException

    if node.has_parameter(field.name):
        return node.get_parameter(field.name).value
    default = list(field.default) if isinstance(field.default, tuple) else field.default
    try:
        return node.declare_parameter(field.name, default, _descriptor(field)).value
    except InvalidParameterValueException as error:
        value = str(error).partition('(')[2].partition(')')[0]
        raise ValueError(_out_of_bounds(field.name, _spec(field), value)) from error


def _to_tuple(name: str, hint: Any, value: Any) -> tuple[Any, ...]:
    if value is None:  # rclpy's value of an empty array in a YAML file, which has no type
        return ()
    kind = get_args(hint)[0]
    sequence = not isinstance(value, str) and isinstance(value, Sequence)
    if not sequence or not all(type(entry) is kind for entry in value):
        raise ValueError(
            f'{name} must be an array of {kind.__name__}; got {value!r}. '
            'Change it in the YAML file'
        )
    return tuple(value)


def _spec(field: 'dataclasses.Field[Any]') -> ParameterSpec:
    if 'spec' not in field.metadata:
        raise TypeError(f'{field.name} must be declared with setting(...); got a plain field')
    return field.metadata['spec']


def _descriptor(field: 'dataclasses.Field[Any]') -> 'ParameterDescriptor':
    from rcl_interfaces.msg import FloatingPointRange
    from rcl_interfaces.msg import IntegerRange
    from rcl_interfaces.msg import ParameterDescriptor

    spec = _spec(field)
    bounded = spec.minimum is not None or spec.maximum is not None
    descriptor = ParameterDescriptor(
        description=spec.full_description(),
        additional_constraints=spec.bounds() if bounded else ', '.join(spec.options),
        read_only=True,
        # rclpy assigns an empty default the type byte array; other arrays need dynamic typing.
        dynamic_typing=field.default == (),
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
