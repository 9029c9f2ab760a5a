# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The faults that are tried on the running system, and what each is measured against."""

from collections.abc import Callable
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from vla_bringup.nodes import entries
from vla_system_tests.fault_injection.relay import ImageFault
from vla_system_tests.fault_injection.testbed import Stage

Hand = Callable[[Stage], None]

_FEATURES: Final = 'max_features_age_s'
_CHUNK: Final = 'max_chunk_age_s'
_IMAGE: Final = 'max_image_age_s'
#: What the safety node is to say of a robot state that does not come, and after how long.
STATE_LIMIT: Final = 'max_state_age_s'
STATE_STALE: Final = 'state_stale'
_LANGUAGE: Final = 'max_language_age_s'
_HOUR_S: Final = 3600.0
#: The time-out that ends where a node is dead, and what the safety node must say then.
_LIMIT_OF: Final = {
    'perception_node': (_IMAGE, 'features_stale'),
    'policy_node': (_CHUNK, 'chunk_stale'),
    'language_node': (_LANGUAGE, 'language_stale'),
    'sim_node': (STATE_LIMIT, STATE_STALE),
    'safety_node': ('', ''),
    'visualization_node': ('', ''),
}


def _nothing(stage: Stage) -> None:
    """Leave all as it is."""


@dataclass(frozen=True)
class Case:
    """
    A fault.

    Parameters
    ----------
    name
        For the command line.
    title
        For people.
    inject, undo
        Bring the fault about, and take it away.
    before
        What must be under way when the fault comes.
    limit
        Parameter of the safety node that says when the robot must stand; empty where none does.
    goes_on
        Whether the robot may go on: the fault is none of its business, or leaves it what it needs.
    holds
        Whether the robot has to hold for a moment before it may go on.
    says
        Reason that the safety node must name meanwhile; empty where any will do.
    jams
        Whether the fault may hold up what sends to its node, see `Finding.jammed`.
    use_sim_time
        Whether the system takes its time from a /clock.

    """

    name: str
    title: str
    inject: Hand
    undo: Hand = _nothing
    before: Hand = _nothing
    limit: str = ''
    goes_on: bool = False
    holds: bool = False
    says: str = ''
    jams: bool = False
    use_sim_time: bool = False


def _say(text: str) -> Hand:
    return lambda stage: stage.observer.say(text)


def _image(**fault: float) -> Hand:
    def apply(stage: Stage) -> None:
        stage.relay.image_fault = ImageFault(**fault)  # type: ignore[arg-type]

    return apply


def _clock(*, shift_s: float = 0.0, stands: bool = False) -> Hand:
    def apply(stage: Stage) -> None:
        stage.relay.clock_shift_s, stage.relay.clock_stands = shift_s, stands

    return apply


def _call(service: str) -> Hand:
    def apply(stage: Stage) -> None:
        stage.observer.call(service)

    return apply


def _flooded(stage: Stage) -> None:
    stage.prepare_flood()
    stage.flood(lead_s=3.0)


def _nodes() -> Iterator[Case]:
    for entry in entries(use_sim=True):
        node, what = entry.name, entry.name.removesuffix('_node')
        (limit, says), goes_on = _LIMIT_OF[node], node == 'visualization_node'
        jams = node != 'sim_node'
        yield Case(
            f'kill_{what}',
            f'`kill -9` of {node}',
            partial(Stage.kill, node=node),
            partial(Stage.restart, node=node),
            limit=limit,
            goes_on=goes_on,
            says=says,
            jams=jams,
        )
        yield Case(
            f'freeze_{what}',
            f'SIGSTOP of {node}',
            partial(Stage.freeze, node=node),
            partial(Stage.thaw, node=node),
            limit=limit,
            goes_on=goes_on,
            says=says,
            jams=jams,
        )


def _camera() -> Iterator[Case]:
    for name, title, says, fault in (
        ('unplugged', 'camera unplugged', 'features_stale', {'unplugged': True}),
        (
            'frozen',
            'camera frozen: one image again and again, with new stamps',
            'image_frozen',
            {'frozen': True},
        ),
        ('black', 'camera black', 'image_dark', {'black': True}),
        ('behind', "camera's clock 10 s behind", 'image_stale', {'shift_s': -10.0}),
        ('ahead', "camera's clock 1 h ahead", 'image_stale', {'shift_s': _HOUR_S}),
    ):
        yield Case(f'camera_{name}', title, _image(**fault), _image(), limit=_IMAGE, says=says)
    # Between two images the robot has to brake; each of them lets it go on for a moment.
    yield Case(
        'camera_1hz',
        'camera at 1 Hz',
        _image(period_s=1.0),
        _image(),
        limit=_FEATURES,
        goes_on=True,
        holds=True,
        says='features_stale',
    )


def _clocks() -> Iterator[Case]:
    for name, title, shift_s in (
        ('back', 'all clocks jump back by 10 s', -10.0),
        ('forward', 'all clocks jump forward by 1 h', _HOUR_S),
    ):
        # A clock that jumped stays there, and the robot goes on by what is stamped by it.
        yield Case(
            f'clock_{name}',
            title,
            _clock(shift_s=shift_s),
            goes_on=True,
            says='clock_jump',
            use_sim_time=True,
        )
    # The clock goes on where it should be. Until then the newest state does not get newer.
    yield Case(
        'clock_stalled',
        '`/clock` stands still',
        _clock(stands=True),
        _clock(),
        limit=STATE_LIMIT,
        says=STATE_STALE,
        use_sim_time=True,
    )


def _loads() -> Iterator[Case]:
    yield Case('stop_service', 'service `stop`', _call('stop'), says='stop_service')
    yield Case('stop_word', 'the word "stop"', _say('stop'), says='stop_word')
    # Now and then a true message gets through, and the robot may go on by it.
    yield Case(
        'flood',
        'DDS flood',
        Stage.flood,
        Stage.end_flood,
        before=Stage.prepare_flood,
        goes_on=True,
        says='shape',
    )
    yield Case(
        'flood_stop',
        'service `stop` in a DDS flood',
        _call('stop'),
        Stage.end_flood,
        before=_flooded,
        says='stop_service',
    )
    yield Case(
        'commands',
        '100 commands a second',
        partial(Stage.chatter, rate_hz=100.0),
        Stage.end_chatter,
        limit=_CHUNK,
    )
    yield Case(
        'commands_stop',
        'the word "stop" among 100 commands a second',
        _say('stop'),
        Stage.end_chatter,
        before=partial(Stage.chatter, rate_hz=100.0, lead_s=2.0),
        says='stop_word',
    )
    yield Case(
        'disk_full',
        'disk full for the log',
        partial(Stage.limit_files, node='safety_node', size_b=0),
        partial(Stage.limit_files, node='safety_node', size_b=-1),
        goes_on=True,
        says='audit_log',
    )


#: Every fault by its name.
CASES: Final = {
    case.name: case for cases in (_nodes, _camera, _clocks, _loads) for case in cases()
}
