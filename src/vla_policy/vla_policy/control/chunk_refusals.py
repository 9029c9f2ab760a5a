# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""How long the safety node has refused every chunk, as safety_status reports it."""

#: Without a refused chunk for this time, the next one begins a new series [s].
_MAX_GAP_S = 2.0


class ChunkRefusals:
    """
    Measure the series of refused chunks without an accepted one.

    A chunk that violates a limit at its start violates it again in the next plan, so that a
    command would not end before its time limit.
    """

    def __init__(self) -> None:
        self._refused: int | None = None
        self._accepted = 0
        self._first_s: float | None = None
        self._last_s = 0.0

    def restart(self) -> None:
        """Begin a new series, because another command has started."""
        self._first_s = None

    def update(self, *, refused: int, accepted: int, is_idle: bool, now_s: float) -> float:
        """
        Return the duration of the series [s]; 0 if the robot executes or holds a chunk.

        Parameters
        ----------
        refused, accepted
            Numbers of chunks since the activation of the safety node.
        is_idle
            Whether the safety node has no chunk to execute.
        now_s
            Time of a steady clock [s].

        """
        is_new = self._refused is not None and refused > self._refused
        is_interrupted = accepted != self._accepted or not is_idle
        self._refused, self._accepted = refused, accepted
        if is_interrupted or now_s - self._last_s > _MAX_GAP_S:
            self._first_s = None
        if is_new and not is_interrupted:
            self._first_s = now_s if self._first_s is None else self._first_s
            self._last_s = now_s
        return 0.0 if self._first_s is None else self._last_s - self._first_s
