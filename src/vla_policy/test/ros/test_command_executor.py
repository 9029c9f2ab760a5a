# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Commands in, sessions and decisions out, with a clock of our own."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from policy_messages import embedding
from policy_messages import features
from policy_samples import a_hand
from policy_samples import a_sight
from policy_samples import scripted_policy
from policy_samples import words
from policy_samples import write_checkpoint
import pytest
from vla_common.clock import TimePoint
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import VisualFeatures
from vla_policy.control.command_state import Session
from vla_policy.control.command_state import State
from vla_policy.control.end_effector_history import HandHistory
from vla_policy.control.policy_controller import Controller
from vla_policy.control.policy_controller import Decision
from vla_policy.nn.loading import load_policy
from vla_policy.nn.model import VlaPolicy
from vla_policy.ros.command_executor import Executive
from vla_policy.ros.settings import PolicySettings
from vla_policy.types.vocabulary import Phase
from vla_policy.types.vocabulary import Verdict

START_S = 1000.0


class Bench:
    """An executive at a time that the test sets; steady and ROS clock differ."""

    def __init__(self, path: Path, model: VlaPolicy | None = None) -> None:
        self.now_s = START_S
        self.sessions: list[Session] = []
        self.decisions: list[Decision] = []
        self.hands = HandHistory()
        self.executive = Executive(
            load_policy(write_checkpoint(path / 'tiny.safetensors', model)),
            replace(PolicySettings(), looks_before_motion=1),
            self.hands,
            clock=lambda: TimePoint(self.now_s - 900.0, self.now_s),
            tell=self.sessions.append,
            publish=lambda decision, session, msg: self.decisions.append(decision),
        )

    def begin(self, command_id: str = 'a', **changes: object) -> None:
        """Send a command."""
        self.executive.begin(
            embedding(**{'command_id': command_id, 'stamp_s': self.now_s, **changes})
        )  # type: ignore

    def look(self, change: Callable[[VisualFeatures], object] | None = None) -> None:
        """Send an image 0.2 s later, 0.05 s old, with the hand's state at its stamp."""
        self.now_s += 0.2
        self.hands.put(a_hand(self.now_s - 0.05))
        msg = features(a_sight(self.now_s - 0.05))
        if change is not None:
            change(msg)
        self.executive.look(msg)

    @property
    def newest(self) -> tuple[State, str]:
        """Return state and reason of the newest session."""
        return self.executive.session.state, self.executive.session.reason


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def test_a_command_is_looked_at_and_then_carried_out(bench: Bench) -> None:
    bench.begin()
    bench.look()
    assert [s.state for s in bench.sessions] == [State.WAITING, State.EXECUTING]
    assert bench.decisions[0].chunk is not None
    assert bench.executive.session.latency_s == pytest.approx(0.05)


