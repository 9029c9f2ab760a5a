# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The page of an episode: content, escaping and independence of other resources."""

from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest
from vla_bringup.episode.episode import Check
from vla_bringup.episode.episode import CommandEpisode
from vla_bringup.episode.episode import EpisodeFrame
from vla_bringup.episode.episode import EpisodeRefusal
from vla_bringup.episode.episode import GateRecord
from vla_bringup.episode.episode import Plan
from vla_bringup.episode.episode import Span
from vla_bringup.episode.episode_html import build_html
from vla_bringup.episode.episode_html import unit_of

HOSTILE = '"><script>alert(1)</script><img src="https://example.org/x">'
LINE = np.array([[0.3, 0.0, 0.1], [0.5, 0.1, 0.2]])
EPISODE = CommandEpisode(
    'pick up the cube', 'id-1', 1_700_000_000.0, 4.0, 'refused', 'target_not_found', 'no cube',
    meaning='pick: cube',
    frames=(EpisodeFrame(1.0, b'jpeg'),),
    spans=(Span(0.1, 'waiting', 'waiting'),),
    plans=(Plan(1, LINE),),
    executed_m=LINE,
    gate=GateRecord(
        checks=(Check('linear_speed', 0.6, 0.5, -0.1, 1, 1, 1),),
        refusals=(EpisodeRefusal(1.0, 'safety gate, chunk', 'linear_speed', 'too fast', 3),),
        outcomes={1: 'refused'},
        motion_s={1: 0.2},
    ),
)  # fmt: skip


class Reader(HTMLParser):
    """Collect the tags of a page, its visible text and the values of its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.values: list[str] = []
        self.text = ''
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.values += [value or '' for name, value in attrs if name in ('src', 'href')]

    def handle_data(self, data: str) -> None:
        self.text += f'{data}\n'


def test_the_page_has_outcome_reason_checks_and_latency() -> None:
    text = Reader(build_html(EPISODE)).text
    for part in ('refused: target not found', 'no cube', 'pick: cube', 'too fast (3 times)'):
        assert part in text
    assert 'linear speed\n0.6\n0.5\n-0.1\nm/s\n1\n1\n1\n0' in text
    assert 'image taken to first motion (total)\n200\n200\n200\n1' in text


@pytest.mark.parametrize(
    'name', ['command', 'command_id', 'outcome', 'reason', 'message', 'meaning']
)
def test_texts_are_escaped(name: str) -> None:
    reader = Reader(build_html(replace(EPISODE, **{name: HOSTILE})))
    assert 'script' not in reader.tags
    assert reader.tags.count('img') == 1
    assert 'alert(1)' in reader.text


def test_texts_of_the_audit_log_and_of_spans_are_escaped() -> None:
    gate = replace(
        EPISODE.gate,
        command_kind=HOSTILE,
        checks=(Check(HOSTILE),),
        refusals=(EpisodeRefusal(0.0, HOSTILE, HOSTILE, HOSTILE),),
    )
    page = build_html(replace(EPISODE, gate=gate, spans=(Span(0.0, 'waiting', HOSTILE),)))
    assert {'script', 'a', 'link', 'iframe'} & set(Reader(page).tags) == set()


def test_the_page_loads_nothing() -> None:
    page = build_html(EPISODE)
    assert Reader(page).values == ['data:image/jpeg;base64,anBlZw==']
    assert 'url(' not in page
    assert "default-src 'none'" in page


def test_an_empty_episode_names_what_is_missing() -> None:
    text = Reader(build_html(CommandEpisode('go', '', 0.0, 0.0, 'timeout'))).text
    for part in ('No image was received', 'No status of the policy', 'No robot state'):
        assert part in text
    assert 'The audit log has no chunk of this command' in text


@pytest.mark.parametrize(
    ('check', 'unit'),
    [
        ('linear_speed', 'm/s'), ('angular_jerk', 'rad/s³'), ('start_jump', 'm'),
        ('step_turn', 'rad'), ('image_stale', 's'), ('confidence', ''), ('workspace', 'm'),
    ],
)  # fmt: skip
def test_units(check: str, unit: str) -> None:
    assert unit_of(check) == unit
