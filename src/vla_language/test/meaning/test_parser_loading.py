# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Loading of the meaning parser, and whole commands with the shipped weights."""

from pathlib import Path

from command_cases import MEANINGS
from conversation_cases import CONVERSATION
from meaning_summary import summarize
import pytest
from refusal_cases import NOT_YET
from refusal_cases import OUT_OF_SCOPE
from refusal_cases import REFUSALS
from statement_cases import STATEMENTS
from vla_common.checkpoint import CheckpointError
from vla_language.encoders.text_encoder import TextEncoderError
from vla_language.meaning.meaning_parser import MeaningParser
from vla_language.meaning.meaning_verdict import find_refusal
from vla_language.meaning.parser_loading import load_meaning_parser
from vla_language.meaning.tagger import WEIGHTS
from vla_language.meaning.wordnet import WordNetError

needs_weights = pytest.mark.skipif(not WEIGHTS.is_file(), reason='the tagger has no weights')


@pytest.fixture(scope='module')
def parser() -> MeaningParser:
    try:
        return load_meaning_parser()
    except (TextEncoderError, WordNetError) as error:
        pytest.skip(str(error))


@needs_weights
@pytest.mark.parametrize(('text', 'expected'), (MEANINGS | CONVERSATION).items())
def test_meaning_of_a_command(text: str, expected: str, parser: MeaningParser) -> None:
    meaning = parser.parse(text)
    assert find_refusal(meaning) is None
    assert summarize(meaning) == expected


@needs_weights
@pytest.mark.parametrize(('text', 'reasons'), (REFUSALS | STATEMENTS).items())
def test_a_command_is_refused_for_a_true_reason(
    text: str, reasons: str, parser: MeaningParser
) -> None:
    meaning = parser.parse(text)
    refusal = find_refusal(meaning)
    assert refusal is not None, summarize(meaning)
    assert refusal.reason in reasons.split(), refusal


@needs_weights
@pytest.mark.parametrize(('text', 'expected'), NOT_YET.items())
def test_a_command_is_refused_rather_than_misread(
    text: str, expected: str, parser: MeaningParser
) -> None:
    meaning = parser.parse(text)
    assert find_refusal(meaning) is not None or summarize(meaning) == expected


@needs_weights
@pytest.mark.parametrize('text', OUT_OF_SCOPE)
def test_a_command_out_of_scope_is_refused(text: str, parser: MeaningParser) -> None:
    assert find_refusal(parser.parse(text)) is not None, summarize(parser.parse(text))


def test_missing_weights_are_an_error(tmp_path: Path) -> None:
    with pytest.raises((CheckpointError, WordNetError)):
        load_meaning_parser(tmp_path / 'missing.safetensors')
