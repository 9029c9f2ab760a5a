# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Put what was measured into its place in a page of the documentation."""

from pathlib import Path


class PageError(ValueError):
    """A page lacks the place that a text belongs to."""


def marks(name: str) -> tuple[str, str]:
    """Return the lines before and after the text that `make <name>` writes."""
    return f'<!-- Written by `make {name}`; do not edit. -->', f'<!-- End of `make {name}`. -->'


def check(page: Path, name: str) -> None:
    """
    Check that a page has the place of `name`, before anything is measured for it.

    Raises
    ------
    PageError
        If it has not.

    """
    _split(page, name)


def put(page: Path, name: str, text: str) -> None:
    """
    Replace what stands at the place of `name` in a page.

    Raises
    ------
    PageError
        If there is no such place.

    """
    before, after = _split(page, name)
    page.write_text(f'{before}\n{text.strip()}\n{after}', encoding='utf-8')


def _split(page: Path, name: str) -> tuple[str, str]:
    """Return what stays: up to the first mark and from the second one on."""
    begin, end = marks(name)
    try:
        text = page.read_text(encoding='utf-8')
    except OSError as error:
        raise PageError(f'cannot read {page}: {error}') from error
    before, _, rest = text.partition(begin)
    _, found, after = rest.partition(end)
    if not found:
        raise PageError(f'{page} must hold the lines {begin!r} and {end!r}; add them')
    return f'{before}{begin}', f'{end}{after}'
