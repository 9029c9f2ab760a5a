# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Publisher of command requests that waits for the connection of their subscribers."""

from rclpy.event_handler import PublisherEventCallbacks
from vla_common import qos
from vla_common.node import VlaNode
from vla_interfaces.msg import CommandRequest

#: Longest time to wait for the connection of further subscribers [s].
MAX_CONNECT_S = 2.0


class RequestPublisher:
    """
    Publish command requests once DDS has connected the subscribers.

    A request that is published earlier is lost for a subscriber whose connection is not complete:
    the topic stores nothing for late subscribers, because a language node that restarts must not
    repeat old commands.

    Parameters
    ----------
    node
        Node that publishes; its clock stamps the requests.

    """

    def __init__(self, node: VlaNode) -> None:
        self._node = node
        # Clients wait for the number of subscribers in the diagnostics.
        matched = PublisherEventCallbacks(matched=lambda _: node.publish_diagnostics())
        self._publisher = node.create_publisher(
            CommandRequest, 'command_request', qos.COMMAND, event_callbacks=matched
        )

    @property
    def subscriber_count(self) -> int:
        """Return the number of connected subscribers."""
        return int(self._publisher.get_subscription_count())

    def try_publish(self, command_id: str, text: str, waited_s: float) -> bool:
        """
        Publish a request if the subscribers can receive it; return whether it was published.

        Parameters
        ----------
        command_id, text
            Identifier and words of the command.
        waited_s
            Time for which the request has waited [s].

        """
        if not self._is_connected(waited_s):
            return False
        request = CommandRequest(command_id=command_id, text=text)
        request.header.stamp = self._node.get_clock().now().to_msg()
        self._publisher.publish(request)
        return True

    def _is_connected(self, waited_s: float) -> bool:
        connected = self.subscriber_count
        known = self._node.count_subscribers(self._publisher.topic_name)
        # A subscriber with incompatible QoS is known, but it is never connected.
        return connected >= max(1, known) or (connected > 0 and waited_s > MAX_CONNECT_S)
