# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""`make attention-faithfulness`: summary, table and report."""

from collections.abc import Iterator
from contextlib import contextmanager
import json
from pathlib import Path

import numpy as np
import pytest
from vla_learning.evaluation import attention_faithfulness
from vla_learning.evaluation.attention_faithfulness import main
from vla_learning.evaluation.attention_faithfulness import summarize
from vla_learning.evaluation.attention_faithfulness import to_table
from vla_learning.evaluation.deletion_metric import LEVELS
from vla_learning.evaluation.trials import EvaluationTrial


def test_the_summary_compares_with_random_orders_per_image() -> None:
    random = np.linspace(0.4, 0.8, 30)[:, None] * np.ones(len(LEVELS))
    found = summarize({'heat map': random - 0.3, 'random': random})
    assert found['heat map']['below_random'] == pytest.approx(0.3)
    assert found['heat map']['below_random_interval95'] == pytest.approx([0.3, 0.3])
    assert found['random']['below_random'] == 0.0
    low, high = found['random']['area_interval95']
    assert low < 0.6 < high


def test_the_table_has_a_row_per_order() -> None:
    curve = np.ones((5, len(LEVELS)))
    lines = to_table(summarize({'heat map': 0.5 * curve, 'random': curve})).splitlines()
    assert lines[2] == '| heat map | 0.500 | 0.500 to 0.500 | 0.500 | 0.500 to 0.500 | 5 |'
    assert lines[3] == '| random | 1.000 | 1.000 to 1.000 | 0.000 | 0.000 to 0.000 | 5 |'
    assert len({line.count('|') for line in lines}) == 1


def test_the_report_has_all_curves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments: list[tuple[object, ...]] = []

    class ConstantWorker:
        def __init__(self, *args: object) -> None:
            arguments.append(args)

        def run(self, trial: EvaluationTrial) -> dict[str, list[float]]:
            return {'highest in heat map': [0.2] * len(LEVELS), 'random': [0.6] * len(LEVELS)}

    class SerialWorkers:
        imap = staticmethod(map)

    @contextmanager
    def worker_pool(count: int, start: object, *args: object) -> Iterator[SerialWorkers]:
        assert callable(start)
        start(*args)
        yield SerialWorkers()

    monkeypatch.setattr(attention_faithfulness, 'FaithfulnessWorker', ConstantWorker)
    monkeypatch.setattr(attention_faithfulness, 'worker_pool', worker_pool)
    main(['--checkpoint', 'some', '--episodes', '3', '--folder', str(tmp_path), '--fill', 'blur'])
    assert arguments == [('some', 'blur', 3)] * 2
    report = json.loads((tmp_path / 'report.json').read_text())
    assert (report['images'], report['fill'], report['random_orders']) == (3, 'blur', 3)
    assert report['curves']['highest in heat map']['below_random'] == pytest.approx(0.4)
    assert '| highest in heat map | 0.200 |' in capsys.readouterr().out
    plot = (tmp_path / 'attention_faithfulness.png').read_bytes()
    assert plot.startswith(b'\x89PNG')
