# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Remarks beside an order."""

from grammar_draws import make_frames
from vla_language.meaning.tags import Entity
from vla_language.meaning.tags import WordKind
from vla_learning.language.grammar.tagged_words import label


def test_remarks_are_fillers_without_marks() -> None:
    remarks = make_frames().remarks
    draws = ('before', 'after', 'alone', 'complaint', 'choice', 'person')
    for name in draws * 60:
        words = getattr(remarks, name)()
        assert words, name
        assert {(word.entity, word.kind) for word in words} == {(Entity.NONE, WordKind.FILLER)}
        assert not any('{' in word.text or '}' in word.text for word in words)


def test_the_share_decides_where_remarks_are() -> None:
    remarks, order = make_frames().remarks, label('lift', WordKind.ACT)
    assert remarks.around(order, 0.0) == order
    words = remarks.around(order, 1.0)
    place = words.index(order[0])
    assert 0 < place < len(words) - 1
