# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Inflection of verbs, and misspelling of words."""

import numpy as np

_PAST = {
    'put': 'put', 'set': 'set', 'take': 'taken', 'get': 'gotten', 'give': 'given',
    'bring': 'brought', 'hold': 'held', 'lay': 'laid', 'stick': 'stuck', 'slide': 'slid',
    'send': 'sent', 'throw': 'thrown', 'find': 'found', 'show': 'shown', 'drive': 'driven',
    'catch': 'caught', 'leave': 'left', 'let': 'let', 'sit': 'sat', 'see': 'seen',
    'sweep': 'swept', 'keep': 'kept', 'sell': 'sold', 'buy': 'bought',
}  # fmt: skip
_DOUBLED = frozenset(
    'put set get grab nab sit let slip drop pop plop spot tip tap prod jog flip tug lug drag '
    'stir hit grip rub stop'.split()
)
_LETTERS = 'abcdefghijklmnoprstuwy'


def gerund(verb: str) -> str:
    """Return the form in -ing."""
    if verb in _DOUBLED:
        return f'{verb}{verb[-1]}ing'
    if verb == 'be':
        return 'being'
    if verb.endswith('e') and not verb.endswith('ee'):
        return f'{verb[:-1]}ing'
    return f'{verb}ing'


def past_participle(verb: str) -> str:
    """Return the past participle."""
    if verb in _PAST:
        return _PAST[verb]
    if verb in _DOUBLED:
        return f'{verb}{verb[-1]}ed'
    if verb.endswith('e'):
        return f'{verb}d'
    if verb.endswith('y') and verb[-2] not in 'aeiou':
        return f'{verb[:-1]}ied'
    return f'{verb}ed'


def misspell(word: str, rng: np.random.Generator) -> str:
    """Return `word` with two letters swapped, one dropped, one doubled or one wrong."""
    at = int(rng.integers(len(word) - 1))
    edit = rng.random()
    if edit < 0.35:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if edit < 0.65:
        return word[:at] + word[at + 1 :]
    if edit < 0.8:
        return word[:at] + word[at] + word[at:]
    return word[:at] + _LETTERS[int(rng.integers(len(_LETTERS)))] + word[at + 1 :]
