# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Task, direction and speech act of a tagged sentence."""

from collections.abc import Sequence
from itertools import pairwise
from itertools import takewhile
from typing import NamedTuple

from vla_common.command_meaning import PushDirection
from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SpeechAct
from vla_language.meaning.closed_classes import read_direction
from vla_language.meaning.speech_act_rules import cue_words
from vla_language.meaning.speech_act_rules import revise_speech_act
from vla_language.meaning.speech_act_rules import strong_negations
from vla_language.meaning.tagged_sentence import TaggedSentence
from vla_language.meaning.tagged_sentence import TaggedWord
from vla_language.meaning.tags import Entity
from vla_language.meaning.tags import WordKind
from vla_language.meaning.task_rules import agreed_task
from vla_language.meaning.task_rules import is_bare_verb
from vla_language.meaning.task_rules import is_hidden
from vla_language.meaning.task_rules import puts_only
from vla_language.meaning.task_rules import task_of_verb
from vla_language.meaning.vocabulary import ARTICLES
from vla_language.meaning.vocabulary import COLOR_NOUNS
from vla_language.meaning.vocabulary import FILLERS
from vla_language.meaning.vocabulary import HARMLESS_ATTRIBUTES
from vla_language.meaning.vocabulary import lemmas
from vla_language.meaning.vocabulary import MANNERS
from vla_language.meaning.vocabulary import REPLACEMENT_CUES
from vla_language.meaning.vocabulary import SETTING_WORDS
from vla_language.meaning.vocabulary import TASK_VERBS
from vla_language.meaning.vocabulary import TASK_WORDS

_PUNCTUATION = frozenset(",.;:!?-'\N{HORIZONTAL ELLIPSIS}")
#: Words of directions that are fillers elsewhere.
_DIRECTION_WORDS = frozenset(('right', 'robot'))
#: Tasks with a direction or a goal.
MOTION_TASKS = (RequestedTask.PLACE, RequestedTask.PUSH)
_NOT_EXCLUDED = tuple(entity for entity in Entity if entity is not Entity.EXCLUDED)
#: Words that refuse no command by themselves.
_WITHOUT_CONTENT = (ARTICLES - {'my', 'our', 'his', 'her', 'their'}) | frozenset(
    'and one ones you it to i we me us be is are was were am do can could would will able just so '
    "now for want wanted make let get have 's 're 'm which wait".split()
)
_NOT_OURS = (RequestedTask.OTHER, RequestedTask.NONE)
_OWN = (Entity.TARGET, Entity.DESTINATION)
#: Words between a direction and the one that replaces it.
_CORRECTIONS = REPLACEMENT_CUES | frozenset('not er erm uh correction'.split())
#: Verbs of saying, which take nothing back by themselves: "I said the red one, but ...".
_SPEECH_VERBS = frozenset('said say meant mean wanted misspoke thought'.split())
_TASTES = frozenset('like likes love loves prefer prefers hate hates'.split())
_PERSONS = frozenset('i you we he she they everyone'.split())
#: Words of sentences that leave no verb out.
_FULL_STYLE = ARTICLES | frozenset("is are was were 's be".split())
#: Words right before a negation that takes the order back: "no, wait, don't lift it".
_TAKEN_BACK = frozenset('no nope wait actually stop sorry cancel'.split())
_MAX_CUE = 4
_NAMES = (WordKind.COLOR, WordKind.NOUN)
#: Words with which a clause that states something begins; a conjunction may precede them.
_CONJUNCTIONS = frozenset('and so but because since well oh'.split())
_SUBJECTS = frozenset(
    'i he she they it there my our your his her their the this that these those today yesterday '
    'everyone everybody nobody someone somebody people sorry hi hello hey for what who how'.split()
)


class ReadOrder(NamedTuple):
    """Task and direction, and words of them that nothing accounts for."""

    task: RequestedTask
    direction: PushDirection
    unaccounted: tuple[str, ...]


