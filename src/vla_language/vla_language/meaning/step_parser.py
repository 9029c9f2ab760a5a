# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Steps of a command: one, or two that are to be done one after the other."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import islice
import re

from vla_common.command_meaning import CommandMeaning
from vla_common.command_meaning import PushDirection
from vla_common.command_meaning import Relation
from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SpeechAct
from vla_language.meaning.clauses import Clauses
from vla_language.meaning.clauses import count_steps
from vla_language.meaning.clauses import SAME_ACT
from vla_language.meaning.clauses import split_at_joints
from vla_language.meaning.clauses import split_clauses
from vla_language.meaning.clauses import task_verbs
from vla_language.meaning.english_words import FIRST_NAMES
from vla_language.meaning.exclusion_rules import with_noun_of
from vla_language.meaning.meaning_verdict import find_refusal
from vla_language.meaning.meaning_verdict import RefusalReason
from vla_language.meaning.references import has_pronoun
from vla_language.meaning.references import read_clause
from vla_language.meaning.vocabulary import TASK_WORDS

#: Longest text that is split [characters]; two clauses have 40 words at most.
_MAX_CHARACTERS = 240
_CORRECTION = re.compile(
    r'\b(?:no(?! (?:excuses?|rush|hurry|pressure|fuss)\b)|nope'
    r'|nah|wait|sorry|mean|meant|actually|scratch|rather|oops|whoops|correction|strike|instead'
    r'|mistake|apologies|pardon|misspoke|rephrase|forget|cancel|never ?mind|hang on|hold on)\b',
    re.IGNORECASE,
)
_ORDERS = (SpeechAct.ORDER, SpeechAct.SEVERAL)
#: Verbs for clauses without one.
_VERBS = {
    RequestedTask.PICK: 'pick up',
    RequestedTask.PLACE: 'put',
    RequestedTask.PUSH: 'push',
    RequestedTask.POINT: 'point at',
}
#: Beginning of a clause that tells what people do then.
_SPEAKER = re.compile(
    r"(?:we|i|she|he|they|everyone)(?:'ll)? (?:can|could|will|am|are|is)\b(?!.*\byou\b)",
    re.IGNORECASE,
)
_SAME_ACT = re.compile(rf'(?:[,.;:!-]|\b(?:and|then)) {SAME_ACT}', re.IGNORECASE)
#: A condition, but not "if you can".
_CONDITION = re.compile(
    r'\b(?:if|unless|when|until)\b(?! you (?:can|could|like|please|would)\b)', re.IGNORECASE
)
#: Words with which a clause states where something is.
_STATES = r'(?:is|are|was|were|lies|sits|stands|rests|stays?|remains?)'
#: A clause that states something; one in which "that is" belongs to an object is none.
_STATEMENT = re.compile(
    r'(?:the|my|your|our|that|this|an?|some) (?:(?!\b(?:that|which|who|whose)\b)[^,.;:])*?'
    rf"(?:\b{_STATES}\b|'s (?=in\b|on\b|at\b|under\b|behind\b|next\b))(?! (?:to|for)\b)",
    re.IGNORECASE,
)
#: Words with which a clause states something, or belongs to a condition or another time.
_NO_SECOND_STEP = re.compile(
    rf"\b(?:(?:i|we|he|she|they)(?! (?:would|want|need)\b|'d)|{_STATES}|used to|moved|went|already"
    r'|yesterday|tomorrow|later|not|no|never|without|if|before|until|unless|while|or|why|will'
    r"|says?|said)\b|n't\b|\b(?!it\b)\w+'s (?:in|on|at|under|behind|next)\b",
    re.IGNORECASE,
)
#: Third persons in clauses that order: "the ball goes in the bowl".
_ORDERING_FORMS = frozenset(('goes', 'gets', 'needs'))
#: A clause that pushes the object of the one before.
_AGAIN = re.compile(r'(?:push|slide|nudge|shove|move) it [^,.;:]*[.!]?$', re.IGNORECASE)
_THERE = re.compile(r'\bit (?:over )?there\b', re.IGNORECASE)
_BOTH = re.compile(r'\bboth (?=(?:the|a|an|my|your)\b)', re.IGNORECASE)
_WITHOUT_GOAL = (RefusalReason.NO_DESTINATION, RefusalReason.NO_DIRECTION)
#: Ways to divide a text without a second verb that are tried.
_MAX_JOINTS = 6
_POINT_VERBS = re.compile(r'\b(?:point|pointing|indicate|gesture|aim)\b', re.IGNORECASE)
_LOOK_VERBS = re.compile(r'\b(?:look|see|find|spot|locate|search|identify)\b', re.IGNORECASE)
#: Reasons to refuse a clause that is nevertheless an order of its own.
_UNCLEAR_OBJECT = frozenset((
    None,
    RefusalReason.UNKNOWN_COLOR,
    RefusalReason.UNKNOWN_NOUN,
    RefusalReason.IMPOSSIBLE_DESTINATION,
))  # fmt: skip
_UNCLEAR_STEP = _UNCLEAR_OBJECT | {
    RefusalReason.UNACCOUNTED_WORD,
    RefusalReason.UNKNOWN_RELATION,
    RefusalReason.UNKNOWN_SUPERLATIVE,
    RefusalReason.UNKNOWN_DIRECTION,
    RefusalReason.NO_DESTINATION,
    RefusalReason.NO_DIRECTION,
}


