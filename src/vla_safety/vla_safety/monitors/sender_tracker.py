# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Detection of messages of one topic that come from two senders in turn."""

import math

_WINDOW_S = 1.0
# Shorter than a restart: the numbers of a restarted publisher may pass those before it.
_STREAM_WINDOW_S = 0.4
_REPORT_S = 2.0
# Sequence numbers that one publisher may skip because messages were lost.
_MAX_GAP = 1000

Sender = bytes | int


class SenderTracker:
    """
    Detect two senders that send in turn.

    A sender is identified by the id of its publisher. Middleware that gives none (Jazzy) numbers
    the messages of each publisher, so a number that does not grow belongs to another sender.
    A restarted publisher is a new sender too, but the old one does not send any more.
    """

    def __init__(self) -> None:
        # Time of the newest message by sender.
        self._heard_s: dict[Sender, float] = {}
        # Newest sequence number by sender, where senders have no id.
        self._sequences: dict[Sender, int] = {}
        self._next_id = 0
        self._current: Sender | None = None
        self._alternated_s = -math.inf
        #: Time since which senders send in turn; infinite while they do not.
        self.since_s = math.inf

    def record(self, gid: bytes, sequence: int, now_s: float) -> None:
        """Record a message; `gid` is empty where the middleware gives no id."""
        self._forget(now_s)
        sender: Sender = gid or self._stream(sequence)
        if sender != self._current and sender in self._heard_s:
            if not self.alternates(now_s):
                self.since_s = now_s
            self._alternated_s = now_s
        self._current = sender
        self._heard_s[sender] = now_s

    def alternates(self, now_s: float) -> bool:
        """Return whether two senders sent in turn lately."""
        return now_s - self._alternated_s <= _REPORT_S

    def _stream(self, sequence: int) -> int:
        """Return the stream of messages that a sequence number continues, or a new one."""
        gaps = {
            sequence - newest: stream
            for stream, newest in self._sequences.items()
            if 0 < sequence - newest <= _MAX_GAP
        }
        if gaps:
            stream = gaps[min(gaps)]
        else:
            stream = self._next_id
            self._next_id += 1
        self._sequences[stream] = sequence
        return int(stream)

    def _forget(self, now_s: float) -> None:
        """Remove senders that were silent for longer than their window."""
        for sender in [s for s, t in self._heard_s.items() if now_s - t > _window_s(s)]:
            del self._heard_s[sender]
            self._sequences.pop(sender, None)


def _window_s(sender: Sender) -> float:
    return _WINDOW_S if isinstance(sender, bytes) else _STREAM_WINDOW_S
