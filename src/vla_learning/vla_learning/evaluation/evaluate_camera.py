# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Measure tasks with a camera that was moved, with its pose given and without; `make eval-camera`.

With the pose given, tasks must succeed as with the camera of the training view. Without, no task
may be executed wrongly, and the command must be refused with camera_moved.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from typing import Final

from vla_learning.evaluation.episode_runner import EpisodeJob
from vla_learning.evaluation.episode_runner import EpisodeResult
from vla_learning.evaluation.episode_runner import run_jobs
from vla_learning.evaluation.metrics import format_rate
from vla_learning.evaluation.metrics import rate_with_interval
from vla_learning.evaluation.perturbations import PerturbationConfig
from vla_learning.evaluation.report import add_common_arguments
from vla_learning.evaluation.report import add_workers_argument
from vla_learning.evaluation.report import NOTHING_WRITTEN
from vla_learning.evaluation.report import write_report
from vla_learning.evaluation.trials import draw_trials
from vla_learning.evaluation.trials import FIRST_SEED
from vla_learning.evaluation.trials import TASKS
from vla_learning.utils.cli import run_cli

#: Offsets in cm and degrees; as in the nodes on an idle machine, chunks take 80 ms.
CONDITIONS: Final = {
    'not moved': PerturbationConfig(delay_s=0.08),
    'moved by 5, pose given': PerturbationConfig(delay_s=0.08, calibrated_camera_offset=5.0),
    'moved by 10, pose given': PerturbationConfig(delay_s=0.08, calibrated_camera_offset=10.0),
    'moved by 5 before the command': PerturbationConfig(delay_s=0.08, camera_offset=5.0),
    'moved by 5 during the motion': PerturbationConfig(
        delay_s=0.08, camera_offset=5.0, bumps_camera=True
    ),
}
#: Time within which a moved camera must be reported [s].
MAX_DELAY_S: Final = 1.0


def is_told(result: EpisodeResult) -> bool:
    """Return whether the command was refused in time because the camera was moved."""
    if result.refusal_reason != 'camera_moved' or result.camera_moved_s is None:
        return False
    assert result.finished_s is not None
    return result.finished_s - result.camera_moved_s <= MAX_DELAY_S


def is_wrong_act(result: EpisodeResult) -> bool:
    """Return whether something else than the command was done, or said to be done."""
    is_false_end = not result.refused and result.finished_s is not None and not result.success
    return result.wrong_object_touched or is_false_end


def summarize(results: Sequence[EpisodeResult], base: Sequence[EpisodeResult]) -> dict[str, Any]:
    """Return the figures of one condition; `base` are the trials with the camera not moved."""
    counted = [r for r in results if r.camera_moved_s is not None]
    reached = max(1, sum(r.success for r in base))
    return {
        'success': rate_with_interval([r.success for r in results]),
        'of_not_moved': round(sum(r.success for r in results) / reached, 4),
        'told': rate_with_interval([is_told(r) for r in counted]),
        'refused_camera_moved': sum(r.refusal_reason == 'camera_moved' for r in results),
        'refused_otherwise': sum(
            r.refused and r.refusal_reason != 'camera_moved' for r in results
        ),
        'wrong_acts': sum(map(is_wrong_act, results)),
    }


def to_table(found: dict[str, dict[str, Any]]) -> str:
    """Return the figures of all conditions as Markdown."""
    lines = [
        '| camera | success | 95 % interval | n | of not moved | told within 1 s | n '
        '| refused: camera_moved | refused: other | wrong acts |',
        '|' + '---|' * 10,
    ]
    for name, row in found.items():
        told = row['told']
        share = f'{100 * told["rate"]:.1f} %' if told['n'] else '-'
        lines.append(
            f'| {name} | {format_rate(row["success"])} | {100 * row["of_not_moved"]:.1f} % | '
            f'{share} | {told["n"]} | {row["refused_camera_moved"]} | '
            f'{row["refused_otherwise"]} | {row["wrong_acts"]} |'
        )
    return '\n'.join(lines)


def evaluate(checkpoint: str, episodes: int, workers: int, folder: Path) -> str:
    """Run the same trials in every condition, write the report and return its table."""
    trials = draw_trials(episodes, ['train'], TASKS)
    jobs = [EpisodeJob(trial, p) for p in CONDITIONS.values() for trial in trials]
    results, count = run_jobs(checkpoint, jobs, workers, 'eval-camera'), len(trials)
    found = {
        name: summarize(results[i * count : (i + 1) * count], results[:count])
        for i, name in enumerate(CONDITIONS)
    }
    table = to_table(found)
    facts = {'checkpoint': checkpoint, 'first_seed': FIRST_SEED, 'conditions': found}
    write_report(folder, facts, table, results)
    return table


def main(args: Sequence[str] | None = None) -> None:
    """Run `make eval-camera`."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_common_arguments(parser, Path('log/eval-camera'), 'trials of each task and condition', 30)
    add_workers_argument(parser)
    a = parser.parse_args(args)
    run_cli(
        lambda: print(evaluate(a.checkpoint, a.episodes, a.workers, a.folder)), NOTHING_WRITTEN
    )


if __name__ == '__main__':
    main()
