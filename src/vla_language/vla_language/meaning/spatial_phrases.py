# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Phrases for relations, extremes, directions and places, each with its meaning.

The file ``spatial_phrases.txt`` has lines ``class: phrase``. The closed classes accept these
phrases as a whole, beside those that they read word by word, and the tagger is trained with them.
"""

from collections.abc import Mapping
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType

from vla_common.command_meaning import PushDirection
from vla_common.command_meaning import Relation
from vla_common.command_meaning import Superlative
from vla_language.meaning.class_lines import read_class_lines
from vla_language.meaning.words import split_words

_FILE = Path(__file__).with_name('spatial_phrases.txt')
#: Words whose presence changes no phrase.
_NEUTRAL = frozenset(('the', 'a', 'an', 'of'))
_RELATIONS = {
    'next': Relation.NEXT_TO,
    'left': Relation.LEFT_OF,
    'right': Relation.RIGHT_OF,
    'front': Relation.IN_FRONT_OF,
    'behind': Relation.BEHIND,
    'in': Relation.IN,
    'on': Relation.ON,
}
RELATION_CLASSES: Mapping[str, Relation] = MappingProxyType(
    {
        **{f'at_{name}': relation for name, relation in _RELATIONS.items()},
        **{f'to_{name}': relation for name, relation in _RELATIONS.items()},
        'towards': Relation.TOWARDS,
    }
)
_SIDES = ('leftmost', 'rightmost', 'nearest', 'farthest', 'middle')
SUPERLATIVE_CLASSES: Mapping[str, Superlative] = MappingProxyType(
    {name: Superlative(name.removeprefix('adj_')) for s in _SIDES for name in (s, f'adj_{s}')}
)
DIRECTION_CLASSES: Mapping[str, PushDirection] = MappingProxyType(
    {f'dir_{name}': PushDirection(name) for name in ('left', 'right', 'forward', 'back')}
)
PLACE_CLASSES: Mapping[str, str] = MappingProxyType(
    {
        f'place_{name}': name
        for name in ('center', 'left_edge', 'right_edge', 'near_edge', 'far_edge')
    }
)
CLASSES = (*RELATION_CLASSES, *SUPERLATIVE_CLASSES, *DIRECTION_CLASSES, *PLACE_CLASSES)


@cache
def load_phrases(file: Path = _FILE) -> Mapping[str, tuple[str, ...]]:
    """
    Return the phrases of each class.

    Raises
    ------
    ValueError
        If a line has no known class.

    """
    return read_class_lines((file,), CLASSES, 'phrase')


def find_class(words: Sequence[str], classes: Mapping[str, object]) -> str:
    """Return the only one of `classes` with the phrase that `words` are, or ''."""
    phrase = tuple(word for word in words if word not in _NEUTRAL)
    found = {name for name in _phrase_classes().get(phrase, ()) if name in classes}
    meanings = {classes[name] for name in found}
    return sorted(found)[0] if len(meanings) == 1 else ''


@cache
def _phrase_classes() -> dict[tuple[str, ...], tuple[str, ...]]:
    classes: dict[tuple[str, ...], tuple[str, ...]] = {}
    for name, phrases in load_phrases().items():
        for text in phrases:
            phrase = tuple(word for word in split_words(text) if word not in _NEUTRAL)
            classes[phrase] = (*classes.get(phrase, ()), name)
    return classes
