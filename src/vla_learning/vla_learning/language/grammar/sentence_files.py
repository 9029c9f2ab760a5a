# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Sentence frames and remarks written by hand by several authors, in text files.

Each line is ``class: text``, with the marks of `frame_tables` and ``[words]`` for a negation; that
of ``[!words]`` excludes something else than the order. A class is a task, ``before`` or ``after``
for a remark on one side of an order, or a reason to refuse: ``negated``, ``later``,
``conditional``, ``report``, ``question``, ``several``, ``other``. The class ``thing`` has
descriptions of objects, with the marks of `full_descriptions`, and ``two`` has sentences of two
steps, with those of `two_steps`.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from vla_language.meaning.class_lines import read_class_lines

_FOLDER = Path(__file__).parent / 'sentences'
CLASSES = (
    'pick',
    'place',
    'push',
    'point',
    'before',
    'after',
    'negated',
    'later',
    'conditional',
    'report',
    'question',
    'several',
    'other',
    'thing',
    'two',
)


@cache
def load_sentence_files(folder: Path = _FOLDER) -> Mapping[str, tuple[str, ...]]:
    """
    Return the texts of each class.

    Raises
    ------
    ValueError
        If a line has no known class.

    """
    return read_class_lines(sorted(folder.glob('*.txt')), CLASSES, 'text')
