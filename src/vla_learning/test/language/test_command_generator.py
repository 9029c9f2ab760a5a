# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Labels of generated commands agree with an independent reading of text and scene."""

from functools import cache
import re

from learning_samples import scene_objects
import numpy as np
import pytest
from reference_parser import FRAME
from reference_parser import MENTION
from reference_parser import mentions
from reference_parser import NAME
from reference_parser import NOUNS
from reference_parser import SHADES
from reference_parser import UNKNOWN_NOUN
from vla_learning.language import command_templates
from vla_learning.language.command_generator import CommandGenerator
from vla_learning.language.labeled_command import LabeledCommand
from vla_learning.language.referring_expressions import SceneObject
from vla_learning.language.referring_expressions import Split
from vla_policy.types.vocabulary import Direction
from vla_policy.types.vocabulary import TaskKind
from vla_policy.types.vocabulary import Verdict
from vla_sim.physics.scene_sampling import sample_scene

SPLITS: list[Split] = ['train', 'heldout_phrasing', 'heldout_pairs']


@cache
def generated(
    split: Split, scenes: int = 50, each: int = 25
) -> list[tuple[list[SceneObject], LabeledCommand]]:
    pairs = []
    for seed in range(scenes):
        objects = scene_objects(sample_scene(seed))
        generator = CommandGenerator(np.random.default_rng(seed), split)
        pairs += [(objects, generator.generate(objects)) for _ in range(each)]
    return pairs


@pytest.fixture(scope='module', params=SPLITS)
def commands(request: pytest.FixtureRequest) -> list[tuple[list[SceneObject], LabeledCommand]]:
    return generated(request.param)


Commands = list[tuple[list[SceneObject], LabeledCommand]]


def with_verdict(commands: Commands, verdict: Verdict) -> Commands:
    chosen = [(objects, s) for objects, s in commands if s.verdict == verdict]
    assert len(chosen) > 10
    return chosen


def test_a_valid_command_refers_to_its_objects_only(commands: Commands) -> None:
    for objects, command in with_verdict(commands, Verdict.OK):
        wanted = [{command.target}]
        if command.task == TaskKind.PLACE:
            wanted.append({command.destination})
        named = mentions(command.text, objects)
        assert sorted(map(min, named)) == sorted(map(min, wanted)), command
        assert all(len(which) == 1 for which in named), command


def test_only_place_has_a_destination_and_only_push_a_direction(commands: Commands) -> None:
    for objects, command in with_verdict(commands, Verdict.OK):
        assert objects[command.target].is_graspable
        assert (command.destination >= 0) == (command.task == TaskKind.PLACE)
        assert (command.direction != Direction.NONE) == (command.task == TaskKind.PUSH)


def test_an_absent_target_matches_no_object(commands: Commands) -> None:
    for objects, command in with_verdict(commands, Verdict.TARGET_NOT_FOUND):
        has_unknown = UNKNOWN_NOUN.search(command.text.lower())
        assert has_unknown or set() in mentions(command.text, objects), command
        assert command.target == -1


def test_an_absent_destination_matches_no_object_and_the_target_one(commands: Commands) -> None:
    for objects, command in with_verdict(commands, Verdict.DESTINATION_NOT_FOUND):
        named = mentions(command.text, objects)
        assert {command.target} in named, command
        assert UNKNOWN_NOUN.search(command.text.lower()) or set() in named, command


def test_an_ambiguous_reference_matches_two_objects(commands: Commands) -> None:
    for objects, command in with_verdict(commands, Verdict.AMBIGUOUS):
        assert max(map(len, mentions(command.text, objects))) >= 2, command


def test_out_of_scope_texts_match_no_template(commands: Commands) -> None:
    directions = '|'.join(
        direction
        for table in (command_templates.TRAIN_DIRECTIONS, command_templates.HELD_OUT_DIRECTIONS)
        for row in table.values()
        for direction in row
    )
    patterns = [
        re.compile(template.lower().format(t=NAME, d=NAME, w=f'(?:{directions})'))
        for table in (command_templates.TRAIN_TEMPLATES, command_templates.HELD_OUT_TEMPLATES)
        for row in table.values()
        for template in row
    ]
    for _, command in with_verdict(commands, Verdict.NOT_UNDERSTOOD):
        assert not any(p.fullmatch(command.text.lower()) for p in patterns), command


