# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Split a command into clauses and classify the verb of each clause."""

from dataclasses import dataclass
from enum import auto
from enum import Enum
import re


class VerbClass(Enum):
    """Class of a verb: the task that the verb requests."""

    NONE = auto()  # no verb that belongs to a task
    PREPARE = auto()  # find, reach: preparation of any task
    PICK = auto()
    PLACE = auto()
    PUSH = auto()
    POINT = auto()


_VERBS = {
    VerbClass.PREPARE: 'find look search reach approach go come try open',
    VerbClass.PICK: 'pick grab lift take get grasp fetch raise collect hold retrieve want give '
    'need pluck seize gather obtain hand pass clutch elevate snatch',
    VerbClass.PLACE: 'put place drop lay bring transfer set deposit carry move belongs belong '
    'stick position release leave deliver relocate insert dump store',
    VerbClass.PUSH: 'push slide nudge shove shift scoot make shoo press poke tap knock slip budge',
    VerbClass.POINT: 'point show where indicate hover which aim tell direct locate identify what',
}
_VERB_CLASSES = {verb: group for group, verbs in _VERBS.items() for verb in verbs.split()}
_ENDING = re.compile(r'(?:ing|ed|es|s)$')
_DOUBLE = re.compile(r'(\w)\1$')
_PRONOUNS = frozenset('it that this'.split())
#: Words without a meaning for the task.
_FILLERS = frozenset(
    'a again also alright buddy dear first finally friend great hello hey hi just kindly me '
    'mate my next now oh ok okay please pls robot so sure thank thanks the then thx uh um '
    'well yes you'.split()
)
_ADVERBS = frozenset('up down slowly now please gently back carefully quickly'.split())
#: First words of a clause that only adds a place or manner to the previous clause.
MODIFIERS = frozenset(
    'in into on onto to toward towards from off at over above under below beside behind by near '
    'next inside with for of away across around along against until through '
    'left right forward forwards back backward backwards ahead slow fast easy'.split()
)
_JOIN = re.compile(
    r'\b(?:and then|and also|followed by|as well as|after that|afterwards?|thereafter|and|then|'
    r'plus|before|after|also|while)\b|&'
)
_PAUSE = re.compile(r'[;:!?\n]+|[.,]+(?=\s|$)')
# 'and' in polite or emphatic phrases, which does not start a new clause.
_POLITE_JOINS = re.compile(
    r'\b(?:go ahead|go|come|try|nice|reach (?:out|down|over)|be so kind|be a dear) and\b'
    r'|\bafter (?:all|you)\b|\bbefore (?:long|anything else)\b'
)
_WORD = re.compile(r'\w+')


@dataclass(frozen=True)
class Clause:
    """Part of a command; `joined`: whether a word such as "and" connects it to the part before."""

    text: str
    verb_class: VerbClass
    verb_index: int = 0
    joined: bool = False

    @property
    def words(self) -> list[str]:
        """Return the words of the clause in order."""
        return _WORD.findall(self.text)

    @property
    def object_phrase(self) -> str:
        """Return the object of the verb; empty for a pronoun or if nothing follows the verb."""
        rest = self.words[self.verb_index + 1 :]
        while rest and rest[0] in _ADVERBS:
            rest = rest[1:]
        if not rest or rest[0] in _PRONOUNS:
            return ''
        ends = [i for i, word in enumerate(rest) if word in MODIFIERS | _ADVERBS]
        phrase = rest[: ends[0]] if ends else rest
        return ' '.join(word for word in phrase if word not in _FILLERS)

    @property
    def is_modifier(self) -> bool:
        """Whether the clause only adds a place or manner."""
        first = next((w for w in self.words if w not in _FILLERS), '')
        return self.verb_class is VerbClass.NONE and (first in MODIFIERS or first.endswith('ly'))


def split_clauses(text: str) -> list[Clause]:
    """Return the clauses of `text` in order, without clauses that contain only filler words."""
    found = []
    for sentence in _PAUSE.split(_POLITE_JOINS.sub(' ', text.lower())):
        for number, part in enumerate(_JOIN.split(sentence)):
            words = _WORD.findall(part)
            if any(word not in _FILLERS for word in words):
                classes = enumerate(map(verb_class_of, words))
                verbs = [(i, verb_class) for i, verb_class in classes if verb_class]
                verb_index, verb_class = verbs[0] if verbs else (0, VerbClass.NONE)
                found.append(Clause(part.strip(), verb_class, verb_index, joined=number > 0))
    return found


def verb_class_of(word: str) -> VerbClass | None:
    """Return the class of a verb in any inflected form; None for all other words."""
    if verb_class := _VERB_CLASSES.get(word):
        return verb_class
    stem = _ENDING.sub('', word)
    # pushed, sliding, putting
    stems = (stem, f'{stem}e', _DOUBLE.sub(r'\1', stem)) if stem != word else ()
    return next((_VERB_CLASSES[stem] for stem in stems if stem in _VERB_CLASSES), None)
