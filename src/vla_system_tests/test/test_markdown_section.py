# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Generated sections of a page."""

from pathlib import Path

import pytest
from vla_system_tests.markdown_section import check_section
from vla_system_tests.markdown_section import section_marks
from vla_system_tests.markdown_section import SectionError
from vla_system_tests.markdown_section import write_section

MARKS = section_marks('fault-injection')
SAFETY = Path(__file__).parents[3] / 'docs' / 'safety.md'


def test_only_text_between_the_marks_is_replaced(tmp_path: Path) -> None:
    page = tmp_path / 'page.md'
    (begin, end), other = (
        section_marks('fault-injection'),
        '\n'.join(section_marks('stop-latency')),
    )
    page.write_text(f'# Safety\n\n{begin}\nold\n{end}\n\nAnd more.\n{other}\n')
    write_section(page, 'fault-injection', '\nnew\n\n| row |\n')
    assert page.read_text() == (
        f'# Safety\n\n{begin}\nnew\n\n| row |\n{end}\n\nAnd more.\n{other}\n'
    )
    once = page.read_text()
    write_section(page, 'fault-injection', 'new\n\n| row |')
    assert page.read_text() == once


@pytest.mark.parametrize(
    'text',
    [
        '',
        section_marks('fault-injection')[0],
        '\n'.join(reversed(section_marks('fault-injection'))),
    ],
)
def test_page_without_the_section_is_unchanged(tmp_path: Path, text: str) -> None:
    page = tmp_path / 'page.md'
    page.write_text(text)
    with pytest.raises(SectionError, match=r'must contain the lines .* and .*; add them'):
        write_section(page, 'fault-injection', 'new')
    assert page.read_text() == text


def test_missing_page_is_reported(tmp_path: Path) -> None:
    with pytest.raises(SectionError, match='cannot read'):
        check_section(tmp_path / 'page.md', 'fault-injection')


@pytest.mark.parametrize('name', ['fault-injection', 'restart-runs', 'stop-latency'])
def test_documentation_has_the_section(name: str) -> None:
    check_section(SAFETY, name)
