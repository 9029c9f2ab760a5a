# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Rates and times of episodes against computed values."""

from dataclasses import replace

from evaluation_samples import FAILED
from evaluation_samples import GOOD
from evaluation_samples import REFUSED
from evaluation_samples import ten_of_each
import pytest
from vla_learning.evaluation.metrics import finish_times
from vla_learning.evaluation.metrics import rate_with_interval
from vla_learning.evaluation.metrics import summarize
from vla_learning.evaluation.metrics import to_table
from vla_learning.evaluation.metrics import to_time_table
from vla_learning.utils.confidence_intervals import wilson_interval


def test_rates_and_their_intervals() -> None:
    train = summarize(ten_of_each())['train']
    assert (train['pick']['rate'], train['pick']['n']) == (0.8, 10)
    assert train['pick']['interval95'] == pytest.approx(wilson_interval(8, 10), abs=1e-4)
    assert train['push']['rate'] == 0.5
    assert (train['all tasks']['rate'], train['all tasks']['n']) == (0.65, 20)
    assert train['wrong object touched']['rate'] == 0.25
    assert train['valid command refused']['rate'] == 0.25
    assert train['invalid command refused']['rate'] == 0.9


def test_precision_and_recall_of_refusals() -> None:
    """Nine of ten commands to refuse are refused; five of fourteen refusals are wrong."""
    train = summarize(ten_of_each())['train']
    assert (train['abstain recall']['rate'], train['abstain recall']['n']) == (0.9, 10)
    assert train['abstain precision']['rate'] == pytest.approx(9 / 14, abs=1e-4)
    assert train['abstain precision']['n'] == 14
    assert train['refused for the right reason']['rate'] == pytest.approx(8 / 9, abs=1e-4)


def test_splits_are_separate() -> None:
    pairs = summarize(ten_of_each())['heldout_pairs']
    assert pairs['all tasks'] == pairs['pick']
    assert pairs['pick']['n'] == 4
    assert not {'invalid command refused', 'abstain precision'} & set(pairs)


def test_the_table_has_a_row_per_rate() -> None:
    lines = to_table(summarize(ten_of_each())).splitlines()
    assert '| train | pick | 80.0 % | 49.0 to 94.3 % | 10 |' in lines
    assert {line.count('|') for line in lines} == {6}


def test_times_are_of_successful_tasks_only() -> None:
    rows = [replace(GOOD, finished_s=float(t)) for t in range(1, 12)]
    rows += [replace(FAILED, finished_s=99.0), replace(GOOD, finished_s=None)]
    times = finish_times(rows)
    assert times == {'train': {'pick': {'median': 6.0, 'p90': 10.0, 'n': 11}}}
    assert '| train | pick | 6.0 s | 10.0 s | 11 |' in to_time_table(times).splitlines()


def test_no_episode_gives_the_full_interval() -> None:
    assert rate_with_interval([]) == {'rate': 0.0, 'n': 0, 'interval95': [0.0, 1.0]}


def test_refusals_by_rules_and_by_the_policy_are_separate() -> None:
    rows = [REFUSED, REFUSED, replace(REFUSED, reached_policy=False), GOOD]
    shares = summarize(rows)['train']
    assert shares['refused by language alone']['rate'] == pytest.approx(1 / 3, abs=1e-4)
