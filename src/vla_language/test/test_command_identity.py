# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Identifiers of commands: unique, well-formed, and without effect on stops."""

from hypothesis import given
from hypothesis import strategies as st
import pytest
from vla_language.command import CommandKind
from vla_language.command import parse_command
from vla_language.command import Problem
from vla_language.command_identity import CommandIdRegistry
from vla_language.command_identity import find_id_problem
from vla_language.command_identity import IdentifiedCommand

TASK, STOP = parse_command('pick up the cube'), parse_command('please stop')
MALFORMED = ['', ' ', 'a b', 'a\n', 'x' * 65, 'Würfel', '\x00', '\udc80']


def identified(registry: CommandIdRegistry, text: str, command_id: str) -> IdentifiedCommand:
    """Return the identified command; fail if it is ignored."""
    result = registry.identify(parse_command(text), command_id)
    assert isinstance(result, IdentifiedCommand)
    return result


@pytest.mark.parametrize('command_id', ['a', 'x' * 64, '!~', 'run-7/goal_2'])
def test_a_well_formed_id_is_kept(command_id: str) -> None:
    assert find_id_problem(command_id) == ''
    assert CommandIdRegistry().identify(TASK, command_id) == IdentifiedCommand(TASK, command_id)


@pytest.mark.parametrize('command_id', MALFORMED)
def test_a_malformed_id_makes_a_task_invalid_under_a_new_id(command_id: str) -> None:
    result = identified(CommandIdRegistry(), 'pick up the cube', command_id)
    assert (result.command.kind, result.command.problem) == (
        CommandKind.INVALID,
        Problem.INVALID_ID,
    )
    assert result.command.text == 'pick up the cube'
    assert '1 to 64 printable ASCII characters' in result.command.reason
    assert result.warning == result.command.reason
    assert result.command_id != command_id
    assert find_id_problem(result.command_id) == ''


@pytest.mark.parametrize(
    ('command_id', 'got'), [('x' * 10_000, 'got 10000 characters'), ('ä' * 50, "got '\\xe4\\xe4")]
)
def test_the_problem_of_an_id_is_short_and_printable(command_id: str, got: str) -> None:
    problem = find_id_problem(command_id)
    assert got in problem
    assert problem.isprintable()
    assert len(problem) < 300


def test_a_repeated_id_is_ignored_and_counted() -> None:
    registry = CommandIdRegistry()
    assert registry.identify(TASK, 'a') == IdentifiedCommand(TASK, 'a')
    assert registry.repeated == 0
    problem = registry.identify(TASK, 'a')
    assert isinstance(problem, str)
    assert "must be unique, got 'a' a second time" in problem
    assert registry.repeated == 1
    assert registry.identify(TASK, 'b') == IdentifiedCommand(TASK, 'b')


@pytest.mark.parametrize('command_id', [*MALFORMED, 'used'])
def test_a_stop_is_executed_whatever_its_id(command_id: str) -> None:
    registry = CommandIdRegistry()
    registry.identify(TASK, 'used')
    result = identified(registry, 'please stop', command_id)
    assert result.command == STOP
    assert result.warning
    assert result.command_id not in ('used', command_id)
    assert registry.repeated == 0


def test_an_id_made_here_cannot_be_requested() -> None:
    registry = CommandIdRegistry()
    assert isinstance(registry.identify(TASK, registry.new_id()), str)


def test_the_memory_of_ids_is_bounded() -> None:
    registry = CommandIdRegistry(capacity=3)
    for command_id in ('a', 'b', 'c', 'd'):
        registry.identify(TASK, command_id)
    assert isinstance(registry.identify(TASK, 'b'), str)
    assert registry.identify(TASK, 'a') == IdentifiedCommand(TASK, 'a')


@given(st.lists(st.text(max_size=3), max_size=30))
def test_ids_of_all_commands_are_unique_and_well_formed(requests: list[str]) -> None:
    registry = CommandIdRegistry()
    results = [registry.identify(TASK, command_id) for command_id in requests]
    ids = [result.command_id for result in results if isinstance(result, IdentifiedCommand)]
    assert len(ids) == len(set(ids))
    assert not any(map(find_id_problem, ids))
