# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""What every measuring tool asks and writes."""

import argparse
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import asdict
import json
from pathlib import Path
from typing import Any

from vla_learning.evaluation.episode_runner import DEFAULT_CHECKPOINT
from vla_learning.evaluation.episode_runner import Result

#: What to say after Ctrl-C.
NOTHING_WRITTEN = 'Nothing was written; the same command starts anew'


def positive(text: str) -> int:
    """
    Read a count from the command line.

    Raises
    ------
    argparse.ArgumentTypeError
        If it is no whole number above 0.

    """
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f'must be a whole number above 0; got {text!r}')
    return int(text)


def add_common_arguments(
    parser: argparse.ArgumentParser, folder: Path, what: str, episodes: int
) -> None:
    """Add checkpoint, number of episodes, workers and folder."""
    parser.add_argument('--checkpoint', default=DEFAULT_CHECKPOINT)
    parser.add_argument('--episodes', type=positive, default=episodes, help=what)
    parser.add_argument('--workers', type=positive, default=2, help='processes of one thread')
    parser.add_argument('--folder', type=Path, default=folder, help='where reports are written')


def write_report(
    folder: Path, facts: Mapping[str, Any], table: str, results: Sequence[Result] = ()
) -> None:
    """Write ``report.json``, ``report.md`` and, where there are any, ``episodes.jsonl``."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / 'report.json').write_text(json.dumps(facts, indent=2) + '\n', encoding='utf-8')
    (folder / 'report.md').write_text(table + '\n', encoding='utf-8')
    if results:
        lines = [json.dumps(asdict(r)) for r in results]
        (folder / 'episodes.jsonl').write_text('\n'.join(lines) + '\n', encoding='utf-8')
