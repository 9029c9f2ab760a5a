# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Meaning of the words that describe one object: colors, shapes, superlative, and what is left."""

from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace

from vla_common.command_meaning import ObjectDescription
from vla_language.meaning.closed_classes import read_superlative
from vla_language.meaning.color_terms import basic_form
from vla_language.meaning.color_terms import color_words
from vla_language.meaning.color_terms import colors_of
from vla_language.meaning.color_terms import shade_words
from vla_language.meaning.near_words import nearest_words
from vla_language.meaning.noun_shapes import names_other_shape
from vla_language.meaning.noun_shapes import noun_words
from vla_language.meaning.noun_shapes import NounShapes
from vla_language.meaning.nouns import SHAPE_ADJECTIVES
from vla_language.meaning.nouns import SHAPE_SUFFIXES
from vla_language.meaning.spelling import WordReading
from vla_language.meaning.vocabulary import BASIC_COLORS
from vla_language.meaning.vocabulary import COLOR_NOUNS
from vla_language.meaning.vocabulary import HARMLESS_ATTRIBUTES
from vla_language.meaning.vocabulary import OTHER_COLORS
from vla_language.meaning.vocabulary import SHADE_WORDS

#: Words inside of a description by a clause: "that is round like a ball".
_GLUE = frozenset("is 's are was that which looks like a an as it".split())
_JOINING = frozenset(('and', '-', 'of', 'or', ','))


@dataclass(frozen=True)
class DescribingWords:
    """Words of one description by their kind, each in the order of the sentence."""

    colors: tuple[WordReading, ...] = ()
    nouns: tuple[WordReading, ...] = ()
    attributes: tuple[WordReading, ...] = ()
    superlatives: tuple[WordReading, ...] = ()
    text: str = ''


@dataclass(frozen=True)
class ReadDescription:
    """A description, words of it that no member accounts for, and repairs of its words."""

    description: ObjectDescription
    unaccounted: tuple[str, ...] = ()
    corrections: tuple[tuple[str, str], ...] = field(default=())


def read_description(words: DescribingWords, nouns: NounShapes) -> ReadDescription:
    """
    Return the meaning of the words of one description.

    Parameters
    ----------
    words
        Words as they were tagged; a color word among nouns or attributes is moved.
    nouns
        Resolver of nouns.

    """
    words = _move_misplaced(words, nouns)
    colors, corrections = _repair_colors(words.colors)
    names = [reading.text for reading in words.nouns]
    attributes = [reading.text for reading in words.attributes]
    superlative, ordinal = read_superlative([reading.text for reading in words.superlatives])
    description = ObjectDescription(
        words=words.text,
        colors=_union(colors, colors_of, color_words()),
        shapes=_union(words.nouns, lambda noun: nouns.shapes_of(noun, attributes), noun_words()),
        superlative=superlative,
        ordinal=ordinal,
    )
    shapes = description.shapes
    left = [w for w in attributes if not _is_harmless(w) or names_other_shape(w, shapes)]
    left += [word for i, word in enumerate(names) if word in names[:i]]  # "cube cube ball"
    left += [reading.text for reading in colors[:-1] if not _is_color_part(reading.text)]
    if 'of' in names:
        left += [word for word in names[names.index('of') + 1 :] if word not in noun_words()]
    return ReadDescription(description, tuple(left), corrections)


def _move_misplaced(words: DescribingWords, nouns: NounShapes) -> DescribingWords:
    """Move color words out of nouns and attributes, and other words out of colors."""
    colors, found_nouns = list(words.colors), list(words.nouns)
    attributes = list(words.attributes)
    has_basic = any(basic_form(reading.text) in color_words() for reading in colors)
    for group in (attributes, found_nouns):
        for reading in [] if has_basic else list(group):
            is_color = basic_form(reading.text) in (*BASIC_COLORS, *OTHER_COLORS)
            if group is found_nouns and reading is not found_nouns[-1]:
                # "The silver ball": in front of a noun, a color that is no noun of an object.
                is_color |= reading.text in color_words() and not nouns.shapes_of([reading.text])
            if is_color and reading.text not in SHADE_WORDS:
                colors.append(reading)
                group.remove(reading)
    for reading in list(colors):
        if reading.text in SHAPE_ADJECTIVES or reading.text in HARMLESS_ATTRIBUTES - SHADE_WORDS:
            colors.remove(reading)
            attributes.append(reading)
    return replace(
        words, colors=tuple(colors), nouns=tuple(found_nouns), attributes=tuple(attributes)
    )


def _repair_colors(
    readings: Sequence[WordReading],
) -> tuple[list[WordReading], tuple[tuple[str, str], ...]]:
    """Return the colors with the last one repaired if it is in no list."""
    colors = list(readings)
    if not colors or _is_color_part(colors[-1].text) or colors[-1].text in _JOINING:
        return colors, ()
    word = colors[-1].text
    near = nearest_words(word, (*BASIC_COLORS, *OTHER_COLORS), 1 if len(word) < 6 else None)
    if not near:
        return colors, ()
    colors[-1] = WordReading(near[0], colors[-1].original, near[1:])
    return colors, ((colors[-1].original, near[0]),)


def _is_color_part(word: str) -> bool:
    known = color_words() | shade_words() | SHADE_WORDS | COLOR_NOUNS | _JOINING
    return word in known or basic_form(word) in known


def _is_harmless(word: str) -> bool:
    return (
        word in HARMLESS_ATTRIBUTES
        or word in SHAPE_ADJECTIVES
        or word in SHAPE_SUFFIXES
        or word in COLOR_NOUNS
        or word in SHADE_WORDS
        or word in noun_words()
        or word in _GLUE
        or not word[0].isalnum()
    )


def _union(
    readings: Sequence[WordReading],
    meaning_of: Callable[[list[str]], frozenset[str] | None],
    kind: frozenset[str],
) -> frozenset[str] | None:
    """Return what any reading of the words can mean; None as soon as one means anything."""
    texts = [reading.text for reading in readings]
    found = meaning_of(texts)
    for i, reading in enumerate(readings):
        for other in reading.alternatives:
            if other in kind and found is not None:
                meant = meaning_of([*texts[:i], other, *texts[i + 1 :]])
                found = None if meant is None else found | meant
    return found


def either_of(first: ObjectDescription, second: ObjectDescription) -> ObjectDescription | None:
    """
    Return one description of two objects that fits no others, or None.

    "The red and the blue cube", "the bowl and the plate"; both must be understood.
    """
    is_noun_shared = first.shapes is None and first.colors is not None
    if is_noun_shared:
        first = replace(first, shapes=second.shapes)
    members = (first.colors, second.colors, first.shapes, second.shapes)
    is_exact = first.colors == second.colors or first.shapes == second.shapes
    if frozenset() in members or not is_exact or (first.colors is None) != (second.colors is None):
        return None
    colors = first.colors | second.colors if first.colors and second.colors else None
    shapes = first.shapes | second.shapes if first.shapes and second.shapes else None
    return ObjectDescription(f'{first.words} {second.words}', colors, shapes)
