# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The result of a demo, for people and for programs."""

from collections.abc import Sequence
from dataclasses import asdict
from dataclasses import dataclass
from dataclasses import field
import json
from pathlib import Path
from typing import Any

import numpy as np


def percentiles_ms(values_s: Sequence[float]) -> dict[str, float | None]:
    """Return p50 and p99 in milliseconds; None of no values."""
    if not values_s:
        return {'p50': None, 'p99': None}
    p50, p99 = np.percentile(np.array(values_s) * 1e3, (50, 99))
    return {'p50': round(float(p50), 1), 'p99': round(float(p99), 1)}


@dataclass
class Report:
    """What is written to report.json."""

    success: bool
    # succeeded, refused, failed, timeout, not_ready or interrupted
    outcome: str
    reason: str
    message: str
    command: str
    seed: int
    task: str = ''
    target: str = ''
    destination: str = ''
    duration_s: float = 0.0
    ready_s: float = 0.0
    # From the image to the first motion that follows from it.
    latency_ms: dict[str, float | None] = field(default_factory=lambda: percentiles_ms([]))
    images: dict[str, int] = field(default_factory=lambda: {'sent': 0, 'received': 0})
    moved: list[str] = field(default_factory=list)
    arm_moved_m: float = 0.0
    wrong_object: bool = False
    files: list[str] = field(default_factory=list)

    def take_verdict(self, verdict: dict[str, Any]) -> None:
        """Note what the simulator's referee says."""
        task = verdict.get('task') or {}
        self.task = task.get('kind', '')
        self.target = task.get('target', '')
        self.destination = task.get('destination', '')
        self.moved = verdict.get('moved', [])
        self.arm_moved_m = verdict.get('arm_moved_m', 0.0)
        self.wrong_object = verdict.get('wrong_object', False)

    @property
    def nothing_moved(self) -> bool:
        """Whether neither arm nor things moved, as measured."""
        return not self.moved and self.arm_moved_m < 0.01

    def write(self, path: Path) -> None:
        """Write it as JSON."""
        path.write_text(json.dumps(asdict(self), indent=2) + '\n', encoding='utf-8')
