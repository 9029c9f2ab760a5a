# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Run a tutorial in percent format from the terminal, without Jupyter.

    python -m vla_learning.tutorials.run_cells examples/tutorials/actions.py --set TRIALS=2

A plain `python FILE` fails: worker processes would run the file again.
"""

import argparse
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
import os
from pathlib import Path
import re
from typing import Any

from vla_learning.evaluation.report import NOTHING_WRITTEN
from vla_learning.utils.cli import run_cli

_CELL = re.compile(r'^# %%(.*)$', re.MULTILINE)
_PARAMETERS = 'tags=["parameters"]'


@dataclass(frozen=True)
class Cell:
    """A cell of a tutorial: Markdown text, or code."""

    is_text: bool
    is_parameters: bool
    source: str


def read_cells(text: str) -> list[Cell]:
    """Split a file in percent format; what precedes the first cell is left out."""
    _, *parts = _CELL.split(text)
    return [
        Cell('[markdown]' in marks, _PARAMETERS in marks, source)
        for marks, source in zip(parts[::2], parts[1::2], strict=True)
    ]


def set_parameters(source: str, values: Mapping[str, str]) -> str:
    """
    Return the parameter cell with other values, as Python expressions by name.

    Raises
    ------
    ValueError
        If a name is no parameter.

    """
    for name, value in values.items():
        line = f'{name} = {value}'.replace('\\', r'\\')
        source, count = re.subn(rf'^{re.escape(name)} = .*$', line, source, flags=re.MULTILINE)
        if count != 1:
            known = ', '.join(re.findall(r'^(\w+) = ', source, re.MULTILINE))
            raise ValueError(f'a parameter must be one of {known}; got {name!r}')
    return source


def run_cells(path: Path, values: Mapping[str, str]) -> dict[str, Any]:
    """Print the text cells and run the code cells of a file; return its variables."""
    variables: dict[str, Any] = {'__name__': '__main__'}
    for cell in read_cells(path.read_text(encoding='utf-8')):
        if cell.is_text:
            print(re.sub(r'^# ?', '', cell.source.strip('\n'), flags=re.MULTILINE), end='\n\n')
            continue
        source = set_parameters(cell.source, values) if cell.is_parameters else cell.source
        # Like `python FILE`: the user names the file.
        exec(compile(source, str(path), 'exec'), variables)  # noqa: S102
    return variables


def enter_workspace() -> None:
    """
    Change to the top folder of the workspace: notebooks start in the folder of their file.

    Raises
    ------
    ValueError
        If the present folder is not in a workspace.

    """
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / 'config' / 'vla.yaml').exists():
            os.chdir(folder)
            return
    raise ValueError(f'a tutorial must run in a folder of the workspace; got {here}')


def main(args: Sequence[str] | None = None) -> None:
    """Run a tutorial."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('file', type=Path)
    parser.add_argument('--set', nargs='+', default=[], metavar='NAME=VALUE', help='parameters')
    a = parser.parse_args(args)
    values = dict(text.split('=', 1) for text in a.set)
    run_cli(lambda: run_cells(a.file, values), NOTHING_WRITTEN)


if __name__ == '__main__':
    main()
