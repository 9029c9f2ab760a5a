# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Relations, superlatives, ordinals, directions and places, read from closed lists.

A phrase is one of `spatial_phrases`, or each of its words is a key word or neutral; all other
phrases are unknown. Sides are
those of the robot: a phrase with "me" or "my" names the side of the person, which is unknown.
"""

from collections.abc import Mapping
from collections.abc import Sequence
from typing import TypeVar

from vla_common.command_meaning import PushDirection
from vla_common.command_meaning import Relation
from vla_common.command_meaning import Superlative
from vla_language.meaning.spatial_phrases import DIRECTION_CLASSES
from vla_language.meaning.spatial_phrases import find_class
from vla_language.meaning.spatial_phrases import PLACE_CLASSES
from vla_language.meaning.spatial_phrases import RELATION_CLASSES
from vla_language.meaning.spatial_phrases import SUPERLATIVE_CLASSES
from vla_language.meaning.vocabulary import MANNERS

# The tables keep several entries per line.
# fmt: off

_Value = TypeVar('_Value')


def _keys(table: Mapping[_Value, str]) -> dict[str, _Value]:
    return {word: value for value, words in table.items() for word in words.split()}


_RELATION_KEYS = _keys({
    Relation.BETWEEN: 'between betwixt',
    Relation.LEFT_OF: 'left',
    Relation.RIGHT_OF: 'right',
    Relation.IN_FRONT_OF: 'front before',
    Relation.BEHIND: 'behind back rear beyond',
    Relation.UNDER: 'under beneath below underneath',
    Relation.AWAY_FROM: 'away far farther further farthest furthest',
    Relation.TOWARDS: 'towards toward closer nearer direction',
    Relation.NEXT_TO: 'next beside near nearest closest close by alongside adjacent against '
                      'touching touches vicinity nearby besides neighboring neighbouring door '
                      'shoulder company bordering neighbour neighbor flush hugging snug huddled '
                      'leaning',
    Relation.ABOVE: 'above',
    Relation.ON: 'top atop onto upon on off over',
    Relation.IN: 'in into inside interior contents within from out to at',
})
#: Words of phrases that add nothing to a relation.
_IDLE = frozenset('bed rights be sleep tidily'.split())
#: Key words in the order in which they decide: "in front of" is no kind of "in".
_RELATION_ORDER = tuple(dict.fromkeys(_RELATION_KEYS.values()))
_RELATION_NEUTRAL = frozenset(('across', 'some')) | frozenset(
    "the a that which that's which's it's is are was 's s it lying sitting resting "
    'standing placed located positioned '
    'lies lie sits sit stands stand rests ends end just directly immediately up down very '
    'straight right close of side hand its most ones one - deep back over what currently still '
    'already there has been now set laid put found contained middle center centre slightly bit '
    "little who thats along ' round with keeping keeps has as hard in so such way rest nap "
    'sat stood perched seated nestled parked propped served balancing balanced until face'.split()
)
_SUPERLATIVE_KEYS = _keys({
    Superlative.LEFTMOST: 'leftmost left',
    Superlative.RIGHTMOST: 'rightmost right',
    Superlative.MIDDLE: 'middle middlemost central center centre centermost centremost',
    Superlative.NEAREST: 'nearest closest nearer closer near nearby close by front frontmost '
                         'foremost',
    Superlative.FARTHEST: 'farthest furthest farther further far distant remotest back backmost '
                          'rear rearmost',
})
_DEGREES = frozenset('far farthest furthest farther further near close most'.split())
_NEAREST = frozenset('nearest closest nearer closer'.split())
_SUPERLATIVE_NEUTRAL = frozenset(
    "the a on in at to of from most hand side end very all way your you yourself robot 's s "
    "that's which's are lies sits most extreme when counting counted count starting along over in "
    'arm base gripper one that thats is which away row line table - and body out them edge lying '
    'standing sitting stands yourself other two three more'.split()
)
_ORDINALS = {
    word: number
    for number, words in enumerate(
        ('first 1st', 'second 2nd', 'third 3rd', 'fourth 4th', 'fifth 5th', 'sixth 6th',
         'seventh 7th', 'eighth 8th'), 1)
    for word in words.split()
}
_OPPOSITE = {
    Superlative.LEFTMOST: Superlative.RIGHTMOST, Superlative.RIGHTMOST: Superlative.LEFTMOST,
    Superlative.NEAREST: Superlative.FARTHEST, Superlative.FARTHEST: Superlative.NEAREST,
}
_DEPTHS = frozenset((Superlative.NEAREST, Superlative.FARTHEST))
_SIDES = frozenset((Superlative.LEFTMOST, Superlative.RIGHTMOST))

_DIRECTION_KEYS = _keys({
    PushDirection.LEFT: 'left leftward leftwards',
    PushDirection.RIGHT: 'right rightward rightwards',
    PushDirection.FORWARD: 'forward forwards ahead onward onwards frontward frontwards front '
                           'outward outwards',
    PushDirection.BACK: 'back backward backwards rearward rearwards',
})
#: Words behind "so" for a distance or an end: "so far that it falls off".
_DEGREES_OF_SO = frozenset(
    'far long hard much fast off edge into against until falls drops'.split()
)
_KNOWN_DIRECTIONS = frozenset(PushDirection) - {PushDirection.NONE, PushDirection.UNKNOWN}
_ROBOT = frozenset(
    'you your yourself own robot arm base body gripper direction self side feet'.split())
_AWAY = frozenset('away far farther further'.split())
_TO_OR_FROM = frozenset('towards toward closer nearer near away'.split())
#: How far and how, which a push always does in the same way.
_AMOUNTS = MANNERS | frozenset(
    'a bit little more slightly some just tad touch smidge somewhat step small few couple hair '
    'smidgen fraction tiny teeny wee lil notch short distance only width ways'.split())
_DIRECTION_NEUTRAL = _AMOUNTS | frozenset(
    "'s s an the to over off straight further farther way side hand direction your in on of it so "
    'moves goes slides rolls travels ends that until into lane towards toward - by one and along '
    'is are table out centimeters centimetres cm inches him her them '
    'at in off , across'.split()
)

_PLACE_KEYS = _keys({
    'center': 'center centre middle',
    'left_edge': 'left',
    'right_edge': 'right',
    'near_edge': 'near nearest front closest',
    'far_edge': 'far farthest furthest back rear',
})
_EDGES = frozenset('edge side end border margin half'.split())
_PLACE_NEUTRAL = _EDGES | frozenset(
    'the of on in at to into onto table desk tabletop workspace hand your - towards toward '
    "over right 's s dead bang smack plumb very board surface desktop border that is are you "
    'yourself base robot until till by down up next along beside close it there nearer closer bit '
    'just bench counter out all way ,'.split()
)
_BEHIND_OUT = frozenset('to at by on near along over'.split())
_OF_THE_PERSON = frozenset('me my mine myself us our'.split())


def read_relation(words: Sequence[str]) -> Relation:
    """
    Return the relation that a phrase such as "to the left of" names.

    "To bed in" and "ought by rights to be in" are "in".
    """
    relation = _read_relation(words)
    if relation is Relation.UNKNOWN and _IDLE & set(words):
        return _read_relation([word for word in words if word not in _IDLE])
    return relation


def _read_relation(words: Sequence[str]) -> Relation:
    words = [word for word in words if word not in MANNERS]
    if not words:
        return Relation.NONE
    if name := find_class(words, RELATION_CLASSES):
        return RELATION_CLASSES[name]
    if words[0] == 'and':
        words = words[1:]  # "off the plate and into the bowl"
    keys = [word for word in words if word in _RELATION_KEYS]
    rest = set(words) - set(keys) - _RELATION_NEUTRAL
    if not keys or rest or _OF_THE_PERSON & set(words):
        return Relation.UNKNOWN
    if 'right' in keys and not _is_side('right', words):
        keys = [word for word in keys if word != 'right']  # "right next to"
    if 'back' in keys and 'of' not in words:
        keys = [word for word in keys if word != 'back']  # "back in the bowl"
    if 'away' in keys and 'from' not in words:
        keys = [word for word in keys if word != 'away']  # "away in the bowl"
    if 'across' in words and 'to' not in words:
        return Relation.UNKNOWN
    if 'to' in keys:
        keys = [word for word in keys if word != 'over']  # "over to the bowl"
    found = {_RELATION_KEYS[word] for word in keys}
    if Relation.LEFT_OF in found and Relation.RIGHT_OF in found:
        return Relation.UNKNOWN
    return next((kind for kind in _RELATION_ORDER if kind in found), Relation.UNKNOWN)


def _is_side(word: str, words: Sequence[str]) -> bool:
    """Whether "right" is a side, as in "right of" and "to the right", not a degree."""
    i = words.index(word)
    after = words[i + 1] if i + 1 < len(words) else 'of'
    return after in ('of', 'side', 'hand', 'from')


def read_superlative(words: Sequence[str]) -> tuple[Superlative, int]:
    """Return the extreme that a phrase names, and the position in the row; 0 for none."""
    if not words:
        return Superlative.NONE, 0
    if name := find_class(words, SUPERLATIVE_CLASSES):
        return SUPERLATIVE_CLASSES[name], 0
    if 'corner' in words:
        return _read_corner(words), 0
    numbers = [_ORDINALS[word] for word in words if word in _ORDINALS]
    is_last = 'last' in words
    keys = [word for word in words if word in _SUPERLATIVE_KEYS]
    rest = set(words) - set(keys) - _SUPERLATIVE_NEUTRAL - set(_ORDINALS) - {'last'}
    ordinal = numbers[0] if numbers else 0
    if not (keys or numbers or is_last or rest):
        return Superlative.NONE, 0
    if rest or len(numbers) > 1 or _OF_THE_PERSON & set(words):
        return Superlative.UNKNOWN, ordinal
    # "Closest to the left edge"
    degrees = _DEGREES | _NEAREST if _EDGES & set(words) else _DEGREES
    sides = {_SUPERLATIVE_KEYS[word] for word in keys if word not in degrees}
    found = sides or {_SUPERLATIVE_KEYS[word] for word in keys}
    if len(found) != 1:
        return Superlative.UNKNOWN, ordinal
    (extreme,) = found
    if extreme is Superlative.MIDDLE and (numbers or is_last):
        return Superlative.UNKNOWN, ordinal
    if is_last and 'from' in words:
        extreme = _OPPOSITE[extreme]
    return extreme, ordinal if ordinal > 1 else 0


def _read_corner(words: Sequence[str]) -> Superlative:
    """Return the corner of the table that a phrase such as "in the far left corner" names."""
    found = {_SUPERLATIVE_KEYS[word] for word in words if word in _SUPERLATIVE_KEYS}
    rest = set(words) - set(_SUPERLATIVE_KEYS) - _SUPERLATIVE_NEUTRAL - {'corner'}
    depths, sides = found & _DEPTHS, found & _SIDES
    if rest or _OF_THE_PERSON & set(words) or (len(depths), len(sides), len(found)) != (1, 1, 2):
        return Superlative.UNKNOWN
    depth = 'near' if Superlative.NEAREST in depths else 'far'
    side = 'left' if Superlative.LEFTMOST in sides else 'right'
    return Superlative(f'{depth}_{side}')


def read_direction(words: Sequence[str]) -> PushDirection:
    """Return the direction that a phrase such as "a bit to the left" names."""
    if not words:
        return PushDirection.NONE
    if name := find_class(words, DIRECTION_CLASSES):
        return DIRECTION_CLASSES[name]
    end = words.index('so') if 'so' in words[1:] else len(words)
    is_purpose = not (_DEGREES_OF_SO | set(_DIRECTION_KEYS)) & set(words[end:])
    if is_purpose and end < len(words):
        direction = read_direction(words[:end])
        if direction in _KNOWN_DIRECTIONS:
            return direction  # "to the right so that the way is clear"
    names = set(words)
    if names & _OF_THE_PERSON:
        return PushDirection.UNKNOWN
    if names <= _AMOUNTS:
        return PushDirection.NONE
    found = {_DIRECTION_KEYS[word] for word in words if word in _DIRECTION_KEYS}
    rest = names - set(_DIRECTION_KEYS) - _DIRECTION_NEUTRAL
    if found & {PushDirection.LEFT, PushDirection.RIGHT}:
        of_robot = rest <= _ROBOT and not (rest and names & _TO_OR_FROM)
        return _only(next(iter(found)), set() if of_robot else rest, found)
    if names & {'away', 'far'} or (
        {'from'} < names & {'from', *_AWAY} and found <= {PushDirection.FORWARD}
    ):
        return _only(PushDirection.FORWARD, rest - _ROBOT - _AWAY - {'from'}, found)
    if {'ahead', 'of'} <= names and rest <= _ROBOT and not names & {*_TO_OR_FROM, 'to', 'until'}:
        return _only(PushDirection.FORWARD, set(), found)  # "straight ahead of you"
    is_to_robot = rest & _ROBOT or ('your' in names and names & {'direction', 'side'})
    if is_to_robot or names & {'closer', 'nearer'}:
        return _only(PushDirection.BACK, rest - _ROBOT - _TO_OR_FROM, found)
    return _only(next(iter(found), PushDirection.UNKNOWN), rest, found)


def _only(
    direction: PushDirection, rest: set[str], found: set[PushDirection]
) -> PushDirection:
    """Return the direction unless words are left or another direction is named, too."""
    return direction if not rest and found <= {direction} else PushDirection.UNKNOWN


def read_place(words: Sequence[str]) -> str:
    """Return the place of the table that a phrase such as "the left edge" names, or ''."""
    if name := find_class(words, PLACE_CLASSES):
        return PLACE_CLASSES[name]
    keys = {
        _PLACE_KEYS[word]
        for i, word in enumerate(words)
        if word in _PLACE_KEYS and not _is_degree(i, words)
    }
    if not keys and {'close', 'you'} <= set(words):
        keys = {'near_edge'}
    if 'out' in words and not _BEHIND_OUT & set(words[words.index('out') + 1 :][:1]):
        return ''  # "out of the center"
    if set(words) - set(_PLACE_KEYS) - _PLACE_NEUTRAL or len(keys) != 1:
        return ''
    (place,) = keys
    is_end = bool({'front', 'back', 'rear'} & set(words)) and bool({'of', 'table'} & set(words))
    return place if place == 'center' or is_end or _EDGES & set(words) else ''


def _is_degree(i: int, words: Sequence[str]) -> bool:
    """Whether a word strengthens another one: "right in the middle", "far left edge"."""
    word, after = words[i], words[i + 1] if i + 1 < len(words) else ''
    return (
        (word == 'right' and after in ('in', 'at', 'on', 'by', 'up'))
        or (word == 'far' and after in ('left', 'right'))
        or (word in ('near', 'next') and i == 0)  # "near the left edge"
    )
