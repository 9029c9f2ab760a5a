# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Inflection and misspelling."""

import numpy as np
import pytest
from rapidfuzz.distance import OSA
from vla_learning.language.grammar.morphology import gerund
from vla_learning.language.grammar.morphology import misspell
from vla_learning.language.grammar.morphology import past_participle

FORMS = {
    'put': ('putting', 'put'),
    'move': ('moving', 'moved'),
    'grab': ('grabbing', 'grabbed'),
    'push': ('pushing', 'pushed'),
    'carry': ('carrying', 'carried'),
    'play': ('playing', 'played'),
    'take': ('taking', 'taken'),
    'see': ('seeing', 'seen'),
}


@pytest.mark.parametrize('verb', FORMS)
def test_forms(verb: str) -> None:
    assert (gerund(verb), past_participle(verb)) == FORMS[verb]


def test_a_misspelled_word_has_one_error() -> None:
    rng = np.random.default_rng(0)
    wrong = [misspell('cylinder', rng) for _ in range(200)]
    assert all(OSA.distance(word, 'cylinder') <= 1 for word in wrong)
    assert len(set(wrong)) > 30
