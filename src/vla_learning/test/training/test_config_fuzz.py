# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Any configuration file is read, or rejected with a ConfigError."""

from datetime import timedelta
from pathlib import Path
import tempfile
from typing import Any

from hypothesis import example
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from vla_learning.training.config import load_config
from vla_learning.training.config import to_dict
from vla_learning.training.config import TrainConfig
from vla_learning.utils.config_values import ConfigError
import yaml

FUZZ = settings(max_examples=100, deadline=timedelta(seconds=5))
NAMES = sorted(to_dict(TrainConfig()))
VALUES: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


def load(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / 'train.yaml'
        path.write_bytes(data)
        try:
            config = load_config(path)
        except ConfigError:
            return
        assert isinstance(config, TrainConfig)


@FUZZ
@given(st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=5), VALUES, max_size=4) | VALUES)
def test_any_values(values: Any) -> None:
    load(yaml.safe_dump(values, allow_unicode=True).encode('utf-8', 'replace'))


@FUZZ
@given(
    st.binary(max_size=200)
    | st.text(max_size=200).map(lambda text: text.encode('utf-8', 'replace'))
)
@example(b'!!python/object/apply:os.system ["true"]')
@example(b'a: &a [*a]')
@example(b'[' * 3000)
@example(b'\xff\xfe')
@example(b'seed: !!bool x')
@example(b'seed: !!timestamp x')
@example(b'seed: !!int x')
@example(b'seed: 2026-99-99')
@example(b'seed: !!float {}')
@example(b'\x00')
def test_any_bytes(data: bytes) -> None:
    load(data)
