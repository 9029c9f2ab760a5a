# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Sentences that are tagged by hand: "pick:A up:A the red:TC cube:TN"."""

import numpy as np
from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SpeechAct
from vla_language.meaning.meaning_parser import SentenceTags
from vla_language.meaning.spelling import WordReading
from vla_language.meaning.tag_rules import agree
from vla_language.meaning.tagged_sentence import TaggedSentence
from vla_language.meaning.tagged_sentence import TaggedWord
from vla_language.meaning.tags import Entity
from vla_language.meaning.tags import WordKind

_ENTITIES = dict(zip('TDtdX', list(Entity)[1:], strict=True))
_KINDS = {
    'A': WordKind.ACT, 'C': WordKind.COLOR, 'N': WordKind.NOUN, 'a': WordKind.ATTRIBUTE,
    'S': WordKind.SUPERLATIVE, 'R': WordKind.RELATION, 'W': WordKind.DIRECTION,
    'G': WordKind.NEGATION, 'U': WordKind.UNACCOUNTED,
}  # fmt: skip


def tag_by_hand(
    marked: str, task: RequestedTask = RequestedTask.PICK, speech_act: SpeechAct = SpeechAct.ORDER
) -> tuple[list[str], SentenceTags]:
    """Return words and tags; codes are TDtdX for the object and ACNaSRWGU for the kind."""
    words, kinds, scores = [], [], []
    for token in marked.split():
        word, _, code = token.partition(':')
        entity = next((_ENTITIES[c] for c in code if c in _ENTITIES), Entity.NONE)
        words.append(word)
        kinds.append(next((_KINDS[c] for c in code if c in _KINDS), WordKind.FILLER))
        scores.append([0.0 if other is entity else -9.0 for other in Entity])
    return words, SentenceTags(tuple(kinds), np.array(scores), task, speech_act)


def tagged_sentence(
    marked: str, task: RequestedTask = RequestedTask.PICK, speech_act: SpeechAct = SpeechAct.ORDER
) -> TaggedSentence:
    """Return a sentence with agreeing tags."""
    words, tags = tag_by_hand(marked, task, speech_act)
    entities = agree(words, tags.kinds, tags.entity_scores, task)
    readings = [WordReading(word, word) for word in words]
    return TaggedSentence(tuple(map(TaggedWord, readings, entities, tags.kinds)), task, speech_act)
