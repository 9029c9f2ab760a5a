# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The manifest lists the files of a data set and detects damage."""

from collections.abc import Callable
import hashlib
import json
from pathlib import Path

import pytest
from vla_learning.data.manifest import DataError
from vla_learning.data.manifest import DataFile
from vla_learning.data.manifest import describe_file
from vla_learning.data.manifest import find_corruption
from vla_learning.data.manifest import Manifest
from vla_learning.data.manifest import read_manifest
from vla_learning.data.manifest import Shard
from vla_learning.data.manifest import write_manifest

FILE = DataFile('a.images.npy', 3, 'ab')
MANIFEST = Manifest({'seed': 7}, (Shard('a', 2, FILE, DataFile('a.facts.npz', 9, 'cd')),), True)


@pytest.fixture
def file(tmp_path: Path) -> DataFile:
    (tmp_path / 'some.npy').write_bytes(b'some bytes')
    return describe_file(tmp_path, 'some.npy')


def test_a_manifest_is_read_as_written(tmp_path: Path) -> None:
    write_manifest(tmp_path, MANIFEST)
    assert read_manifest(tmp_path) == MANIFEST
    assert [path.name for path in tmp_path.iterdir()] == ['manifest.json']


def test_the_file_has_the_documented_layout(tmp_path: Path) -> None:
    write_manifest(tmp_path, MANIFEST)
    assert json.loads((tmp_path / 'manifest.json').read_text()) == {
        'version': 3,
        'recipe': {'seed': 7},
        'complete': True,
        'shards': [
            {
                'name': 'a',
                'rows': 2,
                'images': {'path': 'a.images.npy', 'bytes': 3, 'sha256': 'ab'},
                'facts': {'path': 'a.facts.npz', 'bytes': 9, 'sha256': 'cd'},
            }
        ],
    }


def test_a_folder_without_data_has_no_manifest(tmp_path: Path) -> None:
    assert read_manifest(tmp_path) is None
    assert read_manifest(tmp_path / 'missing') is None


def test_arrays_of_another_layout_are_named(tmp_path: Path) -> None:
    (tmp_path / 'images.npy').touch()
    with pytest.raises(DataError, match=r'no manifest\.json.*Move it away'):
        read_manifest(tmp_path)


@pytest.mark.parametrize(
    'text',
    [
        '',
        '[]',
        '{"version": 3}',
        '{"shards": []}',
        '{"version": 3, "recipe": {}, "shards": [{}]}',
        '{"version": 3, "recipe": {}, "shards": [], "size": 3}',
    ],
)
def test_a_damaged_manifest_is_named(text: str, tmp_path: Path) -> None:
    (tmp_path / 'manifest.json').write_text(text)
    with pytest.raises(DataError, match=r'cannot read .*manifest\.json.*Remove it'):
        read_manifest(tmp_path)


def test_another_version_is_refused(tmp_path: Path) -> None:
    (tmp_path / 'manifest.json').write_text('{"version": 9, "recipe": {}, "shards": []}')
    with pytest.raises(DataError, match='version 3, got 9'):
        read_manifest(tmp_path)


def test_a_file_is_described_by_size_and_checksum(tmp_path: Path, file: DataFile) -> None:
    digest = hashlib.sha256(b'some bytes').hexdigest()
    assert file == DataFile('some.npy', 10, digest)
    assert find_corruption(tmp_path, file) is None


@pytest.mark.parametrize(
    ('harm', 'fault'),
    [
        (Path.unlink, 'cannot read'),
        (lambda path: path.write_bytes(b'some'), 'must have 10 bytes, got 4'),
        (lambda path: path.write_bytes(b'sime bytes'), 'must have the sha256'),
    ],
)
def test_corruption_is_reported_with_the_file(
    harm: Callable[[Path], None], fault: str, tmp_path: Path, file: DataFile
) -> None:
    harm(tmp_path / 'some.npy')
    found = find_corruption(tmp_path, file)
    assert found is not None
    assert fault in found
    assert str(tmp_path / 'some.npy') in found
