# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""TensorBoard log, with and without the package tensorboard."""

from pathlib import Path
import sys
from types import ModuleType
from typing import Any

import pytest
from vla_learning.training.tensorboard_logger import TensorBoardError
from vla_learning.training.tensorboard_logger import TensorBoardLogger

MODULE = 'torch.utils.tensorboard'


def test_the_error_without_the_package_contains_the_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, MODULE, None)
    with pytest.raises(
        TensorBoardError, match=r'needs the package tensorboard.*set tensorboard to'
    ):
        TensorBoardLogger(tmp_path, 0)


def test_figures_continue_after_the_last_saved_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[tuple[Any, ...]] = []

    class SummaryWriter:
        def __init__(self, folder: str, purge_step: int) -> None:
            calls.append((folder, purge_step))

        def add_scalar(self, name: str, value: float, step: int) -> None:
            calls.append((name, value, step))

        def flush(self) -> None:
            calls.append(('flush',))

    fake = ModuleType(MODULE)
    fake.SummaryWriter = SummaryWriter  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, MODULE, fake)
    TensorBoardLogger(tmp_path, 40).add('loss', 41, {'total': 2.0, 'heat': 0.5})
    assert calls == [
        (str(tmp_path), 41),
        ('loss/total', 2.0, 41),
        ('loss/heat', 0.5, 41),
        ('flush',),
    ]
