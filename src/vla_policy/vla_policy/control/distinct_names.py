# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Names that tell detected objects apart: color and shape, then the receptacle, then the side.

Sides are seen from the robot: left is +y, near is -x.
"""

from collections.abc import Sequence

from vla_common.command_meaning import RECEPTACLE_SHAPES
from vla_policy.control.detections import Detection
from vla_policy.control.object_selection import MAX_INSIDE_M

#: Smaller differences are not called left, right, near or far.
_MIN_DIFFERENCE_M = 0.03
_ORDINALS = ('first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth')
#: Phrases of the sides when several objects are on the same one.
_PHRASES = {'left': 'on the left', 'middle': 'in the middle', 'right': 'on the right'}


def distinct_names(objects: Sequence[Detection], scene: Sequence[Detection]) -> list[str]:
    """
    Return a name with an article for each object, which tells it apart from all others.

    Parameters
    ----------
    objects
        Objects to name.
    scene
        All detected objects.

    """
    everything = list(dict.fromkeys([*scene, *objects]))
    names: dict[Detection, str] = {}
    for name in {detection.name for detection in objects}:
        equal = [detection for detection in everything if detection.name == name]
        names.update(zip(equal, _name_equal(equal, everything), strict=True))
    return [names[detection] for detection in objects]


def join_names(names: Sequence[str], conjunction: str) -> str:
    """List names as text, the last one after a conjunction."""
    return f' {conjunction} '.join(filter(None, (', '.join(names[:-1]), *names[-1:])))


def _name_equal(objects: Sequence[Detection], scene: Sequence[Detection]) -> list[str]:
    """Return names for objects of one color and shape."""
    if len(objects) == 1:
        return [f'the {objects[0].name}']
    receptacles = [_receptacle(detection, scene) for detection in objects]
    is_single = [r is not None and receptacles.count(r) == 1 for r in receptacles]
    sides = _name_sides(objects)
    return [
        f'the {detection.name} in the {receptacle.name}' if single and receptacle else side
        for detection, receptacle, single, side in zip(
            objects, receptacles, is_single, sides, strict=True
        )
    ]


def _receptacle(detection: Detection, scene: Sequence[Detection]) -> Detection | None:
    """Return the receptacle that an object lies in, if its name is unique."""
    names = [other.name for other in scene]
    inside = (
        other
        for other in scene
        if other.kind in RECEPTACLE_SHAPES
        and detection.kind not in RECEPTACLE_SHAPES
        and other.distance_m(detection.position) <= MAX_INSIDE_M
        and names.count(other.name) == 1
    )
    return next(inside, None)


def _name_sides(objects: Sequence[Detection]) -> list[str]:
    """Return names from left to right, and from near to far on the same side."""
    order = sorted(range(len(objects)), key=lambda i: -objects[i].position[1])
    columns = [[order[0]]]
    for i in order[1:]:
        if objects[columns[-1][-1]].position[1] - objects[i].position[1] < _MIN_DIFFERENCE_M:
            columns[-1].append(i)
        else:
            columns.append([i])
    names = [''] * len(objects)
    for number, column in enumerate(columns):
        column.sort(key=lambda i: objects[i].position[0])
        side = _side(number, len(columns))
        for i, row in zip(column, _rows(len(column)), strict=True):
            names[i] = _join(objects[i].name, side, row)
    return names


def _side(number: int, count: int) -> str:
    """Return the word for a position from left to right; empty if there is only one."""
    words: dict[int, Sequence[str]] = {
        1: ('',),
        2: ('left', 'right'),
        3: ('left', 'middle', 'right'),
    }
    return words[count][number] if count in words else f'{_ordinal(number)} from the left'


def _rows(count: int) -> list[str]:
    """Return the words for positions from near to far; empty if there is only one."""
    if count == 1:
        return ['']
    between = [f'{_ordinal(number)} nearest' for number in range(1, count - 1)]
    return ['nearest', *between, 'farthest']


def _ordinal(number: int) -> str:
    return _ORDINALS[number] if number < len(_ORDINALS) else f'{number + 1}th'


def _join(name: str, side: str, row: str) -> str:
    if row and side:
        return f'the {row} {name} {_PHRASES.get(side, side)}'
    ordinal, _, origin = side.partition(' ')
    return ' '.join(filter(None, ('the', row, ordinal, name, origin)))
