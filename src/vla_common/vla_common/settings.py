# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Frozen dataclasses as ROS parameters: declared once, described, checked."""

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


@dataclasses.dataclass(frozen=True)
class Rule:
    """What a setting may be."""

    description: str
    unit: str = ''
    minimum: float | None = None
    maximum: float | None = None
    options: tuple[str, ...] = ()
    length: int | None = None

    def text(self) -> str:
        """Say the rule for people, as it stands in the parameter's description."""
        unit = f' [{self.unit}]' if self.unit else ''
        options = f' Options: {", ".join(self.options)}.' if self.options else ''
        return f'{self.description}{unit}.{options}'

    def bounds(self) -> str:
        """Say the bounds of a number."""
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
    Make a dataclass field that `declare_settings` turns into a ROS parameter.

    Parameters
    ----------
    default
        bool, int, float, str, or a tuple of one of these (a ROS array).
    description
        What the setting does, without the final full stop.
    unit
        SI unit, such as ``m/s``.
    minimum, maximum
        Inclusive bounds of a number, or of each number of a tuple.
    options
        The allowed strings.
    length
        Number of entries that a tuple must have; any when None.

    """
    rule = Rule(description, unit, minimum, maximum, tuple(options), length)
    return dataclasses.field(default=default, metadata={'rule': rule})


def check_settings(settings: Any) -> None:
    """
    Check every field of `settings` against its rule.

    Raises
    ------
    ValueError
        With rule, value and what to do, for the first field that breaks its rule.

    """
    for field in dataclasses.fields(settings):
        rule, value = _rule(field), getattr(settings, field.name)
        entries = value if isinstance(value, tuple) else (value,)
        if rule.length is not None and len(entries) != rule.length:
            raise ValueError(
                f'{field.name} needs {rule.length} entries; got {value}. '
                'Change it in the YAML file'
            )
        for entry in entries:
            _check_entry(field.name, rule, entry)


def _check_entry(name: str, rule: Rule, value: Any) -> None:
    if rule.options and value not in rule.options:
        raise ValueError(
            f'{name} must be one of {", ".join(rule.options)}; got {value!r}. '
            'Change it in the YAML file'
        )
    if not isinstance(value, float | int) or isinstance(value, bool):
        return
    low = -math.inf if rule.minimum is None else rule.minimum
    high = math.inf if rule.maximum is None else rule.maximum
    if not (math.isfinite(value) and low <= value <= high):
        raise ValueError(_out_of_bounds(name, rule, value))


def _out_of_bounds(name: str, rule: Rule, value: Any) -> str:
    return f'{name} must be {rule.bounds()}; got {value}. Change it in the YAML file'


def declare_settings(node: 'Node', cls: type[S]) -> S:
    """
    Declare the fields of `cls` as read-only parameters of `node` and return their values.

    A second call returns the same values, so that a node may call it each time it is configured.

    Raises
    ------
    ValueError
        If a value breaks its rule.
    rclpy.exceptions.InvalidParameterTypeException
        If a value has another type than the default.

    """
    values = {}
    hints = get_type_hints(cls)
    for field in dataclasses.fields(cls):  # type: ignore[arg-type]
        value = _declared_value(node, field)
        if isinstance(field.default, tuple):
            # An empty array in a YAML file has no type and arrives as no value.
            value = () if value is None else value
            value = _checked_tuple(field.name, get_args(hints[field.name])[0], value)
        values[field.name] = value
    settings = cls(**values)
    check_settings(settings)
    return settings


def _declared_value(node: 'Node', field: 'dataclasses.Field[Any]') -> Any:
    from rclpy.exceptions import InvalidParameterValueException

    if node.has_parameter(field.name):
        return node.get_parameter(field.name).value
    default = list(field.default) if isinstance(field.default, tuple) else field.default
    try:
        return node.declare_parameter(field.name, default, _descriptor(field)).value
    except InvalidParameterValueException as error:
        value = str(error).partition('(')[2].partition(')')[0]
        raise ValueError(_out_of_bounds(field.name, _rule(field), value)) from error


def _checked_tuple(name: str, kind: type, value: Any) -> tuple[Any, ...]:
    sequence = not isinstance(value, str) and isinstance(value, Sequence)
    if not sequence or not all(type(entry) is kind for entry in value):
        raise ValueError(
            f'{name} must be an array of {kind.__name__}; got {value!r}. '
            'Change it in the YAML file'
        )
    return tuple(value)


def _rule(field: 'dataclasses.Field[Any]') -> Rule:
    if 'rule' not in field.metadata:
        raise TypeError(f'{field.name} needs a rule; got a plain field. Write = setting(...)')
    return field.metadata['rule']


def _descriptor(field: 'dataclasses.Field[Any]') -> 'ParameterDescriptor':
    from rcl_interfaces.msg import FloatingPointRange
    from rcl_interfaces.msg import IntegerRange
    from rcl_interfaces.msg import ParameterDescriptor

    rule = _rule(field)
    bounded = rule.minimum is not None or rule.maximum is not None
    descriptor = ParameterDescriptor(
        description=rule.text(),
        additional_constraints=rule.bounds() if bounded else ', '.join(rule.options),
        read_only=True,
        # rclpy takes an empty default for bytes; without this no other array would be accepted.
        dynamic_typing=field.default == (),
    )
    if rule.minimum is None or rule.maximum is None or isinstance(field.default, bool):
        return descriptor
    if isinstance(field.default, float):
        descriptor.floating_point_range = [
            FloatingPointRange(from_value=float(rule.minimum), to_value=float(rule.maximum))
        ]
    elif isinstance(field.default, int):
        descriptor.integer_range = [
            IntegerRange(from_value=int(rule.minimum), to_value=int(rule.maximum), step=1)
        ]
    return descriptor
