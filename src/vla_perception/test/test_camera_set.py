# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Names of cameras, topics of their features, and skew of their stamps."""

import pytest
from vla_perception.camera_set import check_camera_names
from vla_perception.camera_set import features_topic
from vla_perception.camera_set import stamp_skews_s


@pytest.mark.parametrize(
    'names', [('camera',), ('front', 'wrist'), ('camera', 'arm/wrist', 'left_2', 'arm/top')]
)
def test_one_to_four_different_names_are_accepted(names: tuple[str, ...]) -> None:
    check_camera_names(names)


@pytest.mark.parametrize(
    ('names', 'text'),
    [
        ((), r'1 to 4 names, got 0: \[\]'),
        (tuple('abcde'), '1 to 4 names, got 5'),
        (('front', 'front'), r"different names, got \['front', 'front'\]"),
        (('',), "got ''"),
        (('front', '/wrist'), "got '/wrist'"),
        (('wrist/',), "got 'wrist/'"),
        (('2nd',), "got '2nd'"),
        (('wrist camera',), "got 'wrist camera'"),
        (('my__camera',), "got 'my__camera'"),
        (('wrist-cam',), "got 'wrist-cam'"),
        (('wrist\n',), r"got 'wrist\\n'"),
    ],
)
def test_other_names_are_refused(names: tuple[str, ...], text: str) -> None:
    with pytest.raises(ValueError, match=f'{text}.*Change the parameter `cameras`'):
        check_camera_names(names)


def test_the_features_of_the_first_camera_have_no_prefix() -> None:
    names = ('front', 'wrist')
    assert [features_topic(names, name) for name in names] == [
        'visual_features',
        'wrist/visual_features',
    ]


def test_the_skew_is_that_from_the_first_stamp() -> None:
    stamps_ns = {'front': 5_000_000_000, 'wrist': 4_950_000_000, 'top': 0}
    assert stamp_skews_s(stamps_ns) == pytest.approx({'front': 0.0, 'wrist': -0.05, 'top': -5.0})
    assert stamp_skews_s({}) == {}
