# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Sentence frames and remarks written by hand by several authors, in text files.

Each line is ``class: text``, with the marks of `frame_tables` and ``[words]`` for a negation. A
class is a task, ``before`` or ``after`` for a remark on one side of an order, or a reason to
refuse: ``negated``, ``later``, ``conditional``, ``report``, ``question``, ``several``, ``other``.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

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
    texts: dict[str, list[str]] = {name: [] for name in CLASSES}
    for path in sorted(folder.glob('*.txt')):
        for number, line in enumerate(path.read_text('ascii').splitlines(), 1):
            name, _, text = line.partition(': ')
            if name not in texts or not text.strip():
                raise ValueError(
                    f'{path.name}, line {number} must be "class: text" with a class of '
                    f'{", ".join(CLASSES)}; got {line!r}'
                )
            texts[name].append(text.strip())
    return MappingProxyType({name: tuple(lines) for name, lines in texts.items()})
