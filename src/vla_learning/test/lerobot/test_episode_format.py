# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Features, schema and checks of the LeRobot data set format."""

from dataclasses import replace

import cv2
import numpy as np
import pyarrow
import pytest
from vla_learning.lerobot.episode_format import arrow_schema
from vla_learning.lerobot.episode_format import arrow_table
from vla_learning.lerobot.episode_format import check_episode
from vla_learning.lerobot.episode_format import COUNTERS
from vla_learning.lerobot.episode_format import DatasetSpec
from vla_learning.lerobot.episode_format import ExportError
from vla_learning.lerobot.episode_format import import_pyarrow
from vla_learning.lerobot.episode_format import RecordedEpisode

SPEC = DatasetSpec(10, 'some_arm', 'camera', (4, 6, 3), {'state': ('x_m', 'y_m')})
SAMPLE = RecordedEpisode(
    'pick up the cube',
    np.arange(2 * 4 * 6 * 3, dtype=np.uint8).reshape(2, 4, 6, 3),
    {'state': np.array([[0.1, 0.2], [0.3, 0.4]], np.float32)},
)


def test_features_describe_image_vectors_and_counters() -> None:
    features = SPEC.features()
    assert list(features) == ['camera', 'state', *COUNTERS]
    assert features['camera'] == {
        'dtype': 'image',
        'shape': [4, 6, 3],
        'names': ['height', 'width', 'channels'],
    }
    assert features['state'] == {'dtype': 'float32', 'shape': [2], 'names': ['x_m', 'y_m']}
    assert features['index'] == {'dtype': 'int64', 'shape': [1], 'names': None}


def test_the_schema_has_the_columns_of_the_features() -> None:
    schema = arrow_schema(pyarrow, SPEC)
    assert schema.names == list(SPEC.features())
    assert schema.field('state').type == pyarrow.list_(pyarrow.float32(), 2)
    assert schema.field('timestamp').type == pyarrow.float32()


def test_a_table_holds_lossless_images_and_vectors() -> None:
    counters = {name: np.arange(2) for name in COUNTERS if name != 'timestamp'}
    columns = {**SAMPLE.vectors, 'timestamp': np.array([0, 0.1], np.float32), **counters}
    rows = arrow_table(pyarrow, SPEC, SAMPLE.images, columns).to_pylist()
    assert rows[1]['state'] == pytest.approx([0.3, 0.4])
    assert rows[1]['camera']['path'] == 'frame-000001.png'
    encoded = np.frombuffer(rows[1]['camera']['bytes'], np.uint8)
    image = cv2.cvtColor(cv2.imdecode(encoded, cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB)
    assert np.array_equal(image, SAMPLE.images[1])


def test_a_matching_episode_is_accepted() -> None:
    check_episode(SAMPLE, SPEC)


@pytest.mark.parametrize(
    'changes',
    [
        {'images': SAMPLE.images[:1]},
        {'images': SAMPLE.images[:, :3]},
        {'vectors': {}},
        {'vectors': {'state': SAMPLE.vectors['state'][:, :1]}},
        {'images': SAMPLE.images[:0], 'vectors': {'state': SAMPLE.vectors['state'][:0]}},
    ],
)
def test_another_episode_is_refused_with_both_shapes(changes: dict) -> None:
    with pytest.raises(ExportError, match=r"one frame or more of \{'camera': .*, got \{'camera'"):
        check_episode(replace(SAMPLE, **changes), SPEC)


def test_pyarrow_and_its_parquet_module_are_imported() -> None:
    package, parquet = import_pyarrow()
    assert package is pyarrow
    assert hasattr(parquet, 'ParquetWriter')
