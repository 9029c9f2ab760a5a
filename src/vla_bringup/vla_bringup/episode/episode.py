# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Content of an episode report; times are seconds since the command was sent."""

from dataclasses import dataclass
from dataclasses import field

import numpy as np
from vla_common.arrays import FloatArray


@dataclass(frozen=True)
class EpisodeFrame:
    """An image of the overlay as JPEG."""

    time_s: float
    jpeg: bytes = field(repr=False)


@dataclass(frozen=True)
class Span:
    """
    Time in one state of the policy.

    Parameters
    ----------
    start_s
        Start; the span ends where the next one begins.
    state
        State of the policy, such as executing.
    label
        State, or task and phase while the policy executes.

    """

    start_s: float
    state: str
    label: str


@dataclass(frozen=True)
class Plan:
    """
    Positions of the tool centre point in one chunk.

    Parameters
    ----------
    sequence
        Number of the chunk.
    positions_m
        Positions in base_link, shape (K, 3) [m].

    """

    sequence: int
    positions_m: FloatArray


@dataclass(frozen=True)
class Check:
    """
    Smallest margin of one check of the safety gate over the chunks of a command.

    Parameters
    ----------
    name
        Name of the check.
    value, limit, margin
        Value with the smallest margin, its limit and the margin. A negative margin violates it.
    sequence
        Chunk with the smallest margin.
    chunks
        Number of chunks for which the check computed a number.
    refused, adjusted
        Number of chunks that the check refused or adjusted.

    """

    name: str
    value: float = np.nan
    limit: float = np.nan
    margin: float = np.nan
    sequence: int = 0
    chunks: int = 0
    refused: int = 0
    adjusted: int = 0


@dataclass(frozen=True)
class EpisodeRefusal:
    """A refusal or stop; equal ones in succession are counted."""

    time_s: float
    source: str
    reason: str
    message: str
    count: int = 1


@dataclass(frozen=True)
class Stage:
    """Durations of one stage from image to motion, one per chunk [s]."""

    name: str
    durations_s: tuple[float, ...]


@dataclass(frozen=True)
class GateRecord:
    """
    What the audit log of the safety gate has about a command.

    Parameters
    ----------
    outcomes
        Outcome of each chunk by its number, such as accepted.
    received_s
        Time from the stamp of the image until the gate received the chunk, by its number [s].
    motion_s
        Time from the stamp of the image to the first motion of the chunk, by its number [s].
    workspace_m
        Lowest and highest corner of the workspace in base_link, shape (2, 3) [m]; None if unknown.

    """

    command_kind: str = ''
    meaning: str = ''
    checks: tuple[Check, ...] = ()
    refusals: tuple[EpisodeRefusal, ...] = ()
    outcomes: dict[int, str] = field(default_factory=dict)
    received_s: dict[int, float] = field(default_factory=dict)
    motion_s: dict[int, float] = field(default_factory=dict)
    workspace_m: FloatArray | None = None


@dataclass(frozen=True)
class CommandEpisode:
    """
    One command from its text to its outcome.

    Parameters
    ----------
    command
        Text of the command, as sent.
    started_s
        Time of day at which it was sent [s since the epoch].
    confirmed
        Whether the simulator confirmed the success; None if it was not asked.
    facts
        Further facts in words, such as the seed of the scene.
    executed_m
        Measured positions of the tool centre point in base_link, shape (N, 3) [m].
    chunk_latencies_s
        Time from the stamp of the image to the chunk, by its number [s].

    """

    command: str
    command_id: str
    started_s: float
    duration_s: float
    outcome: str
    reason: str = ''
    message: str = ''
    meaning: str = ''
    confirmed: bool | None = None
    facts: tuple[str, ...] = ()
    frames: tuple[EpisodeFrame, ...] = ()
    spans: tuple[Span, ...] = ()
    plans: tuple[Plan, ...] = ()
    executed_m: FloatArray = field(default_factory=lambda: np.zeros((0, 3)))
    chunk_latencies_s: dict[int, float] = field(default_factory=dict)
    gate: GateRecord = field(default_factory=GateRecord)


def stages(episode: CommandEpisode) -> tuple[Stage, ...]:
    """Return the stages from image to motion, with the chunks for which both ends are known."""
    policy, gate = episode.chunk_latencies_s, episode.gate
    return (
        Stage('image taken to chunk sent (perception, policy)', tuple(policy.values())),
        Stage('chunk sent to chunk checked (transport, gate)', _gaps(policy, gate.received_s)),
        Stage('chunk checked to first motion (gate)', _gaps(gate.received_s, gate.motion_s)),
        Stage('image taken to first motion (total)', tuple(gate.motion_s.values())),
    )


def _gaps(before_s: dict[int, float], after_s: dict[int, float]) -> tuple[float, ...]:
    return tuple(after_s[number] - before_s[number] for number in before_s if number in after_s)
