# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Approval of commands by a person before the robot moves, and dry runs."""

from collections import deque
from dataclasses import dataclass

from vla_common.settings import check_settings
from vla_common.settings import setting
from vla_safety.types.chunk import Chunk

_MODES = ('never', 'first_motion', 'every_command', 'on_low_confidence')


@dataclass(frozen=True)
class ApprovalSettings:
    """Parameters of the node for approval."""

    approval: str = setting(
        'never', 'When a command waits for a call of the service approve', options=_MODES
    )
    approval_confidence: float = setting(
        0.6, 'Confidence below which on_low_confidence waits', minimum=0.0, maximum=1.0
    )
    approval_timeout_s: float = setting(
        30.0,
        'Time after which a command that is not approved is refused',
        unit='s',
        minimum=0.1,
        maximum=3600.0,
    )
    dry_run: bool = setting(False, 'Whether everything is done except sending motion to the robot')

    def __post_init__(self) -> None:
        check_settings(self)


class ApprovalManager:
    """Track which commands are approved and which command waits."""

    def __init__(self, settings: ApprovalSettings) -> None:
        self._settings = settings
        self.dry_run = settings.dry_run
        self._approved: deque[str] = deque(maxlen=64)
        self._pending = ''
        self._pending_since_s = 0.0

    @property
    def pending(self) -> str:
        """Id of the command that waits; empty when none does."""
        return self._pending

    def blocks(self, chunk: Chunk, now_s: float) -> bool:
        """Return whether the command of a chunk must wait; it is then the pending one."""
        if not self._needs_approval(chunk):
            self._pending = ''
            return False
        if chunk.command_id != self._pending:
            self._pending, self._pending_since_s = chunk.command_id, now_s
        return True

    def approve(self) -> tuple[bool, str]:
        """Approve the pending command; return success and message."""
        if not self._pending:
            return False, 'no command waits for approval'
        approved = self.drop()
        self._approved.append(approved)
        return True, f'command {approved} may move the robot'

    def drop(self) -> str:
        """Remove and return the pending command; empty when there is none."""
        dropped, self._pending = self._pending, ''
        return dropped

    def expired(self, now_s: float) -> str:
        """Remove and return the pending command if it waited too long; else empty."""
        waited_s = now_s - self._pending_since_s
        if not self._pending or waited_s < self._settings.approval_timeout_s:
            return ''
        return self.drop()

    def _needs_approval(self, chunk: Chunk) -> bool:
        mode = self._settings.approval
        if mode == 'never' or chunk.command_id in self._approved:
            return False
        if mode == 'first_motion':
            return not self._approved
        if mode == 'on_low_confidence':
            return chunk.confidence < self._settings.approval_confidence
        return True
