# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Health of the camera: problems and statistics for /diagnostics."""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import asdict

from vla_common.health import Health
from vla_common.health import Level
from vla_perception.camera_problems import CameraProblem
from vla_perception.camera_statistics import CameraStatistics

_NOT_VALUES = (
    'new_error',
    'stamp_skew_s',
    'max_stamp_skew_s',
    'publishers',
    'is_starting',
    'gray16_max',
    'recent_received',
    'recent_lost',
    'sent_span_s',
)


def evaluate_camera_health(
    statistics: CameraStatistics, problems: Sequence[CameraProblem]
) -> Health:
    """Return all problems of the camera, an invalid image first, with all statistics."""
    texts = [problem.text for problem in problems]
    level = Level.WARN if texts else Level.OK
    if statistics.new_error:
        level, texts = Level.ERROR, [statistics.new_error, *texts]
    values = {
        name: round(value, 3 if name == 'stamp_s' else 1) if isinstance(value, float) else value
        for name, value in asdict(statistics).items()
        if name not in _NOT_VALUES
    }
    return Health(level, ' | '.join(texts) or 'running', values)


def merge_camera_health(healths: Mapping[str, Health]) -> Health:
    """Return the health of all cameras by name; values of the first one have no prefix."""
    if len(healths) == 1:
        return next(iter(healths.values()))
    texts, values = [], {}
    for number, (name, health) in enumerate(healths.items()):
        prefix = f'{name}.' if number else ''
        values.update({f'{prefix}{key}': value for key, value in health.values.items()})
        if health.level > Level.OK:
            texts.append(f'{name}: {health.message}')
    level = max(health.level for health in healths.values())
    return Health(level, ' | '.join(texts) or 'running', values)
