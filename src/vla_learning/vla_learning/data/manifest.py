# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Manifest of a data set: ``manifest.json``, described in docs/data.md.

It lists every file with size and checksum, so that missing and damaged files are detected.
"""

from collections.abc import Mapping
from dataclasses import asdict
from dataclasses import dataclass
import hashlib
import json
from pathlib import Path
from typing import Any

NAME = 'manifest.json'
VERSION = 3
#: Reactions to missing and damaged files.
ON_CORRUPT = ('refuse', 'skip')


class DataError(ValueError):
    """A data set cannot be used; the message names the file and the remedy."""


@dataclass(frozen=True)
class DataFile:
    """A file of the data set."""

    path: str  # relative to the manifest
    bytes: int  # noqa: A003 - as in the file
    sha256: str


@dataclass(frozen=True)
class Shard:
    """Rows that are stored together."""

    name: str
    rows: int
    images: DataFile
    facts: DataFile

    @property
    def files(self) -> tuple[DataFile, DataFile]:
        """Return both files."""
        return self.images, self.facts


@dataclass(frozen=True)
class Manifest:
    """All shards of a data set; `complete` is false until recording has finished."""

    recipe: Mapping[str, Any]  # the settings that determine what is recorded
    shards: tuple[Shard, ...] = ()
    complete: bool = False


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Replace the manifest of `folder` atomically."""
    partial = folder / 'manifest.partial'
    partial.write_text(json.dumps({'version': VERSION, **asdict(manifest)}, indent=1))
    partial.replace(folder / NAME)


def read_manifest(folder: Path) -> Manifest | None:
    """
    Return the manifest of `folder`; None if the folder holds no data set.

    Raises
    ------
    DataError
        If the manifest is unreadable or of another version, or arrays have no manifest.

    """
    path = folder / NAME
    if not path.exists():
        if folder.is_dir() and any(folder.glob('*.np[yz]')):
            raise DataError(
                f'{folder} holds arrays but no {NAME}, so it is not a data set of '
                'this layout. Move it away or set another data.folder'
            )
        return None
    try:
        return _to_manifest(json.loads(path.read_text()), path)
    except (
        OSError,
        UnicodeDecodeError,
        json.JSONDecodeError,
        AttributeError,
        KeyError,
        TypeError,
    ) as error:
        raise DataError(f'cannot read {path} ({error!r}). Remove it and run make data') from error


def _to_manifest(values: dict[str, Any], path: Path) -> Manifest:
    version = values.pop('version')
    if version != VERSION:
        raise DataError(
            f'{path} must be of version {VERSION}, got {version!r}. Move the '
            'folder away or set another data.folder, and run make data'
        )
    shards = tuple(_to_shard(shard) for shard in values['shards'])
    return Manifest(**{**values, 'shards': shards})


def _to_shard(values: dict[str, Any]) -> Shard:
    files = {kind: DataFile(**values[kind]) for kind in ('images', 'facts')}
    return Shard(**{**values, **files})


def describe_file(folder: Path, path: str) -> DataFile:
    """Return size and checksum of a file that has just been written."""
    return DataFile(path, (folder / path).stat().st_size, _sha256(folder / path))


def find_corruption(folder: Path, file: DataFile) -> str | None:
    """Return how a file differs from its entry in the manifest, or None."""
    path = folder / file.path
    try:
        size = path.stat().st_size
        if size != file.bytes:
            return f'{path} must have {file.bytes} bytes, got {size}'
        found = _sha256(path)
    except OSError as error:
        return f'cannot read {path} ({error.strerror})'
    if found != file.sha256:
        return f'{path} must have the sha256 {file.sha256[:12]}..., got {found[:12]}...'
    return None


def _sha256(path: Path) -> str:
    with path.open('rb') as file:
        return hashlib.file_digest(file, 'sha256').hexdigest()
