# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Common arguments and report files of the evaluation tools."""

import argparse
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import asdict
import json
from pathlib import Path
from typing import Any

from vla_learning.evaluation.episode_runner import DEFAULT_CHECKPOINT
from vla_learning.evaluation.episode_runner import EpisodeResult

#: Message after Ctrl-C.
NOTHING_WRITTEN = 'No report was written; the same command starts from the beginning'


def positive(text: str) -> int:
    """Parse a count from the command line."""
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f'must be a whole number above 0; got {text!r}')
    return int(text)


def add_common_arguments(
    parser: argparse.ArgumentParser, folder: Path, unit: str, episodes: int
) -> None:
    """Add --checkpoint, --episodes (default `episodes`; `unit` is what they count), --folder."""
    parser.add_argument('--checkpoint', default=DEFAULT_CHECKPOINT, help='weights to evaluate')
    parser.add_argument('--episodes', type=positive, default=episodes, help=unit)
    parser.add_argument('--folder', type=Path, default=folder, help='folder of the reports')


def add_workers_argument(parser: argparse.ArgumentParser) -> None:
    """Add --workers."""
    parser.add_argument(
        '--workers', type=positive, default=2, help='number of processes, each with one thread'
    )


def write_report(
    folder: Path, facts: Mapping[str, Any], table: str, results: Sequence[EpisodeResult] = ()
) -> None:
    """Write ``report.json``, ``report.md`` and, if there are results, ``episodes.jsonl``."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / 'report.json').write_text(json.dumps(facts, indent=2) + '\n', encoding='utf-8')
    (folder / 'report.md').write_text(table + '\n', encoding='utf-8')
    if results:
        lines = [json.dumps(asdict(r)) for r in results]
        (folder / 'episodes.jsonl').write_text('\n'.join(lines) + '\n', encoding='utf-8')
