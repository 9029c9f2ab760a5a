# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The latched stop."""


class Latch:
    """Keep every cause of a stop until `clear`."""

    def __init__(self) -> None:
        #: Message by cause, the first cause first.
        self.causes: dict[str, str] = {}

    @property
    def cause(self) -> str:
        """Name what stopped the robot first; empty when nothing did."""
        return next(iter(self.causes), '')

    @property
    def message(self) -> str:
        """Say the same for people."""
        return self.causes.get(self.cause, '')

    def trip(self, cause: str, message: str) -> None:
        """Add a cause."""
        self.causes.setdefault(cause, message)

    def clear(self) -> None:
        """Forget all causes."""
        self.causes.clear()
