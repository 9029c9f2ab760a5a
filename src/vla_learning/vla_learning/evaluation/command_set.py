# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Commands of other authors with the scenes for which they were written.

The development half is readable. The sealed half is compressed, so that nobody reads it by
accident; programs print its totals only.
"""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
import hashlib
import json
from pathlib import Path
from typing import Any
import zlib

from vla_policy.control.object_selection import SceneItem

FOLDER = Path(__file__).parent / 'command_sets'
DEVELOPMENT, SEALED = FOLDER / 'development.jsonl', FOLDER / 'sealed.jsonl.z'
#: Centers of the cells of a scene in base_link, by row and column as seen from the robot [m].
_ROW_X_M = {'near': 0.35, 'mid': 0.50, 'far': 0.65}
_COLUMN_Y_M = {'a': 0.27, 'b': 0.09, 'c': -0.09, 'd': -0.27}
_OFFSET_IN_RECEPTACLE_M = 0.005


@dataclass(frozen=True)
class ExpectedStep:
    """One step of a command: `targets` and `destination` are indices into the scene."""

    task: str
    targets: tuple[int, ...]
    destination: int | str | None = None
    relation: str = ''
    direction: str = ''


@dataclass(frozen=True)
class SetCommand:
    """
    A command with its scene.

    Parameters
    ----------
    text, group, style
        Text; group valid, special or refuse; style as its author named it.
    scene
        Objects on the table.
    steps
        What is to be done; empty for a command that is to be refused.
    reason
        Reason of the refusal; empty for none.
    containers
        Index of the receptacle in which an object lies, by the index of the object.

    """

    text: str
    group: str
    style: str
    scene: tuple[SceneItem, ...]
    steps: tuple[ExpectedStep, ...] = ()
    reason: str = ''
    containers: Mapping[int, int] = field(default_factory=dict)


def load_command_set(path: Path = DEVELOPMENT) -> list[SetCommand]:
    """Load the commands of one half."""
    data = path.read_bytes()
    text = (zlib.decompress(data) if path.suffix == '.z' else data).decode()
    return [_to_command(json.loads(line)) for line in text.splitlines() if line.strip()]


def split_command_sets(paths: Sequence[Path], folder: Path = FOLDER) -> tuple[int, int]:
    """
    Write the halves of the files of several authors; return the numbers of commands.

    The hash of a text decides its half, so that a later split of the same files is the same.
    """
    halves: tuple[list[str], list[str]] = ([], [])
    for path in paths:
        for line in path.read_text('utf-8').splitlines():
            text = str(json.loads(line)['text'])
            is_sealed = hashlib.sha256(text.encode()).digest()[0] % 2 == 0
            halves[is_sealed].append(f'{line}\n')
    folder.mkdir(parents=True, exist_ok=True)
    (folder / DEVELOPMENT.name).write_text(''.join(halves[0]), encoding='utf-8')
    (folder / SEALED.name).write_bytes(zlib.compress(''.join(halves[1]).encode(), 9))
    return len(halves[0]), len(halves[1])


def _to_command(fields: Mapping[str, Any]) -> SetCommand:
    expected = fields['expect']
    return SetCommand(
        text=fields['text'],
        group=fields['group'],
        style=fields['style'],
        scene=_to_scene(fields['scene']),
        steps=tuple(_to_step(step) for step in expected.get('steps', ())),
        reason=expected.get('refuse', ''),
        containers={i: item['in'] for i, item in enumerate(fields['scene']) if 'in' in item},
    )


def _to_scene(items: Sequence[Mapping[str, Any]]) -> tuple[SceneItem, ...]:
    positions: dict[int, tuple[float, float]] = {}
    for i, item in enumerate(items):
        if 'cell' in item:
            row, column = item['cell'].split('-')
            positions[i] = _ROW_X_M[row], _COLUMN_Y_M[column]
    for i, item in enumerate(items):
        if i not in positions:
            x_m, y_m = positions[item['in']]
            positions[i] = x_m + _OFFSET_IN_RECEPTACLE_M, y_m
    return tuple(
        SceneItem(item['color'], item['shape'], positions[i]) for i, item in enumerate(items)
    )


def _to_step(fields: Mapping[str, Any]) -> ExpectedStep:
    target = fields['target']
    return ExpectedStep(
        task=fields['task'],
        targets=tuple(target) if isinstance(target, list) else (target,),
        destination=fields.get('destination'),
        relation=fields.get('relation', ''),
        direction=fields.get('direction', ''),
    )
