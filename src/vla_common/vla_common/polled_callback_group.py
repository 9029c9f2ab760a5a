# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Subscriptions whose messages are taken when they are needed, not as they arrive."""

from rclpy.callback_groups import CallbackGroup
from rclpy.exceptions import InvalidHandle
from rclpy.subscription import Subscription

#: More messages than this are left for the next poll: a fast publisher cannot keep it busy.
_MAX_MESSAGES = 10


class PolledCallbackGroup(CallbackGroup):
    """
    Callback group of subscriptions that `poll` reads and no executor.

    A node that uses the newest message ten times a second need not wake up for each of a camera:
    those that the middleware replaces in its queue of depth 1 cost no time in Python.
    """

    def can_execute(self, entity: object) -> bool:
        """Return False: an executor neither waits for an entity of this group nor executes it."""
        return False

    def beginning_execution(self, entity: object) -> bool:
        """Return False, as `can_execute`."""
        return False

    def ending_execution(self, entity: object) -> None:
        """Do nothing: nothing was executed."""

    def poll(self) -> None:
        """Call the callbacks of all waiting messages; call it from one thread at a time."""
        for reference in tuple(self.entities):
            subscription = reference()
            if isinstance(subscription, Subscription):
                _take_all(subscription)


def _take_all(subscription: Subscription) -> None:
    for _ in range(_MAX_MESSAGES):
        try:
            # As the executors of rclpy do: it has no public function for it.
            with subscription.handle:
                taken = subscription.handle.take_message(subscription.msg_type, subscription.raw)
        except InvalidHandle:  # Destroyed by another thread.
            return
        if taken is None:
            return
        subscription.callback(taken[0])
