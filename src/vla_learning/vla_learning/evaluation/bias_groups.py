# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Attributes by which trials are grouped: color, shape, noun, place, light and table."""

import re
from typing import Final

from vla_learning.evaluation.trials import EvaluationTrial
from vla_learning.language.noun_lexicon import ANY_OBJECT
from vla_learning.language.noun_lexicon import HELD_OUT_NOUNS
from vla_learning.language.noun_lexicon import TRAIN_NOUNS
from vla_sim.physics.scene import Appearance
from vla_sim.physics.scene_constants import COLORS
from vla_sim.physics.scene_constants import OBJECT_SHAPES
from vla_sim.physics.scene_constants import WORKSPACE_X_M
from vla_sim.physics.scene_constants import WORKSPACE_Y_M

_NO_ATTRIBUTE: Final = ''
_LEVELS: Final = ('dark', 'medium', 'bright')
# Thirds of the distributions that `sample_appearance` draws from; a test checks them.
_LIGHT_LIMITS: Final = (0.80, 0.88)
_TABLE_LIMITS: Final = (0.44, 0.51)
# Share of the light that the lamp adds on a surface that faces it.
_LAMP_SHARE: Final = 0.5

#: Groups of each attribute, in the order of tables and plots.
GROUPS: Final[dict[str, tuple[str, ...]]] = {
    'color': tuple(COLORS),
    'shape': OBJECT_SHAPES,
    'noun': ('name of the shape', 'other noun', 'held-out noun', 'thing, object', 'none found'),
    'distance': ('near', 'middle', 'far'),
    'side': ('left', 'center', 'right'),
    'light': _LEVELS,
    'table': _LEVELS,
    'black': ('black, dark table', 'black, other table', 'other color'),
}


def attributes_of(trial: EvaluationTrial) -> dict[str, str]:
    """Return the group of a trial by attribute; empty where its target has no such attribute."""
    command, appearance = trial.command, trial.scene.appearance
    found = dict.fromkeys(GROUPS, _NO_ATTRIBUTE)
    found['light'] = _level(illumination(appearance), _LIGHT_LIMITS)
    found['table'] = _level(table_brightness(appearance), _TABLE_LIMITS)
    reference = command.references[0]
    color = reference.color or _NO_ATTRIBUTE
    shape = reference.noun.name.lower()
    if trial.task is not None:
        item = trial.scene.find(trial.task.target)
        color, shape = item.color, item.shape
        found['distance'] = GROUPS['distance'][_third(item.x_m, WORKSPACE_X_M)]
        # Left of the robot is +y (REP-103).
        found['side'] = GROUPS['side'][2 - _third(item.y_m, WORKSPACE_Y_M)]
    found['color'] = color
    found['shape'] = shape if shape in OBJECT_SHAPES else _NO_ATTRIBUTE
    found['noun'] = noun_group(command.text, found['shape'])
    if color:
        table = 'dark table' if found['table'] == 'dark' else 'other table'
        found['black'] = f'black, {table}' if color == 'black' else 'other color'
    return found


def noun_group(text: str, shape: str) -> str:
    """Return the group of the noun by which a command names an object of `shape`."""
    if _contains(text, (shape,)):
        return 'name of the shape'
    if _contains(text, HELD_OUT_NOUNS.get(shape, ())):
        return 'held-out noun'
    if _contains(text, TRAIN_NOUNS.get(shape, ())):
        return 'other noun'
    return 'thing, object' if _contains(text, ANY_OBJECT) else 'none found'


def _contains(text: str, nouns: tuple[str, ...]) -> bool:
    return any(noun and re.search(rf'\b{re.escape(noun)}s?\b', text.lower()) for noun in nouns)


def illumination(appearance: Appearance) -> float:
    """Return the light on the table: ambient, headlight and the lamp."""
    lamp = sum(appearance.light_rgb) / 3
    return appearance.ambient + appearance.headlight + _LAMP_SHARE * lamp


def table_brightness(appearance: Appearance) -> float:
    """Return the mean of the color channels of the table, 0 to 1."""
    return sum(appearance.table_rgb) / 3


def _level(value: float, limits: tuple[float, float]) -> str:
    return _LEVELS[sum(value >= limit for limit in limits)]


def _third(value: float, span: tuple[float, float]) -> int:
    low, high = span
    return min(2, max(0, int(3 * (value - low) / (high - low))))