def parse_steps(
    text: str,
    parse: Callable[[str], CommandMeaning],
    split: Callable[[str], Clauses | None] | None,
) -> tuple[CommandMeaning, ...]:
    """
    Return the meanings of the steps of a text, in the order in which they are to be done.

    A text that is no sequence of two steps has one meaning, that of the whole text; its speech
    act is SEVERAL if it asks for more than the robot can do for one command.

    Parameters
    ----------
    text
        Text of the command.
    parse
        Parser of a text with one task.
    split
        Function from a text to its clauses by the tags of its words; None to use words only.

    """
    parse = cache(parse)
    whole = parse(text)
    is_corrected = whole.corrected is not None or bool(_CORRECTION.search(text))
    if is_corrected or len(text) > _MAX_CHARACTERS:
        return (whole,)
    if count_steps(text) > 2:
        return (_as_several(whole),)
    same_act = _SAME_ACT.search(text)
    if same_act and _CONDITION.search(text):
        return (_as_several(whole),)  # "if it works, do the same with the ball"
    is_tagged = whole.speech_act in _ORDERS and not same_act
    tagged = split(text) if split and is_tagged else None
    found = _read_clauses(tagged, whole, parse) if tagged else ()
    if len(found) > 1:
        return found
    for clauses in split_clauses(text):
        if steps := _read_clauses(clauses, whole, parse):
            return steps
    return found or _read_gapped(text, whole, parse) or (whole,)


def _read_gapped(
    text: str, whole: CommandMeaning, parse: Callable[[str], CommandMeaning]
) -> tuple[CommandMeaning, ...]:
    """
    Return two steps that are clear one by one: "A in the bowl and B on the plate".

    In "both A and B in the bowl", the goal of the second is that of the first, too.
    """
    is_understood = find_refusal(whole) is None and bool(task_verbs(text))
    if is_understood or whole.speech_act not in _ORDERS:
        return ()
    for first_text, second_text in islice(split_at_joints(text), _MAX_JOINTS):
        plain_text, count = _BOTH.subn('', first_text)
        first = parse(plain_text)
        refusal = find_refusal(first)
        lacks_goal = count > 0 and refusal is not None and refusal.reason in _WITHOUT_GOAL
        is_motion = first.task in (RequestedTask.PLACE, RequestedTask.PUSH)
        is_first = is_motion and first.target is not None and (refusal is None or lacks_goal)
        if not is_first or not _is_second(first_text, second_text):
            continue
        has_verb = bool(task_verbs(second_text))
        for verb in ('',) if has_verb else ('', f'{_VERBS[first.task]} '):
            second = read_clause(f'{verb}{second_text}', first, parse)
            if second is None or second.target is None or find_refusal(second):
                continue
            if second.target == first.target:
                continue
            if lacks_goal and second.task is first.task and not has_verb:
                first = replace(first, target=with_noun_of(first.target, second.target))
                return _with_goal_of(second, first), second
            if not lacks_goal and (second.task is first.task or has_verb):
                return first, second
    return ()


def _is_second(first_text: str, second_text: str) -> bool:
    """Whether a clause may order something: "the ball goes ...", but not "Tom moves the ball"."""
    third_persons = {verb for verb in task_verbs(second_text) if verb.endswith('s')} - TASK_WORDS
    is_report = bool(third_persons - _ORDERING_FORMS - {*first_text.lower().split()})
    has_name = bool(FIRST_NAMES & {*second_text.lower().split()[:1]})
    return not (is_report or has_name or _NO_SECOND_STEP.search(second_text))


def _read_clauses(
    clauses: Clauses, whole: CommandMeaning, parse: Callable[[str], CommandMeaning]
) -> tuple[CommandMeaning, ...]:
    """Return one or two steps; none if the text is to be read as a whole."""
    reasons = _UNCLEAR_STEP if clauses.is_explicit else _UNCLEAR_OBJECT
    first = parse(clauses.texts[0])
    if not _is_step(first, reasons) or not _is_order(clauses, whole, parse):
        return ()
    if _STATEMENT.match(clauses.texts[1]):
        return (_as_several(whole),)  # "... and the ball is on the plate"
    second = _read_second(clauses, first, parse)
    if not clauses.is_explicit and _is_part(first, second, clauses.texts[1]):
        return ()
    if second is None or not _is_step(second, reasons):
        is_second = second is None or (clauses.is_explicit and _asks(clauses.texts[1], second))
        return (_as_several(whole),) if is_second else ()
    if _has_steps(clauses, parse) or _repeats_choice(first, second):
        return (_as_several(whole),)
    if second.target == first.target and _is_one_act(clauses, first, second):
        is_merged = clauses.is_explicit and second.task is RequestedTask.PLACE
        return (_merged(first, second),) if is_merged else ()
    return (first, second)


