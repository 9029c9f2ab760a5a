# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""What is measured lands at its place, and nowhere else."""

from pathlib import Path

import pytest
from vla_system_tests.markdown_section import check
from vla_system_tests.markdown_section import marks
from vla_system_tests.markdown_section import PageError
from vla_system_tests.markdown_section import put

SAFETY = Path(__file__).parents[3] / 'docs' / 'safety.md'


def test_only_what_stands_between_the_marks_is_replaced(tmp_path: Path) -> None:
    page = tmp_path / 'page.md'
    (begin, end), other = marks('faults'), '\n'.join(marks('reactions'))
    page.write_text(f'# Safety\n\n{begin}\nold\n{end}\n\nAnd more.\n{other}\n')
    put(page, 'faults', '\nnew\n\n| row |\n')
    assert page.read_text() == (
        f'# Safety\n\n{begin}\nnew\n\n| row |\n{end}\n\nAnd more.\n{other}\n'
    )
    once = page.read_text()
    put(page, 'faults', 'new\n\n| row |')
    assert page.read_text() == once


@pytest.mark.parametrize('text', ['', marks('faults')[0], '\n'.join(reversed(marks('faults')))])
def test_a_page_without_the_place_is_left_alone(tmp_path: Path, text: str) -> None:
    page = tmp_path / 'page.md'
    page.write_text(text)
    with pytest.raises(PageError, match=r'must hold the lines .* and .*; add them'):
        put(page, 'faults', 'new')
    assert page.read_text() == text


def test_a_page_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(PageError, match='cannot read'):
        check(tmp_path / 'page.md', 'faults')


@pytest.mark.parametrize('name', ['faults', 'reactions'])
def test_the_documentation_has_a_place(name: str) -> None:
    check(SAFETY, name)