def test_a_chunk_is_sent_when_it_is_handed_over(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent_s: list[float] = []
    monkeypatch.setattr(Controller, 'sent', lambda self, now_s: sent_s.append(now_s))

    class Slow(list[Decision]):
        def append(self, decision: Decision) -> None:
            bench.now_s += 0.3

    bench.decisions = Slow()
    bench.begin()
    bench.look()
    assert sent_s == [START_S + 0.2]


def test_nothing_is_planned_without_a_command(bench: Bench) -> None:
    bench.look()
    assert not bench.decisions
    assert not bench.sessions


def test_a_command_can_succeed(tmp_path: Path) -> None:
    bench = Bench(tmp_path, scripted_policy(phase=Phase.DONE, done=True))
    bench.begin()
    bench.look()
    bench.look()
    bench.look()
    assert bench.newest == (State.SUCCEEDED, '')
    assert len(bench.decisions) == 2


def test_images_between_two_plans_are_left_out(bench: Bench) -> None:
    bench.begin()
    for _ in range(12):
        bench.look()
        bench.now_s -= 0.15
    assert len(bench.decisions) == 3


@pytest.mark.parametrize('verdict', [v for v in Verdict if v != Verdict.OK])
def test_a_refusal_has_no_chunk(tmp_path: Path, verdict: Verdict) -> None:
    bench = Bench(tmp_path, scripted_policy(verdict))
    bench.begin()
    bench.look()
    bench.look()
    assert bench.newest == (State.REFUSED, verdict.name.lower())
    assert [d.chunk for d in bench.decisions] == [None]


@pytest.mark.parametrize(
    ('changes', 'reason', 'words_said'),
    [
        (
            {'kind': CommandEmbedding.KIND_INVALID, 'reason': 'too long'},
            'invalid_command',
            'too long',
        ),
        (
            {'kind': CommandEmbedding.KIND_UNSUPPORTED, 'reason': "got 'not'"},
            'not_understood',
            "got 'not'",
        ),
        (
            {'encoder_id': 'clip'},
            'encoder_mismatch',
            "'minilm_l6_v2'; the input comes from 'clip'",
        ),
        ({'words': words(33)}, 'invalid_command', 'at most 32 tokens of 12 channels; got 33'),
        ({'stamp_s': START_S - 300.0}, 'invalid_command', '0 to 10 s old; this one is 300.000 s'),
        ({'stamp_s': START_S + 300.0}, 'invalid_command', 'this one is -300.000 s'),
    ],
)
def test_commands_that_cannot_be_used_are_refused(
    bench: Bench, changes: dict[str, object], reason: str, words_said: str
) -> None:
    bench.begin(**changes)
    bench.look()
    assert bench.newest == (State.REFUSED, reason)
    assert words_said in bench.sessions[-1].message
    assert not bench.decisions


def test_a_newer_command_replaces_the_running_one(bench: Bench) -> None:
    bench.begin('a')
    bench.look()
    bench.begin('b')
    bench.look()
    ends = [(s.command_id, s.state, s.reason) for s in bench.sessions]
    assert ends[1:] == [
        ('a', State.EXECUTING, ''),
        ('a', State.FAILED, 'replaced'),
        ('b', State.WAITING, ''),
        ('b', State.EXECUTING, ''),
    ]


def test_even_an_invalid_command_ends_the_running_one(bench: Bench) -> None:
    bench.begin('a')
    bench.look()
    bench.begin('b', kind=CommandEmbedding.KIND_INVALID, reason='no letters')
    assert [s.reason for s in bench.sessions[-2:]] == ['replaced', 'invalid_command']


def test_a_stop_word_ends_the_running_command(bench: Bench) -> None:
    bench.begin('a')
    bench.look()
    bench.begin('b', kind=CommandEmbedding.KIND_STOP)
    bench.look()
    assert (bench.sessions[-2].command_id, bench.sessions[-2].reason) == ('a', 'stopped')
    assert bench.newest == (State.IDLE, '')
    assert len(bench.decisions) == 1


def test_a_latched_stop_ends_the_running_command(bench: Bench) -> None:
    bench.begin()
    bench.look()
    bench.executive.stop('call reset')
    assert bench.newest == (State.FAILED, 'stopped')


def test_only_the_command_meant_is_dropped(bench: Bench) -> None:
    bench.begin('a')
    bench.executive.drop('other', 'canceled', '')
    assert bench.executive.session.is_open
    bench.executive.drop('a', 'canceled', '')
    assert bench.newest == (State.FAILED, 'canceled')


def test_a_command_that_takes_too_long_fails(bench: Bench) -> None:
    bench.begin()
    bench.now_s += 61.0
    bench.executive.watch()
    assert bench.newest == (State.FAILED, 'timeout')


def _nan(msg: VisualFeatures) -> None:
    msg.levels[0].data[0] = float('nan')


def _old(msg: VisualFeatures) -> None:
    msg.header.stamp.sec -= 1


def _future(msg: VisualFeatures) -> None:
    msg.header.stamp.sec += 1


def _other_grid(msg: VisualFeatures) -> None:
    msg.levels[1].rows, msg.levels[1].cols = 4, 3


@pytest.mark.parametrize(
    ('change', 'words_said'),
    [
        (_nan, 'must be finite'),
        (_old, 'an image must be 0 to 0.5 s old; this one is 1.05'),
        (_future, 'this one is -0.95'),
        (_other_grid, 'a map (8, 3, 4); got (6, 16) and (8, 4, 3)'),
    ],
)
def test_bad_features_plan_nothing_and_say_why(
    bench: Bench, change: Callable[[VisualFeatures], None], words_said: str
) -> None:
    bench.begin()
    bench.look(change)
    assert not bench.decisions
    assert bench.executive.session.state == State.WAITING
    assert words_said in bench.executive.session.trouble
    bench.look()
    bench.look()
    assert bench.executive.session.state == State.EXECUTING
    assert bench.executive.session.trouble == ''


def test_features_of_another_encoder_refuse_the_command(bench: Bench) -> None:
    bench.begin()
    bench.look(lambda msg: setattr(msg, 'encoder_id', 'siglip'))
    assert bench.newest == (State.REFUSED, 'encoder_mismatch')
    assert "visual encoder 'grid_conv_v1'" in bench.sessions[-1].message


def test_without_robot_state_nothing_is_planned(bench: Bench) -> None:
    bench.begin()
    bench.now_s += 0.2
    bench.executive.look(features(a_sight(bench.now_s)))
    assert 'robot_state must come within 0.2 s' in bench.executive.session.trouble
    bench.hands.trouble = 'robot_state must be finite'
    bench.now_s += 0.2
    bench.executive.look(features(a_sight(bench.now_s)))
    assert bench.executive.session.trouble == 'robot_state must be finite'
    assert not bench.decisions
