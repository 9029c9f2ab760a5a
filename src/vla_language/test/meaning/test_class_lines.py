# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Text files whose lines are a class and a text of it."""

from pathlib import Path

import pytest
from vla_language.meaning.class_lines import read_class_lines


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding='ascii')
    return path


def test_the_texts_of_all_files_are_collected_by_class(tmp_path: Path) -> None:
    files = (write(tmp_path, 'a', 'x: one\ny:  two: three \n'), write(tmp_path, 'b', 'x: four\n'))
    texts = read_class_lines(files, ('x', 'y', 'z'), 'phrase')
    assert dict(texts) == {'x': ('one', 'four'), 'y': ('two: three',), 'z': ()}


@pytest.mark.parametrize('line', ['w: one', 'x:', 'x: ', 'one', ''])
def test_a_line_without_class_or_text_is_an_error(tmp_path: Path, line: str) -> None:
    path = write(tmp_path, 'a', f'x: one\n{line}\n')
    with pytest.raises(ValueError, match='a, line 2 must be "class: phrase" with a class of x, y'):
        read_class_lines((path,), ('x', 'y'), 'phrase')
