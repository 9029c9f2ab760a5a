# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Out-of-scope texts are diverse, mention an object, and exclude held-out vocabulary."""

import re

from vla_learning.language.command_templates import HELD_OUT_OUT_OF_SCOPE
from vla_learning.language.command_templates import TRAIN_OUT_OF_SCOPE
from vla_learning.language.noun_lexicon import HELD_OUT_NOUNS
from vla_learning.language.out_of_scope_commands import OUT_OF_SCOPE_COMMANDS
from vla_learning.language.out_of_scope_commands import OUT_OF_SCOPE_REMARKS

TEXTS = OUT_OF_SCOPE_COMMANDS + OUT_OF_SCOPE_REMARKS


def test_no_held_out_text_is_in_training() -> None:
    train = {text.lower() for text in TEXTS + TRAIN_OUT_OF_SCOPE}
    assert not train & {text.lower() for text in HELD_OUT_OUT_OF_SCOPE}


def test_placeholders_are_known() -> None:
    for text in TEXTS:
        assert set(re.findall(r'{(\w)}', text)) <= {'t', 'u', 'd'}, text


def test_no_text_has_a_held_out_noun() -> None:
    nouns = {noun.split()[-1] for row in HELD_OUT_NOUNS.values() for noun in row}
    for sentence in TEXTS:
        assert not nouns & set(re.findall('[a-z]+', sentence)), sentence


def test_texts_are_diverse_and_mention_an_object() -> None:
    assert len(set(TEXTS)) == len(TEXTS) > 350
    assert all('{t}' in sentence for sentence in TEXTS)
    assert len({sentence.split()[0] for sentence in TEXTS}) > 280
