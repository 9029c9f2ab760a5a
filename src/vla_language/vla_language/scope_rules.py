# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Refuse by rule what is no single task for one thing, before any model guesses at it.

Rules beside the learned verdict: they accept nothing, they only refuse. What no rule speaks
against is for the model to understand or not. They read English, as the model does.
"""

from enum import StrEnum
import re
from typing import NamedTuple

from vla_language.clauses import Act
from vla_language.clauses import Clause
from vla_language.clauses import clauses


class Rule(StrEnum):
    """Why a command is beyond the domain, for programs."""

    NEGATION = 'negation'
    ALTERNATIVES = 'alternatives'
    QUANTITY = 'quantity'
    CONDITION = 'condition'
    CONTRADICTION = 'contradiction'
    SEVERAL = 'several'


class OutOfScope(NamedTuple):
    """A rule that a command breaks, and the same for people."""

    rule: Rule
    reason: str


_APOSTROPHE = re.compile(r"(?<=\w)['\u2019`\u00b4](?=\w)")
# Say "not" or "if" and mean neither.
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
_WORDS = {
    Rule.NEGATION: re.compile(
        r'\b(?:not|(?:do|does|did|is|are|ca|wo|should|must|need|would|could)nt|cannot|never|no|'
        r'nor|neither|none|nothing|nobody|nowhere|avoid\w*|without|except\w*|excluding|'
        r'instead of|rather than|other than|(?:anything|everything|any|all) but|refrain\w*|'
        r'untouched|ignore|skip|(?:stay|staying|steer|keep) (?:\w+ ){0,4}(?:away|clear|off|out)|'
        r'hands off|(?:leave|let) (?:\w+ ){1,5}(?:alone|be|there))\b'
    ),
    Rule.ALTERNATIVES: re.compile(r'\b(?:or|either|versus)\b|(?<=\w)/(?=\w)'),
    Rule.QUANTITY: re.compile(
        r'\b(?:both|all|every\w*|each|them|these|those|two|three|four|five|several|many|couple|'
        r'twice|thrice|times|repeatedly|again and again|over and over)\b'
    ),
    Rule.CONDITION: re.compile(r'\b(?:if|unless|until|till|when|whenever|as (?:soon|long) as)\b'),
    Rule.CONTRADICTION: re.compile(r'\b(?:up and down|back and forth|in and out|to and fro)\b'),
}
_RULES = {
    Rule.NEGATION: 'a command must say what to do, got {!r}; say what to do instead',
    Rule.ALTERNATIVES: 'a command must leave no choice, got {!r}; name one thing and one way',
    Rule.QUANTITY: 'a command must be about one thing, once, got {!r}; name things one by one',
    Rule.CONDITION: 'a command must be for now, got the condition {!r}; say it when it is time',
    Rule.CONTRADICTION: 'a command must have one direction, got {!r}; name one',
    Rule.SEVERAL: 'a command must be one task for one thing, got another in {!r}; '
    'say one after the other',
}
_WAYS = {
    'left': r'left(?:wards?)?',
    'right': r'right(?:wards?)?',
    'forward': r'forwards?|ahead|away from you(?:rself)?',
    'back': r'back(?:wards?)?|towards? you(?:rself)?',
}
# Says where something is, or how soon.
_NO_WAY = re.compile(
    r'\bright (?:now|away|here|there|beside|next|into|onto|in|on|over|behind)\b|\bgo ahead\b'
    r'|\b(?:on|at|from|in) (?:the|your) (?:left|right|back)\b'
    r'|(?<!to )(?<!towards )\bthe (?:left|right|back)(?!\W+(?:and|or|then)\b) \w+'
)


def check_domain(text: str) -> OutOfScope | None:
    """
    Return which rule a command breaks first, or None.

    Parameters
    ----------
    text
        A readable command, such as `parse_command` lets through.

    """
    plain = _POLITE.sub(' ', _APOSTROPHE.sub('', text.lower()))
    for rule, pattern in _WORDS.items():
        if found := pattern.search(plain):
            return _beyond(rule, found[0])
    ways = _ways(plain)
    if len(ways) > 1:
        return _beyond(Rule.CONTRADICTION, ' and '.join(ways))
    extra = _another_task(clauses(plain))
    return _beyond(Rule.SEVERAL, extra.text) if extra else None


def _beyond(rule: Rule, got: str) -> OutOfScope:
    return OutOfScope(rule, _RULES[rule].format(got))


def _ways(plain: str) -> list[str]:
    rest = _NO_WAY.sub(' ', plain)
    return [name for name, words in _WAYS.items() if re.search(rf'\b(?:{words})\b', rest)]


def _another_task(parts: list[Clause]) -> Clause | None:
    """Return the first clause that asks for more than the ones before it."""
    before: Clause | None = None
    for part in parts:
        if part.act is Act.NOTHING:
            # "and the ball", "and eat it"; without "and" it may be any remark.
            if not part.is_modifier and (part.joined or 'it' in part.words[1:]):
                return part
        elif before is not None and not _continues(before, part):
            return part
        else:
            before = part
    return None


def _continues(before: Clause, part: Clause) -> bool:
    """Whether two clauses are one task: grasp the ball and lift it, take it and put it there."""
    follows = before.act in (Act.PREPARE, part.act) or (
        before.act is Act.PICK and part.act is Act.PLACE
    )
    return follows and (not before.thing or not part.thing or before.thing == part.thing)
