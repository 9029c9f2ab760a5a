# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Shape of a noun by its senses in a dictionary, which defines a keg as a barrel, for example."""

from collections.abc import Sequence
import re

from vla_common.command_meaning import OBJECT_SHAPES
from vla_language.meaning.nouns import SHAPE_NOUNS
from vla_language.meaning.wordnet import Sense

#: Nouns whose hypernyms and definitions tell the shape.
_SHAPE_OF = {noun: shape for shape, nouns in SHAPE_NOUNS.items() for noun in nouns}
_GRASPABLE = frozenset(OBJECT_SHAPES)
#: Lexicographer files of objects that can be grasped: artifacts, natural objects, shapes.
_TOPICS = (6, 17, 25)
#: Lexicographer file of persons.
_PERSON = 18
#: Least share of all senses of a noun; rarer senses are slang or technical terms.
_MIN_SHARE = 0.25
# End of the phrase that names the genus in a definition: "small ball | of glass".
_GENUS = re.compile(
    r'\b(?:of|with|that|used|for|which|who|in|on|to|made|attached|from|by|at|having|consisting|'
    r'containing|where|formed|as|whose|worn|covered|and|or)\b|[,;:()]'
)


def shape_of_senses(noun: str, senses: Sequence[Sense]) -> str | None:
    """Return the shape that the senses of a noun in lower case have; None for none or several."""
    if names_person(senses):
        return None  # a dummy is somebody silent, and rarely a cartridge
    found = [_shapes(sense, noun) for sense in senses]
    shapes = set().union(*found)
    is_common = sum(map(bool, found)) >= _MIN_SHARE * len(senses)
    # A teapot is a pot, but nothing is put in it.
    return shapes.pop() if is_common and len(shapes) == 1 and shapes <= _GRASPABLE else None


def names_person(senses: Sequence[Sense]) -> bool:
    """Return whether the most common one of some senses is a person."""
    return bool(senses) and senses[0].topic == _PERSON


def _shapes(sense: Sense, noun: str) -> set[str]:
    """Return the shapes that names, hypernyms and definition of a sense contain."""
    if sense.topic not in _TOPICS:
        return set()
    words = {*sense.names, *sense.hypernyms, _genus(sense.gloss)} - {noun}
    return {_SHAPE_OF[word] for word in words if word in _SHAPE_OF}


def _genus(gloss: str) -> str:
    words = _GENUS.split(gloss.lower(), maxsplit=1)[0].split()
    return words[-1] if words else ''
