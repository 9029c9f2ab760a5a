# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Generated sections of Markdown pages."""

import argparse
from pathlib import Path


class SectionError(ValueError):
    """A page has no section of a name."""


def section_marks(name: str) -> tuple[str, str]:
    """Return the lines before and after the section that `make <name>` writes."""
    return f'<!-- Written by `make {name}`; do not edit. -->', f'<!-- End of `make {name}`. -->'


def check_section(page: Path, name: str) -> None:
    """
    Check that a page has a section, before the measurement starts.

    Raises
    ------
    SectionError
        If it has none.

    """
    _split(page, name)


def add_page_argument(parser: argparse.ArgumentParser) -> None:
    """Add the option for the page with the section of a measurement."""
    parser.add_argument(
        '--page', type=Path, help='Markdown page with a section for the table; see the make target'
    )


def check_page(parser: argparse.ArgumentParser, options: argparse.Namespace, name: str) -> None:
    """End with an error of the command line if the page of `add_page_argument` has no section."""
    if options.page is not None:
        try:
            check_section(options.page, name)
        except SectionError as error:
            parser.error(str(error))


def write_section(page: Path, name: str, text: str) -> None:
    """
    Replace the text of a section.

    Raises
    ------
    SectionError
        If the page has no such section.

    """
    before, after = _split(page, name)
    page.write_text(f'{before}\n{text.strip()}\n{after}', encoding='utf-8')


def _split(page: Path, name: str) -> tuple[str, str]:
    """Return the text up to the first mark and from the second mark on."""
    begin, end = section_marks(name)
    try:
        text = page.read_text(encoding='utf-8')
    except OSError as error:
        raise SectionError(f'cannot read {page}: {error}') from error
    before, _, rest = text.partition(begin)
    _, found, after = rest.partition(end)
    if not found:
        raise SectionError(f'{page} must contain the lines {begin!r} and {end!r}; add them')
    return f'{before}{begin}', f'{end}{after}'
