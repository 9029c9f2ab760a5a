# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Configuration files: read YAML into frozen dataclasses and check their values."""

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any
from typing import TypeVar

import yaml

_T = TypeVar('_T')


class ConfigError(ValueError):
    """A configuration is invalid; the message names the field and its allowed values."""


def read_config(path: Path | None, build: Callable[[dict[str, Any]], _T]) -> _T:
    """
    Return what `build` makes of the values in a YAML file; no path is an empty file.

    Raises
    ------
    ConfigError
        If the file cannot be read, or `build` rejects its values.

    """
    try:
        return build(require_mapping(yaml.safe_load(path.read_text()) if path else None))
    # Tags that do not match their values make PyYAML raise errors of other types.
    except (
        OSError,
        ValueError,
        KeyError,
        AttributeError,
        TypeError,
        RecursionError,
        yaml.YAMLError,
    ) as error:
        raise ConfigError(f'{path}: {error}') from error


def require_mapping(values: Any, where: str = 'the file') -> dict[str, Any]:
    """Return `values` as a dictionary; None is an empty one."""
    if values is not None and not isinstance(values, dict):
        raise ConfigError(f'{where} must hold names and values, got {values!r}')
    return values or {}


def build_config(
    cls: type[_T], values: Any, where: str, renamed: Mapping[str, str] | None = None
) -> _T:
    """
    Build a dataclass from the values of one section.

    Parameters
    ----------
    cls
        Dataclass with a default for each field; values must have the type of the default.
    values
        Names and values of the section; None for an empty section.
    where
        Name of the section in error messages.
    renamed
        New names of former fields.

    Raises
    ------
    ConfigError
        If a name is unknown or renamed, or a value has another type.

    """
    values, default = require_mapping(values, where), cls()
    for old, new in (renamed or {}).items():
        if old in values:
            raise ConfigError(f'{old} in {where} has been renamed to {new}. Use the new name')
    known = {f.name: type(getattr(default, f.name)) for f in fields(cls)}  # type: ignore[arg-type]
    if unknown := sorted(map(str, set(values) - set(known))):
        raise ConfigError(f'{where} may name {sorted(known)}, got {unknown}')
    return cls(**{name: _typed(value, known[name], name) for name, value in values.items()})


def require_at_least(config: object, minimum: int, *names: str) -> None:
    """Check that each named field is at least `minimum`."""
    for name in names:
        if getattr(config, name) < minimum:
            raise ConfigError(f'{name} must be at least {minimum}, got {getattr(config, name)}')


def require_option(config: object, name: str, options: Sequence[str]) -> None:
    """Check that the named field is one of `options`."""
    if getattr(config, name) not in options:
        raise ConfigError(f'{name} must be one of {options}, got {getattr(config, name)!r}')


def _typed(value: Any, kind: type, name: str) -> Any:
    if kind is float and type(value) is int:
        return float(value)
    if type(value) is not kind:
        hint = '; YAML reads 1e-3 as a text, write 1.0e-3' if kind is float else ''
        raise ConfigError(f'{name} must be of type {kind.__name__}, got {value!r}{hint}')
    return value