def _read_second(
    clauses: Clauses, first: CommandMeaning, parse: Callable[[str], CommandMeaning]
) -> CommandMeaning | None:
    """Return the meaning of the second clause; the verb of the first one may stand for both."""
    text = clauses.texts[1]
    meaning = read_clause(text, first, parse)
    has_task = meaning is not None and meaning.task in _VERBS
    if clauses.is_explicit and not (has_task and task_verbs(text)):
        if meaning is None or not _is_step(meaning, _UNCLEAR_OBJECT):
            meaning = read_clause(f'{_VERBS[first.task]} {text}', first, parse)
            return None if meaning is None else _with_goal_of(first, meaning)
    return meaning


def _with_goal_of(other: CommandMeaning, clause: CommandMeaning) -> CommandMeaning:
    """Return a clause with the goal of another one if only its object is named."""
    has_goal = (
        clause.destination is not None or clause.place or clause.relation is not Relation.NONE
    )
    is_named = has_goal or clause.direction is not PushDirection.NONE
    if clause.task is not other.task or is_named:
        return clause
    return replace(
        clause,
        destination=other.destination,
        relation=other.relation,
        place=other.place,
        direction=other.direction,
    )


def _asks(text: str, meaning: CommandMeaning) -> bool:
    """Whether a clause asks for something: "then do a dance", but not "then we are done"."""
    if _SPEAKER.match(text):
        return False  # "then we can take a photo"
    is_order = meaning.speech_act is SpeechAct.ORDER
    return bool(task_verbs(text)) or (is_order and bool(meaning.unaccounted))


def _is_step(meaning: CommandMeaning, reasons: frozenset[RefusalReason | None]) -> bool:
    """Whether a clause is an order by itself, even if something in it is not understood."""
    refusal = find_refusal(meaning)
    is_order = meaning.speech_act is SpeechAct.ORDER and meaning.task in _VERBS
    is_clear = (refusal.reason if refusal else None) in reasons
    return is_order and is_clear and meaning.target is not None


def _is_part(first: CommandMeaning, second: CommandMeaning | None, text: str) -> bool:
    """Whether a clause that refers to the one before only repeats or completes it."""
    if second is None or not has_pronoun(text):
        return False
    if second.direction is not PushDirection.NONE and _AGAIN.match(text):
        # "Push it left, push it forward" are two steps.
        return second.direction is first.direction
    if second.target is first.target:
        # "The can belongs at the far edge, take it there"
        is_goal_named = first.task is RequestedTask.PLACE and bool(_THERE.search(text))
        return second.task is first.task or (second.task is RequestedTask.PICK and is_goal_named)
    unknown = second.target is None or frozenset() in (second.target.colors, second.target.shapes)
    return unknown or find_refusal(first) is not None


def _is_order(
    clauses: Clauses, whole: CommandMeaning, parse: Callable[[str], CommandMeaning]
) -> bool:
    """Whether the whole text is an order: "did you ..., and then ..." is none."""
    if whole.speech_act in _ORDERS or not clauses.is_explicit:
        return whole.speech_act in _ORDERS
    # "Once that is done" is no condition.
    return parse(', then '.join(clauses.texts)).speech_act in _ORDERS


def _is_one_act(clauses: Clauses, first: CommandMeaning, second: CommandMeaning) -> bool:
    """Whether two orders for one object are one act: take it and slide it to the left."""
    if first.task is RequestedTask.PICK:
        is_part = second.task in (RequestedTask.PICK, RequestedTask.PLACE)
        is_act = not clauses.is_explicit and second.task is RequestedTask.PUSH
        return find_refusal(first) is None and (is_part or is_act)
    if first.task is RequestedTask.POINT and not _POINT_VERBS.search(clauses.texts[0]):
        # "Find it and pick it up"
        return not clauses.is_explicit or bool(_LOOK_VERBS.search(clauses.texts[0]))
    is_repeated = replace(second, corrections=first.corrections) == first
    return is_repeated and not (clauses.is_explicit and first.task is RequestedTask.PUSH)


def _has_steps(clauses: Clauses, parse: Callable[[str], CommandMeaning]) -> bool:
    """Whether one of two clauses consists of two steps."""
    return any(len(parse_steps(text, parse, None)) > 1 for text in clauses.texts)


def _repeats_choice(first: CommandMeaning, second: CommandMeaning) -> bool:
    """Whether both clauses choose by one extreme: two different objects, or one twice."""
    pairs = ((first.target, second.target), (first.destination, second.destination))
    return any(
        one is not None and one is not other and one == other and not one.is_plain
        for one, other in pairs
    )


def _merged(first: CommandMeaning, second: CommandMeaning) -> CommandMeaning:
    """Return a place task for an object that is to be picked up before."""
    return replace(second, corrections=(*first.corrections, *second.corrections))


def _as_several(whole: CommandMeaning) -> CommandMeaning:
    """Return the meaning of a text with more steps than can be done for one command."""
    if whole.speech_act is not SpeechAct.ORDER:
        return whole
    return replace(whole, speech_act=SpeechAct.SEVERAL)
