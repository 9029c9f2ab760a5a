# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""A command means what a reader of the sentence, who looks at the scene, would say."""

from collections.abc import Iterable
from functools import cache
from itertools import chain
import re

from learning_samples import things_in
import numpy as np
import pytest
from vla_learning.language import command_templates
from vla_learning.language import noun_lexicon
from vla_learning.language.command_generator import Speaker
from vla_learning.language.command_generator import Spoken
from vla_learning.language.referring_expressions import Split
from vla_learning.language.referring_expressions import Thing
from vla_policy.types.vocabulary import Direction
from vla_policy.types.vocabulary import Noun
from vla_policy.types.vocabulary import TaskKind
from vla_policy.types.vocabulary import Verdict
from vla_sim.physics.scene_sampling import sample_scene

NOUNS = {
    noun: kind
    for table in (noun_lexicon.TRAIN_NOUNS, noun_lexicon.HELD_OUT_NOUNS)
    for kind, nouns in table.items()
    for noun in nouns
}
SHADES = {
    shade: color
    for color in command_templates.COLORS
    for shade in (color, *command_templates.TRAIN_SHADES[color])
}


def one_of(words: Iterable[str]) -> str:
    """Return a pattern of `words`, the longest first."""
    return '|'.join(sorted(words, key=len, reverse=True))


SHADE, FILLER = one_of(SHADES), f'(?:(?:{one_of(command_templates.TRAIN_FILLERS)}) )?'
NAME = rf'{FILLER}(?:(?:{SHADE}) )?(?:{one_of([*NOUNS, *noun_lexicon.ANY_OBJECT])})'
#: Some are nouns too, as "can" and "drop".
FIRST = {
    sentence.split()[0]
    for sentence in chain(
        command_templates.TRAIN_OPENINGS,
        *command_templates.TRAIN_TEMPLATES.values(),
        *command_templates.TRAIN_SENTENCES.values(),
    )
}
BEFORE = rf'(?:^(?!(?:{one_of(FIRST)}) )|\b(?:the|a|push) )'
MENTION = re.compile(rf'{BEFORE}{FILLER}(?:({SHADE}) )?({one_of(NOUNS)})\b')
ANY = re.compile(rf'{BEFORE}{FILLER}({SHADE}) ({"|".join(noun_lexicon.ANY_OBJECT)})\b')
STRANGER = re.compile('|'.join([*noun_lexicon.TRAIN_STRANGERS, *noun_lexicon.HELD_OUT_STRANGERS]))
FRAME = re.compile(
    rf'^(?:{one_of(command_templates.TRAIN_OPENINGS)})|(?:{one_of(command_templates.TRAIN_ENDINGS)})\.?$'
)
SPLITS: list[Split] = ['train', 'phrases', 'pairs']


def fits(text: str, things: list[Thing]) -> list[set[int]]:
    """Return which things each name in the text fits, in the order of the text."""
    text, found = text.lower(), []
    for match in MENTION.finditer(text):
        color, kind = SHADES.get(match[1]), NOUNS[match[2]]
        found.append(
            (
                match.start(),
                {i for i, t in enumerate(things) if t.kind == kind and color in (None, t.color)},
            )
        )
    for match in ANY.finditer(text):
        found.append(
            (
                match.start(),
                {i for i, t in enumerate(things) if t.is_object and t.color == SHADES[match[1]]},
            )
        )
    return [which for _, which in sorted(found, key=lambda pair: pair[0])]


@cache
def said(split: Split, scenes: int = 50, each: int = 25) -> list[tuple[list[Thing], Spoken]]:
    pairs = []
    for seed in range(scenes):
        things = things_in(sample_scene(seed))
        speaker = Speaker(np.random.default_rng(seed), split)
        pairs += [(things, speaker.say(things)) for _ in range(each)]
    return pairs


@pytest.fixture(scope='module', params=SPLITS)
def commands(request: pytest.FixtureRequest) -> list[tuple[list[Thing], Spoken]]:
    return said(request.param)


Commands = list[tuple[list[Thing], Spoken]]


