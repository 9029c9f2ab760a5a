# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Words of WordNet that fill the open classes of generated sentences."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
import re

from vla_language.meaning import vocabulary
from vla_language.meaning.noun_shapes import noun_words

#: Lexicographer files: animals, artifacts, body parts, food, objects, plants, substances.
_THING_FILES = frozenset(('05', '06', '08', '13', '17', '20', '27'))
_NOUN_FILES = ('data.noun', 'data.noun1', 'data.noun2')
_PARTS = {'noun': '1', 'verb': '2', 'adj': '3', 'adv': '4'}
_NAME = re.compile(r'[a-z]{3,11}( [a-z]{3,11})?')
_WORD = re.compile(r'[a-z]{3,11}')
_EXAMPLE = re.compile(r'"([a-z\']+(?: [a-z\']+)+)"')
_SHORTEST, _LONGEST = 3, 8
#: First words of statements.
_PRONOUNS = frozenset("he she it they we i he's she's it's i'm we're they're".split())
_AUXILIARIES = frozenset('is are was were has had'.split())
#: Words of orders, conditions, negations and times, which must not become fillers.
_FOREIGN = frozenset().union(
    vocabulary.BASIC_COLORS, vocabulary.OTHER_COLORS, vocabulary.NEGATIONS, vocabulary.TASK_WORDS,
    vocabulary.COLOR_NOUNS, noun_words(),
    'if when whenever unless until till before after once while tomorrow tonight later will shall '
    "would should left right forward back robot said told asked says we'll i'll he'll".split(),
)  # fmt: skip
#: Adjectives that point at an object instead of describing it.
_SELECTING = frozenset(
    'left right next near front back close far few many several other another same such both all '
    'first second third last middle not one two three four five inner outer upper lower only '
    'nearest farthest central'.split()
)


@dataclass(frozen=True)
class DictionaryWords:
    """
    Words by class, the frequent ones.

    Parameters
    ----------
    things
        Names of things, of one or two words.
    adjectives
        Adjectives that are no verbs.
    verbs
        Verbs of no task of the robot.
    statements
        Short sentences about other things, of the examples in the dictionary.

    """

    things: tuple[str, ...]
    adjectives: tuple[str, ...]
    verbs: tuple[str, ...]
    statements: tuple[str, ...] = ()


def load_dictionary_words(folder: Path) -> DictionaryWords:
    """
    Read the words from the files of WordNet.

    A word is frequent if it occurs in the texts that WordNet counts (index.sense).
    """
    counts = _sense_counts(folder / 'index.sense')
    lemmas = {part: _lemmas(folder / f'index.{part}') for part in _PARTS}
    things = {
        name
        for name in _thing_names(folder)
        if counts[name.replace(' ', '_'), '1'] or (' ' in name and _is_known(name, counts))
    }
    own_verbs = set().union(*vocabulary.TASK_VERBS.values())
    adjectives = {
        word
        for word in lemmas['adj']
        if counts[word, '3'] + counts[word, '5'] >= max(1, counts[word, '1'])
        and word not in lemmas['verb']
        and word not in _SELECTING
    }
    verbs = {
        word
        for word in lemmas['verb']
        if counts[word, '2'] >= max(1, counts[word, '1'] // 2)
        and word not in own_verbs | vocabulary.FUNCTION_WORDS
    }
    return DictionaryWords(
        tuple(sorted(things)),
        tuple(sorted(filter(_WORD.fullmatch, adjectives))),
        tuple(sorted(filter(_WORD.fullmatch, verbs))),
        tuple(sorted(_statements(folder))),
    )


def _sense_counts(path: Path) -> Counter[tuple[str, str]]:
    """Return how often each lemma occurs as each part of speech."""
    counts: Counter[tuple[str, str]] = Counter()
    for line in path.read_text('latin-1').splitlines():
        key, _, _, number = line.split()
        lemma, sense = key.split('%')
        counts[lemma, sense[0]] += int(number)
    return counts


def _lemmas(path: Path) -> frozenset[str]:
    lines = path.read_text('latin-1').splitlines()
    return frozenset(line.split(' ', 1)[0] for line in lines if not line.startswith(' '))


def _thing_names(folder: Path) -> set[str]:
    """Return the first name of each thing."""
    names = set()
    for file in _NOUN_FILES:
        if not (folder / file).is_file():
            continue
        for line in (folder / file).read_text('latin-1').splitlines():
            fields = line.split(' ', 5)
            if len(fields) == 6 and fields[0].isdigit() and fields[1] in _THING_FILES:
                names.add(fields[4].lower().replace('_', ' '))
    return {name for name in names if _NAME.fullmatch(name)}


def _statements(folder: Path) -> set[str]:
    """Return examples that have a subject and nothing of an order."""
    found = set()
    for path in sorted(folder.glob('data.*')):
        for line in path.read_text('latin-1').splitlines():
            for example in _EXAMPLE.findall(line.partition(' | ')[2].lower()):
                words = example.split()
                is_short = _SHORTEST <= len(words) <= _LONGEST
                has_verb = words[0] in _PRONOUNS or bool(_AUXILIARIES & set(words[1:-1]))
                if is_short and has_verb and not _FOREIGN & set(words):
                    found.add(example)
    return found


def _is_known(name: str, counts: Counter[tuple[str, str]]) -> bool:
    return all(counts[word, '1'] + counts[word, '3'] for word in name.split())
