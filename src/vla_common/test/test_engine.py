# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Names of the engines."""

import pytest
from vla_common import engine as engine_module
from vla_common.engine import ENGINES
from vla_common.engine import is_onnx_runtime


def test_names_of_the_engines() -> None:
    assert [is_onnx_runtime(engine) for engine in ENGINES] == [True, False]


def test_another_engine_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"one of onnxruntime, torch; got 'jax'"):
        is_onnx_runtime('jax')


def test_the_engine_torch_without_torch_names_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_module, 'find_spec', lambda name: None)
    assert is_onnx_runtime('onnxruntime')
    with pytest.raises(RuntimeError, match=r'requires the package torch.* Run: make setup'):
        is_onnx_runtime('torch')