def test_the_label_of_the_direction_agrees_with_the_text(commands: Commands) -> None:
    tables = (command_templates.TRAIN_DIRECTIONS, command_templates.HELD_OUT_DIRECTIONS)
    pushes = [
        s for _, s in commands if s.task == TaskKind.PUSH and s.verdict != Verdict.NOT_UNDERSTOOD
    ]
    assert {s.verdict for s in pushes} >= {Verdict.OK, Verdict.TARGET_NOT_FOUND}
    for command in pushes:
        text = FRAME.sub('', command.text.lower())
        found = {
            direction
            for table in tables
            for direction, row in table.items()
            if any(re.search(rf'\b{words}\b', text) for words in row)
        }
        assert found == {command.direction}, command


def test_references_match_target_and_destination_only(commands: Commands) -> None:
    for objects, command in with_verdict(commands, Verdict.OK):
        for reference, index in zip(
            command.references, (command.target, command.destination), strict=True
        ):
            matching = [i for i, o in enumerate(objects) if reference.matches(o)]
            assert matching == [index] * (index >= 0)


def test_few_variants_repeat_their_sentences() -> None:
    objects = scene_objects(sample_scene(3))
    texts = {
        CommandGenerator(np.random.default_rng(seed), variants=2)
        .generate_valid(objects, TaskKind.PICK, 0)
        .text
        for seed in range(60)
    }  # type: ignore[union-attr]
    assert 2 <= len(texts) <= 6, 'two for each kind of reference'


def test_a_description_lists_the_returned_objects() -> None:
    objects = scene_objects(sample_scene(3))
    text, shown = CommandGenerator(np.random.default_rng(1)).generate_description(objects)
    assert set(shown) <= set(objects)
    assert text.count(' a ') + text.startswith('a ') == len(shown) <= 5


def test_held_out_pairs_are_targets_of_their_own_split_only() -> None:
    for split in SPLITS:
        for objects, command in generated(split):
            if command.target >= 0:
                target = objects[command.target]
                held = (target.color, target.kind) in command_templates.HELD_OUT_PAIRS
                assert held == (split == 'heldout_pairs')


def test_training_texts_never_contain_color_and_class_of_a_held_out_pair() -> None:
    """A pair that occurs only in refused commands would become a cue for refusal."""
    for _, command in generated('train'):
        for shade, kind in MENTION.findall(command.text.lower()):
            assert (SHADES.get(shade), NOUNS[kind]) not in command_templates.HELD_OUT_PAIRS, (
                command
            )


def test_the_seed_determines_the_command() -> None:
    assert generated.__wrapped__('train', 5) == generated.__wrapped__('train', 5)
    objects = scene_objects(sample_scene(3))
    texts = {
        CommandGenerator(np.random.default_rng(seed)).generate(objects).text for seed in range(10)
    }
    assert len(texts) > 5


def test_a_scene_of_distinct_objects_has_no_ambiguous_reference() -> None:
    objects = [
        SceneObject('red', 'cube'),
        SceneObject('blue', 'sphere'),
        SceneObject('green', 'bowl'),
    ]
    assert CommandGenerator(np.random.default_rng(0)).generate_ambiguous(objects) is None


def test_a_scene_without_receptacles_has_no_place_command() -> None:
    objects, generator = (
        [SceneObject('red', 'cube'), SceneObject('blue', 'sphere')],
        CommandGenerator(np.random.default_rng(0)),
    )
    tasks = {generator.generate(objects).task for _ in range(100)} - {TaskKind.PLACE}
    valid = {s.task for _ in range(100) if (s := generator.generate_valid(objects))}
    assert TaskKind.PLACE not in valid
    assert tasks == {TaskKind.PICK, TaskKind.PUSH, TaskKind.POINT}
