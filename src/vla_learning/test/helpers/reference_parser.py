# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Independent parser of the references in a generated command, based on regular expressions."""

from collections.abc import Iterable
from itertools import chain
import re

from vla_learning.language import command_templates
from vla_learning.language import noun_lexicon
from vla_learning.language.referring_expressions import SceneObject

NOUNS = {
    noun: kind
    for table in (noun_lexicon.TRAIN_NOUNS, noun_lexicon.HELD_OUT_NOUNS)
    for kind, nouns in table.items()
    for noun in nouns
}
SHADES = {
    shade: color
    for color in command_templates.COLORS
    for shade in (color, *command_templates.TRAIN_SHADES[color])
}


def one_of(words: Iterable[str]) -> str:
    """Return a pattern of `words`, the longest first."""
    return '|'.join(sorted(words, key=len, reverse=True))


SHADE, FILLER = one_of(SHADES), f'(?:(?:{one_of(command_templates.TRAIN_FILLERS)}) )?'
NAME = rf'{FILLER}(?:(?:{SHADE}) )?(?:{one_of([*NOUNS, *noun_lexicon.ANY_OBJECT])})'
#: First words of commands; some are nouns too, as "can" and "drop".
FIRST = {
    sentence.split()[0]
    for sentence in chain(
        command_templates.TRAIN_OPENINGS,
        *command_templates.TRAIN_TEMPLATES.values(),
        *command_templates.TRAIN_SENTENCES.values(),
    )
}
BEFORE = rf'(?:^(?!(?:{one_of(FIRST)}) )|\b(?:the|a|push) )'
MENTION = re.compile(rf'{BEFORE}{FILLER}(?:({SHADE}) )?({one_of(NOUNS)})\b')
ANY = re.compile(rf'{BEFORE}{FILLER}({SHADE}) ({"|".join(noun_lexicon.ANY_OBJECT)})\b')
UNKNOWN_NOUN = re.compile(
    '|'.join([*noun_lexicon.TRAIN_UNKNOWN_NOUNS, *noun_lexicon.HELD_OUT_UNKNOWN_NOUNS])
)
FRAME = re.compile(
    rf'^(?:{one_of(command_templates.TRAIN_OPENINGS)})'
    rf'|(?:{one_of(command_templates.TRAIN_ENDINGS)})\.?$'
)


def mentions(text: str, objects: list[SceneObject]) -> list[set[int]]:
    """Return the objects that match each reference in the text, in the order of the text."""
    text, found = text.lower(), []
    for match in MENTION.finditer(text):
        color, kind = SHADES.get(match[1]), NOUNS[match[2]]
        found.append(
            (
                match.start(),
                {i for i, t in enumerate(objects) if t.kind == kind and color in (None, t.color)},
            )
        )
    for match in ANY.finditer(text):
        found.append(
            (
                match.start(),
                {
                    i
                    for i, t in enumerate(objects)
                    if t.is_graspable and t.color == SHADES[match[1]]
                },
            )
        )
    return [which for _, which in sorted(found, key=lambda pair: pair[0])]
