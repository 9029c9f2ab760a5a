# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Score of the language path alone, on symbolic scenes: perception and motion are perfect.

Prints a table for each half of the command set; of the sealed half totals only.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field

from vla_common.command_meaning import CommandMeaning
from vla_common.command_meaning import OBJECT_SHAPES
from vla_common.command_meaning import ObjectDescription
from vla_common.command_meaning import PushDirection
from vla_common.command_meaning import Relation
from vla_common.command_meaning import RequestedTask
from vla_language.interpreter import find_sequence_refusal
from vla_language.meaning.meaning_parser import MeaningParser
from vla_language.meaning.meaning_verdict import find_refusal
from vla_language.meaning.meaning_verdict import RefusalReason
from vla_language.meaning.parser_loading import load_meaning_parser
from vla_language.meaning.step_parser import parse_steps
from vla_learning.evaluation.command_set import DEVELOPMENT
from vla_learning.evaluation.command_set import ExpectedStep
from vla_learning.evaluation.command_set import load_command_set
from vla_learning.evaluation.command_set import SEALED
from vla_learning.evaluation.command_set import SetCommand
from vla_learning.evaluation.command_trials import merged_steps
from vla_learning.utils.confidence_intervals import wilson_interval
from vla_policy.control.object_selection import SceneItem
from vla_policy.control.object_selection import select_objects

_ONTO = ('in', 'on')
#: Relations of a destination that the robot is not meant to make.
_IMPOSSIBLE = (Relation.UNDER, Relation.ABOVE, Relation.BETWEEN, Relation.AWAY_FROM)


@dataclass
class Tally:
    """Numbers of commands: all, right, and with a wrong act."""

    count: int = 0
    right: int = 0
    acted_wrongly: int = 0
    failures: list[str] = field(default_factory=list)

    def add(self, text: str, *, is_right: bool, has_acted: bool) -> None:
        """Count a command."""
        self.count += 1
        self.right += is_right
        self.acted_wrongly += has_acted and not is_right
        if not is_right:
            self.failures.append(text)


def resolve(meaning: CommandMeaning, scene: Sequence[SceneItem]) -> ExpectedStep | str:
    """Return what a meaning leads to in a scene: a step, or the reason of a refusal."""
    refusal = find_refusal(meaning)
    if refusal:
        return str(refusal.reason)
    if meaning.relation in _IMPOSSIBLE:
        return str(RefusalReason.UNSUPPORTED)
    assert meaning.target is not None
    only_graspable = meaning.task is not RequestedTask.POINT
    target = _select_one(meaning.target, scene, 'target', graspable_only=only_graspable)
    if isinstance(target, str):
        return target
    step = ExpectedStep(str(meaning.task), (target,))
    if meaning.place:
        return ExpectedStep(step.task, step.targets, meaning.place)
    if meaning.destination is not None:
        destination = _select_one(meaning.destination, scene, 'destination', graspable_only=False)
        if isinstance(destination, str):
            return destination
        return ExpectedStep(step.task, step.targets, destination, str(meaning.relation))
    if meaning.direction is not PushDirection.NONE:
        return ExpectedStep(step.task, step.targets, direction=str(meaning.direction))
    return step


def _select_one(
    description: ObjectDescription, scene: Sequence[SceneItem], role: str, *, graspable_only: bool
) -> int | str:
    found = select_objects(description, scene, graspable_only=graspable_only)
    if len(found) > 1 and role == 'target' and description.shapes is None:
        found = [i for i in found if scene[i].shape in OBJECT_SHAPES] or found
    if len(found) == 1:
        return found[0]
    return f'ambiguous_{role}' if found else f'absent_{role}'


def resolve_steps(
    meanings: Sequence[CommandMeaning], scene: Sequence[SceneItem]
) -> tuple[ExpectedStep, ...] | str:
    """Return what the steps of a command lead to in a scene, or the reason of a refusal."""
    results = [resolve(meaning, scene) for meaning in meanings]
    refused = next((result for result in results if isinstance(result, str)), None)
    if refused is None and (refusal := find_sequence_refusal(meanings)):
        refused = str(refusal.reason)
    return refused or tuple(result for result in results if isinstance(result, ExpectedStep))


def is_right(result: Sequence[ExpectedStep] | str, command: SetCommand) -> bool:
    """Return whether a result is what the author of a command expects."""
    if isinstance(result, str) or not command.steps:
        return isinstance(result, str) and not command.steps
    expected = merged_steps(command.steps)
    return len(result) == len(expected) and all(map(_is_right_step, result, expected))


def _is_right_step(result: ExpectedStep, expected: ExpectedStep) -> bool:
    return (
        result.task == expected.task
        and result.targets[0] in expected.targets
        and (expected.destination is None or result.destination == expected.destination)
        and _has_relation(result, expected)
        and (not expected.direction or result.direction == expected.direction)
    )


def _has_relation(result: ExpectedStep, expected: ExpectedStep) -> bool:
    if expected.task != 'place' or isinstance(expected.destination, str):
        return True
    wanted = expected.relation or 'in'
    return result.relation == wanted or (result.relation in _ONTO and wanted in _ONTO)


def score(parser: MeaningParser, commands: Iterable[SetCommand]) -> dict[tuple[str, str], Tally]:
    """Return the tallies by group and style; the style '' has all of a group."""
    tallies: dict[tuple[str, str], Tally] = defaultdict(Tally)
    for command in commands:
        meanings = parse_steps(command.text, parser.parse, parser.split_steps)
        result = resolve_steps(meanings, command.scene)
        group = 'two steps' if len(command.steps) > 1 else command.group
        for style in ('', command.style):
            tallies[group, style].add(
                f'{command.text} -> {result}',
                is_right=is_right(result, command),
                has_acted=not isinstance(result, str),
            )
    return dict(tallies)


def to_table(tallies: dict[tuple[str, str], Tally], *, with_styles: bool) -> str:
    """Return a Markdown table."""
    lines = [
        '| group | style | right | 95 % interval | n | wrong acts |',
        '|---|---|---|---|---|---|',
    ]
    for (group, style), tally in sorted(tallies.items()):
        if style and not with_styles:
            continue
        low, high = wilson_interval(tally.right, tally.count)
        lines.append(
            f'| {group} | {style or "all"} | {tally.right / tally.count:.1%} '
            f'| {low:.0%} to {high:.0%} '
            f'| {tally.count} | {tally.acted_wrongly} |'
        )
    return '\n'.join(lines)


def main(args: Sequence[str] | None = None) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog='vla_language_score', description=__doc__)
    parser.add_argument('--failures', action='store_true', help='list those of the readable half')
    options = parser.parse_args(args)
    meanings = load_meaning_parser()
    for path in (DEVELOPMENT, SEALED):
        tallies = score(meanings, load_command_set(path))
        print(f'\n{path.stem.split(".")[0]}\n')
        print(to_table(tallies, with_styles=path == DEVELOPMENT))
        if options.failures and path == DEVELOPMENT:
            for (group, style), tally in sorted(tallies.items()):
                print(*(f'{group}: {text}' for text in tally.failures if not style), sep='\n')


if __name__ == '__main__':
    main()
