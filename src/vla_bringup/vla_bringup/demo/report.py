# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Result of a demo run."""

from collections.abc import Sequence
from dataclasses import asdict
from dataclasses import dataclass
from dataclasses import field
import json
from pathlib import Path
from typing import Any

import numpy as np

#: Largest displacement of an arm that counts as at rest [m].
_MAX_REST_M = 0.01


def percentiles_ms(values_s: Sequence[float]) -> dict[str, float | None]:
    """Return p50 and p99 in milliseconds; None if there are no values."""
    if not values_s:
        return {'p50': None, 'p99': None}
    p50, p99 = np.percentile(np.array(values_s) * 1e3, (50, 99))
    return {'p50': round(float(p50), 1), 'p99': round(float(p99), 1)}


@dataclass
class DemoReport:
    """
    Content of report.json.

    Parameters
    ----------
    success
        Whether the policy reported success and the simulator confirmed it.
    outcome
        succeeded, refused, failed, stopped, timeout, canceled, replaced, not_ready or interrupted.
    reason
        Machine-readable reason; empty on success.
    message
        Human-readable reason.
    command
        Command in natural language.
    seed
        Seed of the scene.
    latency_ms
        Time from the stamp of an image to the first motion of its chunk.

    """

    success: bool
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
    latency_ms: dict[str, float | None] = field(default_factory=lambda: percentiles_ms([]))
    images: dict[str, int] = field(default_factory=lambda: {'sent': 0, 'received': 0})
    moved: list[str] = field(default_factory=list)
    arm_moved_m: float = 0.0
    wrong_object: bool = False
    files: list[str] = field(default_factory=list)

    def set_task_result(self, result: dict[str, Any]) -> None:
        """Store the task result of the simulator."""
        task = result.get('task') or {}
        self.task = task.get('kind', '')
        self.target = task.get('target', '')
        self.destination = task.get('destination', '')
        self.moved = result.get('moved', [])
        self.arm_moved_m = result.get('arm_moved_m', 0.0)
        self.wrong_object = result.get('wrong_object', False)

    @property
    def nothing_moved(self) -> bool:
        """Whether neither the arm nor an object moved in the simulation."""
        return not self.moved and self.arm_moved_m < _MAX_REST_M

    def write(self, path: Path) -> None:
        """Write the report as JSON."""
        path.write_text(json.dumps(asdict(self), indent=2) + '\n', encoding='utf-8')
