# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Property tests: any checkpoint file is loaded or rejected, any text is accepted."""

from datetime import timedelta
import hashlib
import json
from pathlib import Path
import struct
import tempfile
from typing import Any

from hypothesis import example
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
import pytest
import torch
from vla_common.checkpoint import Checkpoint
from vla_common.checkpoint import CheckpointError
from vla_common.checkpoint import load_checkpoint
from vla_common.checkpoint import save_checkpoint
from vla_common.stop_words import is_stop_command

FUZZ = settings(max_examples=100, deadline=timedelta(seconds=10))


def _good() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / 'model.safetensors'
        save_checkpoint(path, {'policy.weight': torch.ones(4, 3)}, {'seed': 7})
        return path.read_bytes()


GOOD = _good()


def load(data: bytes, hash_file: bytes | None = None) -> Checkpoint | None:
    """Load a checkpoint with these bytes, by default with a matching hash file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / 'model.safetensors'
        path.write_bytes(data)
        digest = hashlib.sha256(data).hexdigest().encode()
        path.with_name(f'{path.name}.sha256').write_bytes(
            digest if hash_file is None else hash_file
        )
        try:
            return load_checkpoint(path, 'policy.')
        except CheckpointError as error:
            return _checked(error)


def _checked(error: CheckpointError) -> None:
    assert 'model.safetensors' in str(error)


def packed(header: Any, tail: bytes = b'') -> bytes:
    """Return the bytes of a safetensors file with this header."""
    text = json.dumps(header).encode() if not isinstance(header, bytes) else header
    return struct.pack('<Q', len(text)) + text + tail


def test_the_unmodified_file_is_loaded() -> None:
    checkpoint = load(GOOD)
    assert checkpoint is not None
    assert checkpoint.header['seed'] == 7


@FUZZ
@given(
    st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), max_size=6),
    st.integers(0, len(GOOD)),
)
def test_a_checkpoint_with_any_damage_is_rejected_or_loaded(
    changes: list[tuple[int, int]], length: int
) -> None:
    damaged = bytearray(GOOD)
    for place, value in changes:
        damaged[place] = value
    load(bytes(damaged))
    load(bytes(damaged[:length]))
    if bytes(damaged) != GOOD:
        assert load(bytes(damaged), hashlib.sha256(GOOD).hexdigest().encode()) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    '__metadata__',
                    'vla',
                    'format_version',
                    'policy.w',
                    'dtype',
                    'shape',
                    'data_offsets',
                ]
            )
            | st.text(max_size=5),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@FUZZ
@given(JSON, st.binary(max_size=64))
@example(
    {
        '__metadata__': {'vla': '[' * 100_000},
        'policy.w': {'dtype': 'F32', 'shape': [1], 'data_offsets': [0, 4]},
    },
    bytes(4),
)
@example({'policy.w': {'dtype': 'F32', 'shape': [2**40], 'data_offsets': [0, 4]}}, bytes(4))
def test_any_safetensors_header_is_rejected_or_loaded(header: Any, tail: bytes) -> None:
    load(packed(header, tail))


@FUZZ
@given(JSON)
def test_any_checkpoint_header_is_rejected_or_loaded(content: Any) -> None:
    tensor = {'dtype': 'F32', 'shape': [1], 'data_offsets': [0, 4]}
    file = {'__metadata__': {'vla': json.dumps(content)}, 'policy.w': tensor}
    checkpoint = load(packed(file, bytes(4)))
    assert checkpoint is None or checkpoint.header == content


@FUZZ
@given(st.binary(max_size=200), st.binary(max_size=80))
def test_any_bytes_and_any_hash_file_are_rejected(data: bytes, hash_file: bytes) -> None:
    load(data)
    assert load(GOOD, hash_file) is None


@settings(max_examples=300, deadline=timedelta(seconds=5))
@given(st.text(max_size=3000))
def test_any_text_is_classified(text: str) -> None:
    assert is_stop_command(text) in (True, False)
    assert is_stop_command('stop! ' + text)


@pytest.mark.parametrize('text', ['stop' * 100_000, 'a ' * 500_000, '\u0301' * 100_000])
def test_a_long_text_is_classified_fast(text: str) -> None:
    assert is_stop_command(text) in (True, False)
