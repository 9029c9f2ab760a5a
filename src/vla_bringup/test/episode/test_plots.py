# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Timeline, paths and their deviation."""

from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest
from vla_bringup.episode.episode import CommandEpisode
from vla_bringup.episode.episode import GateRecord
from vla_bringup.episode.episode import Plan
from vla_bringup.episode.episode import Span
from vla_bringup.episode.plots import largest_deviation_m
from vla_bringup.episode.plots import path_svg
from vla_bringup.episode.plots import timeline_svg

LINE = np.array([[0.3, 0.0, 0.1], [0.5, 0.0, 0.1]])


def episode(executed_m: np.ndarray, outcome: str = 'accepted') -> CommandEpisode:
    return CommandEpisode(
        'go', 'id', 0.0, 2.0, 'succeeded',
        spans=(Span(0.5, 'waiting', 'waiting'), Span(1.5, 'executing', 'pick, <b>')),
        plans=(Plan(1, LINE),),
        executed_m=executed_m,
        gate=GateRecord(outcomes={1: outcome}),
    )  # fmt: skip


def test_the_deviation_is_the_distance_to_the_nearest_segment() -> None:
    executed = np.array([[0.4, 0.01, 0.1], [0.4, 0.0, 0.13], [0.5, 0.0, 0.1]])
    assert largest_deviation_m(episode(executed)) == pytest.approx(0.03)


def test_without_a_plan_that_was_not_refused_there_is_no_deviation() -> None:
    assert largest_deviation_m(episode(LINE, 'refused')) is None
    assert largest_deviation_m(episode(np.zeros((0, 3)))) is None


def test_a_refused_plan_has_another_class() -> None:
    assert 'class="plan no"' in path_svg(episode(LINE, 'refused'), (0, 1), 'top')
    assert 'class="plan no"' not in path_svg(episode(LINE), (0, 1), 'top')


def test_plots_are_well_formed_and_durations_those_of_the_spans() -> None:
    svg = timeline_svg(episode(LINE))
    texts = [part.text for part in ElementTree.fromstring(svg).iter('text')]
    assert texts[-4:] == ['waiting', '1.00 s', 'pick, <b>', '0.50 s']
    ElementTree.fromstring(path_svg(episode(LINE), (0, 2), 'side'))


def test_points_that_are_not_finite_are_left_out() -> None:
    svg = path_svg(episode(np.vstack([LINE, [[np.nan, 0, 0]]])), (0, 1), 'top')
    assert 'nan' not in svg


def test_a_path_without_a_finite_point_is_not_drawn() -> None:
    lost = replace(episode(np.full((2, 3), np.nan)), plans=())
    assert path_svg(lost, (0, 1), 'top') == ''
    assert largest_deviation_m(episode(np.full((2, 3), np.nan))) is None
