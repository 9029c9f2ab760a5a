# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Cut a command into clauses, each with the task that its verb stands for."""

from dataclasses import dataclass
from enum import auto
from enum import Enum
import re


class Act(Enum):
    """What a clause asks for."""

    NOTHING = auto()  # no verb of this robot
    PREPARE = auto()  # find, reach: done on the way to any task
    PICK = auto()
    PLACE = auto()
    PUSH = auto()
    POINT = auto()


_VERBS = {
    Act.PREPARE: 'find look search reach approach go come try open',
    Act.PICK: 'pick grab lift take get grasp fetch raise collect hold retrieve want give need '
    'pluck seize gather obtain hand pass clutch elevate snatch',
    Act.PLACE: 'put place drop lay bring transfer set deposit carry move belongs belong stick '
    'position release leave deliver relocate insert dump store',
    Act.PUSH: 'push slide nudge shove shift scoot make shoo press poke tap knock slip budge',
    Act.POINT: 'point show where indicate hover which aim tell direct locate identify what',
}
_ACT_OF = {verb: act for act, verbs in _VERBS.items() for verb in verbs.split()}
_ENDING = re.compile(r'(?:ing|ed|es|s)$')
_DOUBLE = re.compile(r'(\w)\1$')
_PRONOUNS = frozenset('it that this'.split())
#: Say nothing by themselves.
_FILLERS = frozenset(
    'a again also alright buddy dear first finally friend great hello hey hi just kindly me '
    'mate my next now oh ok okay please pls robot so sure thank thanks the then thx uh um '
    'well yes you'.split()
)
_ADVERBS = frozenset('up down slowly now please gently back carefully quickly'.split())
#: Begin a clause that only adds where or how to the one before it.
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
# Joined for manners or for emphasis only.
_MANNERS = re.compile(
    r'\b(?:go ahead|go|come|try|nice|reach (?:out|down|over)|be so kind|be a dear) and\b'
    r'|\bafter (?:all|you)\b|\bbefore (?:long|anything else)\b'
)
_WORD = re.compile(r'\w+')


@dataclass(frozen=True)
class Clause:
    """A part of a command; `joined` when a word such as "and" ties it to the part before."""

    text: str
    act: Act
    verb_at: int = 0
    joined: bool = False

    @property
    def words(self) -> list[str]:
        """Return the words in order."""
        return _WORD.findall(self.text)

    @property
    def thing(self) -> str:
        """Return what its verb acts on: empty for "it" or where nothing follows the verb."""
        rest = self.words[self.verb_at + 1 :]
        while rest and rest[0] in _ADVERBS:
            rest = rest[1:]
        if not rest or rest[0] in _PRONOUNS:
            return ''
        ends = [i for i, word in enumerate(rest) if word in MODIFIERS | _ADVERBS]
        named = rest[: ends[0]] if ends else rest
        return ' '.join(word for word in named if word not in _FILLERS)

    @property
    def is_modifier(self) -> bool:
        """Whether it only says where or how."""
        first = next((w for w in self.words if w not in _FILLERS), '')
        return self.act is Act.NOTHING and (first in MODIFIERS or first.endswith('ly'))


def clauses(text: str) -> list[Clause]:
    """Return the clauses of `text` in order, without those that say nothing."""
    found = []
    for sentence in _PAUSE.split(_MANNERS.sub(' ', text.lower())):
        for number, part in enumerate(_JOIN.split(sentence)):
            words = _WORD.findall(part)
            if any(word not in _FILLERS for word in words):
                acts = [(i, act) for i, word in enumerate(words) if (act := act_of(word))]
                verb_at, act = acts[0] if acts else (0, Act.NOTHING)
                found.append(Clause(part.strip(), act, verb_at, joined=number > 0))
    return found


def act_of(word: str) -> Act | None:
    """Return what a verb asks for, in any of its forms; None for all other words."""
    if act := _ACT_OF.get(word):
        return act
    stem = _ENDING.sub('', word)
    # pushed, sliding, putting
    stems = (stem, f'{stem}e', _DOUBLE.sub(r'\1', stem)) if stem != word else ()
    return next((_ACT_OF[stem] for stem in stems if stem in _ACT_OF), None)
