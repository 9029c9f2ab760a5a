# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Rules that refuse commands which are not a single task for a single object.

The rules complement the learned classifier: they never accept a command, they only refuse. The
model classifies commands that break no rule. Rules and model support English only.
"""

from enum import StrEnum
import re
from typing import NamedTuple

from vla_language.clauses import Clause
from vla_language.clauses import split_clauses
from vla_language.clauses import VerbClass


class ScopeRule(StrEnum):
    """Machine-readable reason why a command is out of scope."""

    NEGATION = 'negation'
    ALTERNATIVES = 'alternatives'
    QUANTITY = 'quantity'
    CONDITION = 'condition'
    CONTRADICTION = 'contradiction'
    SEVERAL = 'several'


class OutOfScope(NamedTuple):
    """A rule that a command breaks, and a human-readable reason."""

    rule: ScopeRule
    reason: str


_APOSTROPHE = re.compile(r"(?<=\w)['\u2019`\u00b4](?=\w)")
# Polite phrases that contain "not" or "if" without a negation or condition.
_POLITE = re.compile(
    r'^(?:\W|hey|hi|ok|so|well|robot|please)*'
    r'(?:(?:why do|wo|ca|could|would)nt you\b|why not\b) ?'
    r'|\bif you (?:please|can|could|would|like|want|dont mind|do not mind|wouldnt mind)\b'
    r'|\b(?:if|when(?:ever)?) (?:possible|ready|convenient)\b'
    r'|\bwhen(?:ever)? you (?:can|are|have|get|want|like)\b'
    r'|\b(?:dont|do not) (?:worry|hesitate to|forget to)\b|\bno (?:problem|worries|rush|hurry)\b'
    r'|\bi (?:cant|cannot|can not) (?:find|see)\b'
    r'|\bwhich of (?:them|these|those)\b'
    r'|\ball (?:right|the way)\b|\bthats? (?:is )?all\b|\b(?:after|at|of) all\b'
)
_PATTERNS = {
    ScopeRule.NEGATION: re.compile(
        r'\b(?:not|(?:do|does|did|is|are|ca|wo|should|must|need|would|could)nt|cannot|never|no|'
        r'nor|neither|none|nothing|nobody|nowhere|avoid\w*|without|except\w*|excluding|'
        r'instead of|rather than|other than|(?:anything|everything|any|all) but|refrain\w*|'
        r'untouched|ignore|skip|(?:stay|staying|steer|keep) (?:\w+ ){0,4}(?:away|clear|off|out)|'
        r'hands off|(?:leave|let) (?:\w+ ){1,5}(?:alone|be|there))\b'
    ),
    ScopeRule.ALTERNATIVES: re.compile(r'\b(?:or|either|versus)\b|(?<=\w)/(?=\w)'),
    ScopeRule.QUANTITY: re.compile(
        r'\b(?:both|all|every\w*|each|them|these|those|two|three|four|five|several|many|couple|'
        r'twice|thrice|times|repeatedly|again and again|over and over)\b'
    ),
    ScopeRule.CONDITION: re.compile(
        r'\b(?:if|unless|until|till|when|whenever|as (?:soon|long) as)\b'
    ),
    ScopeRule.CONTRADICTION: re.compile(
        r'\b(?:up and down|back and forth|in and out|to and fro)\b'
    ),
}
_REASONS = {
    ScopeRule.NEGATION: 'not contain a negation, got {!r}; describe the action instead',
    ScopeRule.ALTERNATIVES: 'not contain alternatives, got {!r}; name one object and direction',
    ScopeRule.QUANTITY: 'be for one object, once, got {!r}; send one command per object',
    ScopeRule.CONDITION: 'be unconditional, got {!r}; send it when the condition holds',
    ScopeRule.CONTRADICTION: 'have one direction, got {!r}; name one direction',
    ScopeRule.SEVERAL: 'be one task for one object, got also {!r}; send one command per task',
}
_DIRECTIONS = {
    'left': r'left(?:wards?)?',
    'right': r'right(?:wards?)?',
    'forward': r'forwards?|ahead|away from you(?:rself)?',
    'back': r'back(?:wards?)?|towards? you(?:rself)?',
}
# Phrases that describe a place or a time, not a direction.
_NOT_A_DIRECTION = re.compile(
    r'\bright (?:now|away|here|there|beside|next|into|onto|in|on|over|behind)\b|\bgo ahead\b'
    r'|\b(?:on|at|from|in) (?:the|your) (?:left|right|back)\b'
    r'|(?<!to )(?<!towards )\bthe (?:left|right|back)(?!\W+(?:and|or|then)\b) \w+'
)


def check_scope(text: str) -> OutOfScope | None:
    """
    Return the first rule that a command breaks, or None.

    Parameters
    ----------
    text
        A normalized command of printable characters, as in `parse_command`.

    """
    plain = _POLITE.sub(' ', _APOSTROPHE.sub('', text.lower()))
    for rule, pattern in _PATTERNS.items():
        if found := pattern.search(plain):
            return _out_of_scope(rule, found[0])
    directions = _find_directions(plain)
    if len(directions) > 1:
        return _out_of_scope(ScopeRule.CONTRADICTION, ' and '.join(directions))
    extra = _find_second_task(split_clauses(plain))
    return _out_of_scope(ScopeRule.SEVERAL, extra.text) if extra else None


def _out_of_scope(rule: ScopeRule, got: str) -> OutOfScope:
    return OutOfScope(rule, f'a command must {_REASONS[rule].format(got)}')


def _find_directions(plain: str) -> list[str]:
    rest = _NOT_A_DIRECTION.sub(' ', plain)
    return [name for name, words in _DIRECTIONS.items() if re.search(rf'\b(?:{words})\b', rest)]


def _find_second_task(clauses: list[Clause]) -> Clause | None:
    """Return the first clause that requests more than the previous clauses."""
    previous: Clause | None = None
    for clause in clauses:
        if clause.verb_class is VerbClass.NONE:
            # "and the ball", "and eat it"; without "and" it may be any remark.
            if not clause.is_modifier and (clause.joined or 'it' in clause.words[1:]):
                return clause
        elif previous is not None and not _is_same_task(previous, clause):
            return clause
        else:
            previous = clause
    return None


def _is_same_task(previous: Clause, clause: Clause) -> bool:
    """Whether two clauses are one task: grasp the ball and lift it, take it and put it there."""
    first, second = previous.verb_class, clause.verb_class
    follows = first in (VerbClass.PREPARE, second) or (
        first is VerbClass.PICK and second is VerbClass.PLACE
    )
    if not (previous.object_phrase and clause.object_phrase):
        return follows
    return follows and previous.object_phrase == clause.object_phrase
