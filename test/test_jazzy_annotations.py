# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Annotations must not subscript classes of rclpy that are generic on Kilted only."""

from pathlib import Path
import re

_ROOT = Path(__file__).resolve().parents[1]
_CLASSES = ('Parameter', 'Publisher', 'Subscription', 'Client', 'Service', 'ActionServer')
_SUBSCRIPTED = re.compile(rf'\b({"|".join(_CLASSES)})\[')


def find_subscripted(source: str) -> list[int]:
    """Return the numbers of the lines that subscript a class outside of quotes."""
    return [
        number
        for number, line in enumerate(source.splitlines(), 1)
        if _SUBSCRIPTED.search(re.sub(r"'[^']*'|#.*", '', line))
    ]


def test_a_subscript_outside_of_quotes_is_found() -> None:
    assert find_subscripted("x: Parameter[Any]\ny: 'Parameter[Any]'\n# Client[X]\n") == [1]


def test_no_generic_class_of_rclpy_is_subscripted() -> None:
    paths = sorted((_ROOT / 'src').rglob('*.py'))
    assert len(paths) > 500
    found = {str(path): find_subscripted(path.read_text('utf-8')) for path in paths}
    assert {path: lines for path, lines in found.items() if lines} == {}
