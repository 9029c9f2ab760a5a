# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Changes of parameters while a node runs: validated at once, applied between two steps."""

from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import fields
from dataclasses import replace
import threading
from typing import Any

from rclpy.parameter import Parameter
from vla_common.parameter_declaration import to_field_value
from vla_common.parameter_spec import Change
from vla_common.parameter_spec import spec_of
from vla_common.settings import check_settings

_REMEDY = 'Set another value'


@dataclass
class _Group:
    """Settings of one class: as declared at the start, as accepted, and as applied."""

    initial: Any
    accepted: Any
    applied: Any
    apply: Callable[[Any], None]
    check: Callable[[Any], None]


class ParameterUpdates:
    """
    Changes of the dynamic parameters of a node.

    Parameters
    ----------
    name
        Fully qualified name of the node.
    is_active
        Returns whether the node is active.
    report
        Called with the text of each applied change.

    """

    def __init__(
        self, name: str, is_active: Callable[[], bool], report: Callable[[str], None]
    ) -> None:
        self._name, self._is_active, self._report = name, is_active, report
        self._groups: dict[type, _Group] = {}
        # Held while settings are applied: by a worker thread, or by the executor without workers.
        self._lock = threading.RLock()

    def register(
        self,
        settings: Any,
        apply: Callable[[Any], None],
        check: Callable[[Any], None] = lambda settings: None,
    ) -> None:
        """
        Accept changes of `settings`.

        `check` validates new settings beyond their fields and raises ValueError; `apply` receives
        them between two steps.
        """
        former = self._groups.get(type(settings))
        initial = former.initial if former else settings
        with self._lock:
            self._groups[type(settings)] = _Group(initial, settings, settings, apply, check)

    def close(self) -> None:
        """Keep later changes for the next call of `register`, without applying them."""
        for group in self._groups.values():
            group.apply = lambda settings: None

    def problem(self, parameters: 'Sequence[Parameter[Any]]') -> str:
        """Return why the parameters must not be changed to these values; empty if they may."""
        try:
            for group in self._groups.values():
                self._changed(group, parameters)
        except ValueError as error:
            return str(error)
        return ''

    def accept(self, parameters: 'Sequence[Parameter[Any]]') -> None:
        """Store validated values for the next call of `apply_pending`."""
        with self._lock:
            for group in self._groups.values():
                group.accepted = self._changed(group, parameters)

    def apply_pending(self) -> None:
        """Apply the accepted values; call it between two steps."""
        if all(group.accepted is group.applied for group in self._groups.values()):
            return
        with self._lock:
            for group in self._groups.values():
                before, group.applied = group.applied, group.accepted
                if texts := _differences(before, group.applied):
                    group.apply(group.applied)
                    self._report(f'parameters changed: {", ".join(texts)}')

    def summary(self) -> str:
        """Return all differences from the values at the start."""
        texts = [t for g in self._groups.values() for t in _differences(g.initial, g.applied)]
        return ', '.join(texts)

    def _changed(self, group: _Group, parameters: 'Sequence[Parameter[Any]]') -> Any:
        dynamic = {f.name: f for f in fields(group.accepted) if spec_of(f).change}
        for parameter in parameters:
            if parameter.name in dynamic and parameter.value is None:
                raise ValueError(f'{parameter.name} cannot be deleted. {_REMEDY}')
        changes = {
            p.name: to_field_value(dynamic[p.name], p.value, _REMEDY)
            for p in parameters
            if p.name in dynamic
        }
        if not changes:
            return group.accepted
        for name, value in changes.items():
            old = getattr(group.accepted, name)
            self._check_direction(name, spec_of(dynamic[name]).change, old, value)
        settings = replace(group.accepted, **changes)
        check_settings(settings, _REMEDY)
        group.check(settings)
        return settings

    def _check_direction(self, name: str, change: Change, old: Any, new: Any) -> None:
        if change == 'any' or old == new or not self._is_active():
            return
        olds, news = (v if isinstance(v, tuple) else (v,) for v in (old, new))
        if len(olds) == len(news) and change != 'inactive':
            pairs = zip(olds, news, strict=True)
            if all(n <= o if change == 'down' else n >= o for o, n in pairs):
                return
        rule = {
            'down': 'may only be lowered while the node is active',
            'up': 'may only be raised while the node is active',
            'inactive': 'may only be changed while the node is not active',
        }[change]
        raise ValueError(
            f'{name} {rule}; got {old} -> {new}. '
            f'Deactivate the node first: ros2 lifecycle set {self._name} deactivate'
        )


def _differences(before: Any, after: Any) -> list[str]:
    pairs = ((f.name, getattr(before, f.name), getattr(after, f.name)) for f in fields(after))
    return [f'{name} {old} -> {new}' for name, old, new in pairs if old != new]
