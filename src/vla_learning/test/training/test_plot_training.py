# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Plot of the curves of a run."""

from pathlib import Path
from typing import Any

import cv2
from matplotlib.axes import Axes
import pytest
from vla_learning.training.plot_training import LOSSES
from vla_learning.training.plot_training import losses_csv
from vla_learning.training.plot_training import main
from vla_learning.training.plot_training import plot_curves
from vla_learning.training.plot_training import validation_csv


def run_of(folder: Path) -> Path:
    for step in range(0, 500, 50):
        losses_csv(folder).add(step, {'total': 5 - step / 100, 'target': 3.0})
    validation_csv(folder).add(200, {'task': 0.5, 'target_m_median': 0.02})
    validation_csv(folder).add(400, {'task': 0.9, 'target_m_median': 0.01})
    return folder


def test_the_plot_shows_curves(tmp_path: Path) -> None:
    image = cv2.imread(str(plot_curves(run_of(tmp_path))))
    assert image.shape[0] > 800
    blue = (image[..., 0] > image[..., 2].astype(int) + 80).sum()
    assert blue > 300, 'the first curve is blue'


def test_all_losses_look_different(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for step in (0, 50):
        losses_csv(tmp_path).add(step, dict.fromkeys(LOSSES, 1.0))
    looks = []

    def plot(axes: Axes, *series: object, **style: Any) -> None:
        looks.append((style['label'], style['color'], style['linestyle']))

    monkeypatch.setattr(Axes, 'plot', plot)
    plot_curves(tmp_path)
    losses = [look[1:] for look in looks if look[0] in LOSSES][: len(LOSSES)]
    assert len(losses) == len(set(losses)) == len(LOSSES)


def test_a_run_without_validation_has_curves(tmp_path: Path) -> None:
    losses_csv(tmp_path).add(50, {'total': 1.0})
    assert plot_curves(tmp_path).exists()


def test_a_run_without_losses_is_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main([str(tmp_path)])
    assert 'run make train first' in capsys.readouterr().err


def test_main_prints_the_path_of_the_plot(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main([str(run_of(tmp_path))])
    assert str(tmp_path / 'curves.png') in capsys.readouterr().out
