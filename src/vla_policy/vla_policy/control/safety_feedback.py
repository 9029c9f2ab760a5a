# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""What a state of the safety node means for the current command."""

#: Reasons of the safety node that end a command without a latched stop.
ENDING_REASONS = ('deactivated', 'command_before_activation')
_RESET = 'Call reset, then send the command again'
_SEND_AGAIN = 'Send the command again once the safety node is active'


class SafetyFeedback:
    """Follow safety_status: a latched stop, and reasons that end the current command."""

    def __init__(self) -> None:
        #: Message for every command while a stop is latched; empty otherwise.
        self.stop_message = ''
        # None before the first status.
        self._reason: str | None = None

    def update(self, reason: str, message: str, *, is_stopped: bool) -> str:
        """
        Return why the current command has failed; empty if it goes on.

        A reason is reported until the next one. It counts when it appears: a command that comes
        after it must not fail for it.
        """
        previous, self._reason = self._reason, reason
        text = message.rstrip('. ') or reason or 'the safety node stopped'
        self.stop_message = f'{text}. {_RESET}' if is_stopped else ''
        if is_stopped:
            return self.stop_message
        is_new = previous not in (None, reason)
        return f'{text}. {_SEND_AGAIN}' if is_new and reason in ENDING_REASONS else ''
