# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Rule-based parser of commands for the success check, independent of any model."""

from dataclasses import dataclass
import re
from typing import Final

from vla_sim.physics.scene import Scene
from vla_sim.physics.scene_constants import COLORS
from vla_sim.physics.scene_constants import OBJECT_SHAPES
from vla_sim.tasks.task import Task
from vla_sim.tasks.task import TaskKindName

_NOUNS: Final = {
    'cube': 'cube',
    'block': 'cube',
    'box': 'cube',
    'brick': 'cube',
    'cylinder': 'cylinder',
    'can': 'cylinder',
    'tube': 'cylinder',
    'tin': 'cylinder',
    'drum': 'cylinder',
    'sphere': 'sphere',
    'ball': 'sphere',
    'orb': 'sphere',
    'globe': 'sphere',
    'marble': 'sphere',
    'bowl': 'bowl',
    'basin': 'bowl',
    'plate': 'plate',
    'tray': 'plate',
    'one': '',
    'object': '',
    'thing': '',
    'item': '',
}
_OBJECT: Final = re.compile(
    rf'\b(?:(?P<color>{"|".join(COLORS)})|the|an?|this|that) (?P<noun>{"|".join(_NOUNS)})\b'
)
_DIRECTIONS: Final = {
    'left': r'left(?:wards?)?',
    'right': r'right(?:wards?)?',
    'back': r'back(?:wards?)?|towards? you(?:rself)?',
    'forward': r'forwards?|ahead|away from you(?:rself)?',
}
_RELATIONS: Final = {
    'next_to': 'next to|beside',
    'left_of': '(?:to the )?left of',
    'right_of': '(?:to the )?right of',
    'in_front_of': 'in front of',
    'behind': 'behind',
    'towards': 'towards?',
    'stacked_on': 'on(?:to)?(?: top of)?',
}
_PLACES: Final = {
    'center': 'center|centre|middle',
    'left_edge': 'left edge',
    'right_edge': 'right edge',
    'near_edge': 'near edge',
    'far_edge': 'far edge',
}
_NEGATION: Final = re.compile(
    r"\b(?:not|never|avoid|without|leave|except|or)\b|n't\b|\bdont\b|anything but"
    r'|stay away|keep .* off'
)
_PUSH: Final = re.compile(r'\b(?:push|slide|move|nudge|shove|shift|scoot|make)(?:e?[sd])?\b')
_POINT: Final = re.compile(r'\b(?:point|show|where|indicate|hover|which|aim|locate|direct your)\b')
_PLACE: Final = re.compile(
    r'\b(?:put|place|drop|lay|bring|move|transfer|set|deposit|carry|belongs|take|to be)\b'
)
_PICK: Final = re.compile(
    r'\b(?:pick|grab|lift|take|get|grasp|want|give|need|fetch|raise|collect|hold|retrieve)\b'
)


@dataclass(frozen=True)
class ObjectMention:
    """Object that a command names; color or shape is empty if the command leaves it open."""

    color: str
    shape: str

    @property
    def is_object(self) -> bool:
        """Whether it is an object and not a receptacle."""
        return self.shape in ('', *OBJECT_SHAPES)

    def find(self, scene: Scene) -> str:
        """Return the name of the only matching object; empty if there is none or several."""
        shapes = (self.shape,) if self.shape else OBJECT_SHAPES
        matches = [
            item.name for item in scene if item.shape in shapes and self.color in ('', item.color)
        ]
        return matches[0] if len(matches) == 1 else ''


def object_mentions(text: str) -> list[ObjectMention]:
    """Return the objects that a command names, in order and each once."""
    plain = ' '.join(re.findall(r"[a-z']+", text.lower()))
    found = (ObjectMention(m['color'] or '', _NOUNS[m['noun']]) for m in _OBJECT.finditer(plain))
    return list(dict.fromkeys(found))


def named_objects(text: str) -> list[str]:
    """Return the objects that a command names with color and shape."""
    return [f'{m.color} {m.shape}' for m in object_mentions(text) if m.color and m.shape]


def parse_task(text: str, scene: Scene) -> Task | None:
    """Return the task of a command; None if it is ambiguous, negated or not feasible."""
    plain = ' '.join(re.findall(r"[a-z']+", text.lower()))
    named = object_mentions(text)
    objects = [m for m in named if m.is_object]
    receptacles = [m for m in named if not m.is_object]
    if _NEGATION.search(plain):
        return None
    relation = next((name for name in _RELATIONS if _names_relation(plain, named, name)), '')
    if relation or re.search(rf'\b(?:{"|".join(_PLACES.values())}) of the table$', plain):
        return _parse_destination(plain, named, relation, scene)
    if len(objects) > 1 or len(receptacles) > 1:
        return None
    directions = [
        name for name, words in _DIRECTIONS.items() if re.search(rf'\b(?:{words})\b', plain)
    ]
    target = objects[0].find(scene) if objects else ''
    receptacle = receptacles[0].find(scene) if receptacles else ''
    if _POINT.search(plain) and len(named) == 1:
        return Task('point', target or receptacle) if target or receptacle else None
    if not target:
        return None
    if receptacles:
        return Task('place', target, receptacle) if receptacle and _PLACE.search(plain) else None
    if _PUSH.search(plain):
        return Task('push', target, directions[0]) if len(directions) == 1 else None
    return Task('pick', target) if _PICK.search(plain) else None


def _names_relation(plain: str, named: list[ObjectMention], relation: str) -> bool:
    """Return whether a command names a relation of its first object to the second one."""
    words = re.search(rf'\b(?:{_RELATIONS[relation]}) (?:the|an?) ', plain)
    is_onto_object = len(named) == 2 and named[1].shape in ('cube', 'cylinder')
    return bool(words) and len(named) == 2 and (relation != 'stacked_on' or is_onto_object)


def _parse_destination(
    plain: str, named: list[ObjectMention], relation: str, scene: Scene
) -> Task | None:
    """Return the task to put or push an object to a landmark or to a place of the table."""
    kind: TaskKindName = 'push' if relation == 'towards' else 'place'
    target, *landmarks = [mention.find(scene) for mention in named] or ['']
    verb = _PUSH if kind == 'push' else _PLACE
    if not target or not named[0].is_object or not verb.search(plain):
        return None
    if relation:
        return Task(kind, target, landmarks[0], relation=relation) if landmarks[0] else None
    places = [name for name, words in _PLACES.items() if re.search(rf'\b(?:{words})\b', plain)]
    return Task(kind, target, places[0], relation='at') if len(places) == 1 else None
