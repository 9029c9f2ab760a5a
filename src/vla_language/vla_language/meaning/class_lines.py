# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Text files whose lines are a class and a text of it."""

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from pathlib import Path
from types import MappingProxyType


def read_class_lines(
    files: Iterable[Path], classes: Sequence[str], content: str
) -> Mapping[str, tuple[str, ...]]:
    """
    Read files with lines ``class: text``.

    Parameters
    ----------
    files
        Files in ASCII.
    classes
        Names of the classes.
    content
        What a text is, for the error message.

    Returns
    -------
    Mapping[str, tuple[str, ...]]
        Texts of each class.

    Raises
    ------
    ValueError
        If a line has no known class or no text.

    """
    texts: dict[str, list[str]] = {name: [] for name in classes}
    for path in files:
        for number, line in enumerate(path.read_text('ascii').splitlines(), 1):
            name, _, text = line.partition(': ')
            if name not in texts or not text.strip():
                raise ValueError(
                    f'{path.name}, line {number} must be "class: {content}" with a class of '
                    f'{", ".join(classes)}; got {line!r}'
                )
            texts[name].append(text.strip())
    return MappingProxyType({name: tuple(lines) for name, lines in texts.items()})