def of(commands: Commands, verdict: Verdict) -> Commands:
    chosen = [(things, s) for things, s in commands if s.verdict == verdict]
    assert len(chosen) > 10
    return chosen


def test_a_valid_command_names_its_things_and_no_other(commands: Commands) -> None:
    for things, spoken in of(commands, Verdict.OK):
        wanted = [{spoken.target}]
        if spoken.task == TaskKind.PLACE:
            wanted.append({spoken.destination})
        named = fits(spoken.text, things)
        assert sorted(map(min, named)) == sorted(map(min, wanted)), spoken
        assert all(len(which) == 1 for which in named), spoken


def test_tasks_go_with_their_places(commands: Commands) -> None:
    for things, spoken in of(commands, Verdict.OK):
        assert things[spoken.target].is_object
        assert (spoken.destination >= 0) == (spoken.task == TaskKind.PLACE)
        assert (spoken.direction != Direction.NONE) == (spoken.task == TaskKind.PUSH)


def test_an_absent_target_fits_nothing(commands: Commands) -> None:
    for things, spoken in of(commands, Verdict.TARGET_NOT_FOUND):
        assert STRANGER.search(spoken.text.lower()) or set() in fits(spoken.text, things), spoken
        assert spoken.target == -1


def test_an_absent_destination_fits_nothing_and_the_target_is_there(commands: Commands) -> None:
    for things, spoken in of(commands, Verdict.DESTINATION_NOT_FOUND):
        named = fits(spoken.text, things)
        assert {spoken.target} in named, spoken
        assert STRANGER.search(spoken.text.lower()) or set() in named, spoken


def test_an_ambiguous_name_fits_two_things(commands: Commands) -> None:
    for things, spoken in of(commands, Verdict.AMBIGUOUS):
        assert max(map(len, fits(spoken.text, things))) >= 2, spoken


def test_nonsense_fits_no_template(commands: Commands) -> None:
    ways = '|'.join(
        way
        for table in (command_templates.TRAIN_DIRECTIONS, command_templates.HELD_OUT_DIRECTIONS)
        for row in table.values()
        for way in row
    )
    patterns = [
        re.compile(template.lower().format(t=NAME, d=NAME, w=f'(?:{ways})'))
        for table in (command_templates.TRAIN_TEMPLATES, command_templates.HELD_OUT_TEMPLATES)
        for row in table.values()
        for template in row
    ]
    for _, spoken in of(commands, Verdict.NOT_UNDERSTOOD):
        assert not any(p.fullmatch(spoken.text.lower()) for p in patterns), spoken


def test_the_direction_is_the_one_that_is_said(commands: Commands) -> None:
    tables = (command_templates.TRAIN_DIRECTIONS, command_templates.HELD_OUT_DIRECTIONS)
    pushes = [
        s for _, s in commands if s.task == TaskKind.PUSH and s.verdict != Verdict.NOT_UNDERSTOOD
    ]
    assert {s.verdict for s in pushes} >= {Verdict.OK, Verdict.TARGET_NOT_FOUND}
    for spoken in pushes:
        heard = {
            way
            for table in tables
            for way, row in table.items()
            if any(re.search(rf'\b{words}\b', FRAME.sub('', spoken.text.lower())) for words in row)
        }
        assert heard == {spoken.direction}, spoken


def test_names_are_what_is_said(commands: Commands) -> None:
    for things, spoken in of(commands, Verdict.OK):
        for name, index in zip(spoken.names, (spoken.target, spoken.destination), strict=True):
            assert [i for i, t in enumerate(things) if name.fits(t)] == [index] * (index >= 0)


def test_no_word_that_carries_a_held_out_order_is_in_training() -> None:
    verbs = (
        'fetch',
        'raise',
        'collect',
        'hold up',
        'retrieve',
        'transfer',
        'set',
        'deposit',
        'carry',
        'shove',
        'shift',
        'scoot',
        'aim',
        'lies',
        'direct',
        'locate',
    )
    held = {w for row in noun_lexicon.HELD_OUT_NOUNS.values() for w in row}
    for words in (*verbs, *held):
        for table in (
            command_templates.TRAIN_TEMPLATES,
            command_templates.TRAIN_SENTENCES,
            noun_lexicon.TRAIN_NOUNS,
        ):
            for row in table.values():
                assert not any(re.search(rf'\b{words}\b', text) for text in row), words


