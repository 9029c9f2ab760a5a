# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""States of the last minute."""

from vla_web.timeline import Timeline


def test_samples_of_the_last_minute_are_kept() -> None:
    timeline = Timeline()
    for k in range(100):
        timeline.add({'t': float(k), 'title': 'Ready'})
    assert [sample['t'] for sample in timeline.samples()] == [float(t) for t in range(39, 100)]


def test_a_new_title_is_kept_at_once_and_the_same_one_is_not() -> None:
    timeline = Timeline()
    for t, title in ((0.0, 'Ready'), (0.1, 'Ready'), (0.15, 'Stopped'), (0.4, 'Stopped')):
        timeline.add({'t': t, 'title': title})
    assert [sample['t'] for sample in timeline.samples()] == [0.0, 0.15, 0.4]
