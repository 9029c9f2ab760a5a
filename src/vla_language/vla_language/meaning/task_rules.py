# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Rules by which task, verbs and arguments of a sentence agree."""

from collections.abc import Iterable
from collections.abc import Sequence

from vla_common.command_meaning import RequestedTask
from vla_language.meaning.english_words import IRREGULAR_FORMS
from vla_language.meaning.noun_shapes import noun_words
from vla_language.meaning.tags import WordKind
from vla_language.meaning.vocabulary import FUNCTION_WORDS
from vla_language.meaning.vocabulary import lemmas
from vla_language.meaning.vocabulary import NO_FORMS
from vla_language.meaning.vocabulary import OTHER_VERBS
from vla_language.meaning.vocabulary import TASK_VERBS
from vla_language.meaning.vocabulary import TASK_WORDS

#: Verbs that name one task, whatever else is said.
_PUSH_ONLY = frozenset('push nudge shove slide poke prod bump scoot'.split())
_PICK_ONLY = frozenset('pick grab grasp lift'.split())
_PUT_ONLY = frozenset('put place set lay drop deposit'.split())
_TAKES = _PICK_ONLY | frozenset('take get fetch'.split())
_PUSHES = TASK_VERBS['push'] - TASK_VERBS['place']
_ONTO = frozenset('into onto inside over'.split())
_BESIDE = frozenset('next left right close nearest closest adjacent'.split())
_TOWARDS = frozenset('towards toward closer nearer against direction away'.split())
_PUTS = frozenset('hide conceal snuggle tuck stash plop plonk'.split())
_ON_TOP = frozenset(('on', 'top', 'of'))
_THROW = frozenset('throw toss chuck'.split())
#: Verbs of wishes, and postures of the object that is wished for.
_WISHES = frozenset('want need like love wish'.split())
_POSTURES = frozenset('sitting resting standing lying stacked'.split())
#: Words of questions, negations and relative clauses, in which a posture is no wish.
_NO_WISH = frozenset('you your have which where what not that no never'.split())


def agreed_task(task: RequestedTask, acts: Sequence[str]) -> RequestedTask:
    """Return the task that the last verb of a sentence names, if it is of one task only."""
    verbs = _own_verbs(acts)
    is_other = not verbs and any(OTHER_VERBS & set(lemmas(word)) for word in acts)
    is_thrown = bool(_THROW & set(verbs))
    if task in (RequestedTask.PICK, RequestedTask.POINT) and (is_other or is_thrown):
        return RequestedTask.OTHER
    if task is RequestedTask.PICK and _TAKES & set(verbs) and _PUT_ONLY & set(verbs[-1:]):
        return RequestedTask.PLACE  # "take the can and put it"
    if task is RequestedTask.PUSH and verbs and _PICK_ONLY.issuperset(verbs):
        return RequestedTask.PICK
    last = next((verb for verb in reversed(verbs) if verb in _PUSH_ONLY | _PICK_ONLY), '')
    if task in (RequestedTask.PICK, RequestedTask.POINT) and last in _PUSH_ONLY:
        return RequestedTask.PUSH
    return task


def task_of_verb(acts: Sequence[str]) -> RequestedTask | None:
    """Return the first task that a verb can name, or None."""
    own = _own_verbs(acts)
    tasks = (task for verb in own for task, verbs in TASK_VERBS.items() if verb in verbs)
    return next(map(RequestedTask, tasks), None)


def puts_only(acts: Sequence[str]) -> bool:
    """Whether all verbs of a sentence put something."""
    return bool(acts) and all(_PUT_ONLY & set(lemmas(word)) for word in acts)


def settled_task(
    task: RequestedTask, words: Sequence[str], kinds: Sequence[WordKind]
) -> RequestedTask:
    """
    Return the task that verbs and relation of a sentence allow.

    "Lift the ball next to the can" puts nothing there, and "move the ball next to the can" does,
    whereas "move it closer to the can" pushes.

    Parameters
    ----------
    task
        Task that was predicted.
    words, kinds
        Words of the sentence and their kinds.

    """
    pairs = list(zip(words, kinds, strict=True))
    relation = {word for word, kind in pairs if kind is WordKind.RELATION}
    acts = [word for word, kind in pairs if kind is WordKind.ACT]
    verbs = set(_own_verbs(acts))
    if not relation or WordKind.DIRECTION in kinds:
        return task
    if task in (RequestedTask.PICK, RequestedTask.POINT) and _wishes_at_place(pairs, verbs):
        return RequestedTask.PLACE
    is_goal = bool(relation & _ONTO) or ('to' in relation and not relation & _BESIDE)
    is_goal = is_goal or (verbs == {'get'} and (relation <= {'on', 'in'} or relation == _ON_TOP))
    if task is RequestedTask.PLACE and verbs and verbs <= _TAKES and not is_goal:
        return RequestedTask.PICK
    is_push = bool(verbs & _PUSHES) or bool(relation & _TOWARDS)
    return RequestedTask.PLACE if task is RequestedTask.PUSH and not is_push else task


def _wishes_at_place(pairs: Sequence[tuple[str, WordKind]], verbs: set[str]) -> bool:
    """
    Whether a wish says where an object is to be: "I want to see the red ball resting on it".

    An object without a color is one that is there already: "I need the ball resting on it".
    """
    words = [word for word, _ in pairs]
    posture = next((i for i, word in enumerate(words) if word in _POSTURES), None)
    if not posture:
        return False
    before = {kind for _, kind in pairs[:posture]}
    is_named = {WordKind.COLOR, WordKind.NOUN} <= before and pairs[posture - 1][1] is WordKind.NOUN
    is_wish = bool(_WISHES & set(words[:posture])) and verbs <= _WISHES | {'see'}
    is_whole = not _NO_WISH & set(words) and WordKind.ACT not in {k for _, k in pairs[posture:]}
    return is_named and is_wish and is_whole


def _own_verbs(acts: Sequence[str]) -> list[str]:
    """Return the verbs of the tasks among words, as lemmas."""
    return [lemma for word in acts for lemma in lemmas(word)[:4] if _is_own(lemma)]


def _is_own(word: str) -> bool:
    return word in TASK_WORDS


def base_verb(word: str) -> str | None:
    """Return the verb of a task of which a word is a form that begins no order: "putting"."""
    is_form = word.endswith(('ing', 'ed')) or word in IRREGULAR_FORMS
    if not is_form or word in TASK_WORDS or word in NO_FORMS or word in noun_words():
        return None
    return next((form for form in lemmas(word)[1:] if form in TASK_WORDS), None)


def is_hidden(words: Sequence[str]) -> bool:
    """Whether words are one verb of putting that the tagger takes for another task: "hide"."""
    return len(words) == 1 and bool(_PUTS & set(lemmas(words[0])))


def is_bare_verb(words: Iterable[str]) -> bool:
    """Whether words are a verb of a task and function words only."""
    found = list(words)
    return bool(found) and all(_is_own(word) or word in FUNCTION_WORDS for word in found)