def test_no_landmark_alone_tells_forward_from_back() -> None:
    landmarks = {'you', 'yourself', 'robot', 'base', 'body'}
    forward, back = (
        {word for text in command_templates.TRAIN_DIRECTIONS[way] for word in text.split()}
        for way in (Direction.FORWARD, Direction.BACK)
    )
    assert forward & landmarks == back & landmarks
    assert {'farther', 'further', 'yourself'}.isdisjoint(forward | back)


def test_no_word_of_another_noun_table_is_in_training() -> None:
    def words(*tables: Iterable[str]) -> set[str]:
        return {word for noun in chain(*tables) for word in noun.split()}

    train = words(*noun_lexicon.TRAIN_NOUNS.values(), noun_lexicon.TRAIN_STRANGERS)
    for other in (noun_lexicon.VALIDATION_NOUNS, noun_lexicon.HELD_OUT_NOUNS):
        assert not train & words(*other.values())
    # The color of "orange juice" is known, the juice is not.
    assert not train & words(noun_lexicon.VALIDATION_STRANGERS, noun_lexicon.HELD_OUT_STRANGERS)


def test_what_things_are_called_stands_in_the_order() -> None:
    for split in SPLITS:
        for _, spoken in said(split):
            if spoken.verdict != Verdict.NOT_UNDERSTOOD:
                for name, called in zip(spoken.names, spoken.called, strict=True):
                    assert called.lower() in spoken.text.lower()
                    assert bool(called) == (name.noun != Noun.NONE)


def test_few_variants_repeat_their_sentences() -> None:
    things = things_in(sample_scene(3))
    texts = {
        Speaker(np.random.default_rng(seed), variants=2).say_valid(things, TaskKind.PICK, 0).text
        for seed in range(60)
    }  # type: ignore[union-attr]
    assert 2 <= len(texts) <= 6, 'two for every way to name the thing'


def test_a_description_names_what_is_shown() -> None:
    things = things_in(sample_scene(3))
    text, shown = Speaker(np.random.default_rng(1)).describe(things)
    assert set(shown) <= set(things)
    assert text.count(' a ') + text.startswith('a ') == len(shown) <= 5


def test_held_out_pairs_are_targets_of_their_own_split_only() -> None:
    for split in SPLITS:
        for things, spoken in said(split):
            if spoken.target >= 0:
                thing = things[spoken.target]
                held = (thing.color, thing.kind) in command_templates.HELD_OUT_PAIRS
                assert held == (split == 'pairs')


def test_training_never_says_the_full_name_of_a_held_out_pair() -> None:
    """Said only in refused commands, it would be learned as a sign of them."""
    for _, spoken in said('train'):
        for shade, kind in MENTION.findall(spoken.text.lower()):
            assert (SHADES.get(shade), NOUNS[kind]) not in command_templates.HELD_OUT_PAIRS, spoken


def test_the_same_seed_says_the_same() -> None:
    assert said.__wrapped__('train', 5) == said.__wrapped__('train', 5)
    things = things_in(sample_scene(3))
    texts = {Speaker(np.random.default_rng(seed)).say(things).text for seed in range(10)}
    assert len(texts) > 5


def test_a_scene_without_twins_has_no_ambiguous_name() -> None:
    things = [Thing('red', 'cube'), Thing('blue', 'sphere'), Thing('green', 'bowl')]
    assert Speaker(np.random.default_rng(0)).say_ambiguous(things) is None


def test_without_receptacles_nothing_is_to_be_placed() -> None:
    things, speaker = (
        [Thing('red', 'cube'), Thing('blue', 'sphere')],
        Speaker(np.random.default_rng(0)),
    )
    tasks = {speaker.say(things).task for _ in range(100)} - {TaskKind.PLACE}
    valid = {s.task for _ in range(100) if (s := speaker.say_valid(things))}
    assert TaskKind.PLACE not in valid
    assert tasks == {TaskKind.PICK, TaskKind.PUSH, TaskKind.POINT}
