# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Pictures of the alignment are written as PNG files."""

from pathlib import Path

import numpy as np
from tutorial_samples import synthetic_pairs
from vla_learning.evaluation.retrieval import GROUP
from vla_learning.tutorials.alignment_pictures import AlignedGroup
from vla_learning.tutorials.alignment_pictures import draw_captions
from vla_learning.tutorials.alignment_pictures import draw_spaces
from vla_learning.tutorials.alignment_training import build_alignment
from vla_learning.tutorials.alignment_training import embed_pairs
from vla_learning.tutorials.alignment_training import measure_alignment


def groups() -> dict[str, AlignedGroup]:
    pairs = synthetic_pairs(GROUP)
    scenes, texts = embed_pairs(build_alignment(pairs, 0), pairs)
    group = AlignedGroup(scenes, texts, measure_alignment(scenes, texts))
    return {'before': group, 'after': group}


def test_the_spaces_are_drawn(tmp_path: Path) -> None:
    draw_spaces(tmp_path / 'spaces.png', groups())
    assert (tmp_path / 'spaces.png').read_bytes().startswith(b'\x89PNG')
    assert (tmp_path / 'spaces.png').stat().st_size > 20_000


def test_scenes_are_drawn_beside_their_captions(tmp_path: Path) -> None:
    images = [np.full((48, 64, 3), 60 * i, np.uint8) for i in range(3)]
    draw_captions(tmp_path / 'captions.png', images, ['a red cube'] * 3, groups())
    assert (tmp_path / 'captions.png').stat().st_size > 10_000
