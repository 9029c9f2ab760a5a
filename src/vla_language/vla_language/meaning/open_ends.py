# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Commands that end before all is said: "put the red cube on the"."""

from itertools import takewhile

from vla_common.command_meaning import PushDirection
from vla_language.meaning.order_reader import MOTION_TASKS
from vla_language.meaning.order_reader import ReadOrder
from vla_language.meaning.tagged_sentence import TaggedSentence

#: Determiners behind which a noun must follow.
_ARTICLES = frozenset('the a an my your our'.split())
_JOINTS = frozenset('and or but'.split())
#: Words behind which an object or a place must follow.
_OPEN_WORDS = (
    _ARTICLES
    | _JOINTS
    | frozenset('in into on onto to towards toward next near beside of'.split())
)


def open_end(sentence: TaggedSentence) -> list[str]:
    """Return the last words of a sentence behind which something must follow."""
    texts = [word.text for word in sentence.words if word.text[0].isalnum()]
    return list(takewhile(_OPEN_WORDS.__contains__, reversed(texts)))[::-1]


def with_open_end(
    sentence: TaggedSentence, order: ReadOrder, unaccounted: dict[str, None], *, has_goal: bool
) -> tuple[ReadOrder, dict[str, None]]:
    """
    Return an order, and words that nothing accounts for, with regard to an open end.

    If the goal of the task is missing, the open end is no unaccounted word; otherwise an article
    or conjunction at the end is one, because what follows it is missing.

    Parameters
    ----------
    sentence
        Sentence with agreeing tags.
    order
        Task and direction.
    unaccounted
        Words that nothing accounts for.
    has_goal
        Whether a destination or place is named.

    """
    end = open_end(sentence)
    is_known = order.direction not in (PushDirection.NONE, PushDirection.UNKNOWN)
    if order.task in MOTION_TASKS and not (has_goal or is_known):
        left = {word: None for word in unaccounted if word not in end}
        return (order, unaccounted) if left else (order._replace(direction=PushDirection.NONE), {})
    missing = end if set(end) & (_ARTICLES | _JOINTS) else []
    return order, unaccounted | dict.fromkeys(missing)