def read_order(sentence: TaggedSentence, has_goal: bool) -> ReadOrder:
    """
    Return a task that agrees with its verb and arguments, and the direction.

    Parameters
    ----------
    sentence
        Sentence with agreeing tags.
    has_goal
        Whether a destination or place is named.

    """
    acts = sentence.texts(WordKind.ACT, _NOT_EXCLUDED)
    task = agreed_task(sentence.task, acts)
    if task is RequestedTask.NONE and not acts and _is_telegraphic(sentence):
        has_direction = bool(sentence.texts(WordKind.DIRECTION))
        task = RequestedTask.PLACE if has_goal else RequestedTask.PUSH if has_direction else task
    if task is RequestedTask.PUSH and not (acts or sentence.texts(WordKind.NOUN)):
        task = RequestedTask.NONE  # "right right right"
    words = _direction_words(sentence, task, has_goal)
    if not (acts or words or has_goal) and task is RequestedTask.PLACE:
        task = RequestedTask.NONE  # "the red cube, if you please"
    if task is RequestedTask.PLACE and not has_goal and words:
        task = RequestedTask.PUSH
    direction = read_direction(words) if task in MOTION_TASKS else PushDirection.NONE
    left: list[str] = []
    if task is RequestedTask.PICK and read_direction(words) is PushDirection.NONE:
        words = []  # "lift it a bit"
    if words and (direction is PushDirection.UNKNOWN or task not in MOTION_TASKS):
        left += words
    if task is RequestedTask.PLACE and has_goal and direction is PushDirection.UNKNOWN:
        direction = PushDirection.NONE  # "5 cm above ...": no word for a direction
    texts = [word.text for word in sentence.words]
    if task in _NOT_OURS and is_bare_verb(texts):
        task = task_of_verb(texts) or task
    elif task is RequestedTask.OTHER and has_goal and is_hidden(unaccounted_words(sentence)):
        task = RequestedTask.PLACE  # "hide it behind the can"
    elif task is RequestedTask.OTHER and puts_only(acts):
        task = RequestedTask.PLACE
    elif task in _NOT_OURS and unaccounted_words(sentence):
        # With a verb of ours, it is the other words that were not understood.
        task = task_of_verb(acts) or task
    elif task is RequestedTask.NONE:
        is_request = not acts and 'please' in texts
        has_target = sentence.describing_words(Entity.TARGET) is not None
        of_verb = task_of_verb(acts) if has_goal else None
        task = RequestedTask.PICK if is_request and has_target else of_verb or task
    return ReadOrder(task, direction, tuple(left))


def _is_telegraphic(sentence: TaggedSentence) -> bool:
    """Whether an object is named without articles and verbs: "ball in bowl", "ball left"."""
    texts = {word.text for word in sentence.words}
    return sentence.describing_words(Entity.TARGET) is not None and not texts & _FULL_STYLE


def _direction_words(sentence: TaggedSentence, task: RequestedTask, has_goal: bool) -> list[str]:
    words = _last_direction(sentence)
    words = [word for word in words if word not in FILLERS or word in _DIRECTION_WORDS]
    if words or has_goal or task is not RequestedTask.PUSH:
        return words
    # "away from you" without an object is a direction, not a relation.
    has_landmark = sentence.describing_words(Entity.TARGET_LANDMARK) is not None
    return [] if has_landmark else sentence.relation_words(*_OWN)


def _last_direction(sentence: TaggedSentence) -> list[str]:
    """Return the words of the direction; behind a correction, "left, I mean right", the last."""
    found = [
        i
        for i, word in enumerate(sentence.words)
        if word.kind is WordKind.DIRECTION and word.entity in _NOT_EXCLUDED
    ]
    corrected = [
        i
        for i, (one, other) in enumerate(pairwise(found), 1)
        if any(word.text in _CORRECTIONS for word in sentence.words[one + 1 : other])
    ]
    return [sentence.words[i].text for i in found[max(corrected, default=0) :]]


def read_speech_act(sentence: TaggedSentence, has_unaccounted: bool) -> SpeechAct:
    """Return the speech act."""
    texts = [word.text for word in sentence.words]
    act = revise_speech_act(sentence.speech_act, texts, sentence.polite, has_unaccounted)
    if act is not SpeechAct.ORDER:
        return act
    return SpeechAct.NEGATED if negation_words(sentence) else act


def speech_act_words(sentence: TaggedSentence, act: SpeechAct) -> list[str]:
    """Return the words that make a sentence negated, conditional or for another time."""
    if act in (SpeechAct.CONDITIONAL, SpeechAct.LATER):
        return cue_words(act, [word.text for word in sentence.words], sentence.polite)
    return negation_words(sentence) if act is SpeechAct.NEGATED else []


def negation_words(sentence: TaggedSentence) -> list[str]:
    """Return the words that negate the whole sentence."""
    found = set(_negations(sentence)) if _is_negated(sentence) else set()
    texts = [word.text for word in sentence.words]
    for i in strong_negations(texts, sentence.polite):
        if not _is_exclusion(sentence, i):
            found.add(i)
    return [texts[i] for i in sorted(found) if not _denies_other_task(sentence, i)]


def _clause(sentence: TaggedSentence, start: int) -> list[TaggedWord]:
    """Return the words from an index to the next punctuation mark."""
    behind = sentence.words[start:]
    return list(takewhile(lambda word: word.text not in _PUNCTUATION, behind))


