# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Specification of a parameter: description, bounds, and when it may change."""

import dataclasses
import math
from typing import Any
from typing import Literal

#: When a parameter may change while the node runs. `''`: never. `any`: at any time. `down`, `up`:
#: while the node is active only to lower or only to higher values. `inactive`: only while the node
#: is not active.
Change = Literal['', 'any', 'down', 'up', 'inactive']

#: Last sentence of the errors of values that a file sets.
REMEDY = 'Change it in the YAML file'


@dataclasses.dataclass(frozen=True)
class ParameterSpec:
    """Description of a parameter and of the values it may have."""

    description: str
    unit: str = ''
    minimum: float | None = None
    maximum: float | None = None
    options: tuple[str, ...] = ()
    length: int | None = None
    change: Change = ''

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


def spec_of(field: 'dataclasses.Field[Any]') -> ParameterSpec:
    """Return the specification of a field that `setting` created."""
    if 'spec' not in field.metadata:
        raise TypeError(f'{field.name} must be declared with setting(...); got a plain field')
    spec: ParameterSpec = field.metadata['spec']
    return spec


def check_value(name: str, spec: ParameterSpec, value: Any, remedy: str = REMEDY) -> None:
    """Raise ValueError if `value` violates its specification."""
    entries = value if isinstance(value, tuple) else (value,)
    if spec.length is not None and len(entries) != spec.length:
        raise ValueError(f'{name} needs {spec.length} entries; got {value}. {remedy}')
    for entry in entries:
        _check_entry(name, spec, entry, remedy)


def _check_entry(name: str, spec: ParameterSpec, value: Any, remedy: str) -> None:
    if spec.options and value not in spec.options:
        options = ', '.join(spec.options)
        raise ValueError(f'{name} must be one of {options}; got {value!r}. {remedy}')
    if not isinstance(value, float | int) or isinstance(value, bool):
        return
    low = -math.inf if spec.minimum is None else spec.minimum
    high = math.inf if spec.maximum is None else spec.maximum
    if not (math.isfinite(value) and low <= value <= high):
        raise ValueError(f'{name} must be {spec.bounds()}; got {value}. {remedy}')