def _denies_other_task(sentence: TaggedSentence, negation: int) -> bool:
    """Whether a clause behind the order denies another task: "point at it, don't pick it up"."""
    before = sentence.words[:negation]
    is_behind = any(
        word.kind is WordKind.ACT and word.entity is not Entity.EXCLUDED for word in before
    )
    words = _clause(sentence, negation)
    if any(word.kind in _NAMES for word in words):
        return False  # "point, don't grab the cube" names what is not to be touched
    clause = {word.text for word in words}
    verbs = TASK_WORDS & {lemma for text in clause for lemma in lemmas(text)}
    is_same = bool(verbs & TASK_VERBS.get(sentence.task, TASK_WORDS))
    is_taken_back = any(word.text in _TAKEN_BACK for word in before[-_MAX_CUE:])
    return is_behind and bool(verbs) and 'it' in clause and not (is_same or is_taken_back)


def _is_exclusion(sentence: TaggedSentence, negation: int) -> bool:
    """Whether a negation belongs to an object that is not meant, which is named behind it."""
    behind = (word for word in sentence.words[negation:] if word.kind in _NAMES)
    named = next(behind, None)
    return (
        sentence.words[negation].entity is Entity.EXCLUDED
        and named is not None
        and named.entity is Entity.EXCLUDED
    )


def _negations(sentence: TaggedSentence) -> list[int]:
    """Return the indices of the words of a negation that belongs to no object."""
    return [
        i
        for i, word in enumerate(sentence.words)
        if word.kind is WordKind.NEGATION and word.entity is Entity.NONE
        if not _is_in_exclusion(sentence, i)
        if word.text[0].isalpha() and word.text not in ('only', 'nor') and i not in sentence.polite
    ]


def _is_in_exclusion(sentence: TaggedSentence, index: int) -> bool:
    """Whether a word is beside one that takes an object back: "but what I meant to say is"."""
    beside = sentence.words[max(0, index - 1) : index + 2]
    return any(w.kind is WordKind.NEGATION and w.entity is Entity.EXCLUDED for w in beside)


def _is_negated(sentence: TaggedSentence) -> bool:
    texts = [word.text for word in sentence.words]
    return bool(cue_words(SpeechAct.NEGATED, texts, sentence.polite))


def unaccounted_words(sentence: TaggedSentence) -> list[str]:
    """Return the words that carry content which no other member of a meaning accounts for."""
    # A negation without a negating word is something that was not understood.
    strange = [] if _is_negated(sentence) else _negations(sentence)
    strange = [i for i in strange if sentence.words[i].text not in _SPEECH_VERBS]
    strange += _taste_words(sentence)
    harmless = sentence.polite | _statements(sentence)
    found = [
        word.text
        for i, word in enumerate(sentence.words)
        if i not in harmless and (i in strange or _is_unaccounted(word) or _is_other(sentence, i))
    ]
    return [] if _WITHOUT_CONTENT.issuperset(found) else found


def _statements(sentence: TaggedSentence) -> frozenset[int]:
    """Return the indices of the words of remarks with a subject: "my name is Ella, ..."."""
    texts = [word.text for word in sentence.words]
    return frozenset(
        i
        for clause in sentence.remarks()
        if len(clause) > 2 and _states([texts[i] for i in clause])
        for i in clause
    )


def _states(texts: Sequence[str]) -> bool:
    """Whether a clause begins with a subject: "my name is", but not "when the bell rings"."""
    return texts[texts[0] in _CONJUNCTIONS] in _SUBJECTS


def _taste_words(sentence: TaggedSentence) -> list[int]:
    """Return the index of the verb of a clause such as "that I like", which selects an object."""
    texts = [word.text for word in sentence.words]
    return [
        i
        for i, text in enumerate(texts)
        if text in _TASTES
        and texts[i - 1] in _PERSONS
        and texts[i - 2] in ('that', 'which', 'one')
    ]


def _is_other(sentence: TaggedSentence, index: int) -> bool:
    """Whether a word selects an object by what was said before: "the other cube"."""
    word, behind = sentence.words[index], sentence.words[index + 1 : index + 3]
    is_relation = word.kind is WordKind.RELATION or word.entity is Entity.EXCLUDED
    is_before_object = any(other.entity in _OWN for other in behind)
    return word.text == 'other' and not is_relation and is_before_object


def _is_unaccounted(word: TaggedWord) -> bool:
    if not any(map(str.isalnum, word.text)):
        return word.text not in _PUNCTUATION
    if word.kind is WordKind.UNACCOUNTED:
        return word.text not in FILLERS | MANNERS | HARMLESS_ATTRIBUTES
    is_stray = word.entity is Entity.NONE and word.kind in (WordKind.NOUN, WordKind.COLOR)
    return is_stray and word.text not in SETTING_WORDS | COLOR_NOUNS
