# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Subscriptions of the camera topics, reliable if the camera driver publishes reliably."""

from collections.abc import Callable
from collections.abc import Sequence
from typing import Any
from typing import NamedTuple

from rcl_interfaces.msg import ParameterDescriptor
from rclpy.event_handler import SubscriptionEventCallbacks
from rclpy.event_handler import UnsupportedEventTypeError
from rclpy.node import Node
from rclpy.qos import QoSPolicyKind
from rclpy.qos import QoSProfile
from rclpy.qos import ReliabilityPolicy
from rclpy.qos_overriding_options import QoSOverridingOptions
from sensor_msgs.msg import CompressedImage
from sensor_msgs.msg import Image
from vla_common import qos
from vla_common.polled_callback_group import PolledCallbackGroup

#: Value of the parameter that follows the publishers.
AUTOMATIC = 'automatic'
_DESCRIPTION = ParameterDescriptor(
    description='Reliability of the subscription: automatic (that of the publishers), '
    'best_effort, or reliable.',
    read_only=True,
)
_POLICIES = {'best_effort': ReliabilityPolicy.BEST_EFFORT, 'reliable': ReliabilityPolicy.RELIABLE}
_OVERRIDES = QoSOverridingOptions(policy_kinds=(QoSPolicyKind.HISTORY, QoSPolicyKind.DEPTH))


class TopicPublishers(NamedTuple):
    """Publishers of a camera topic."""

    topic: str
    #: Fully qualified name of the node of each publisher.
    nodes: tuple[str, ...] = ()
    #: Types other than that of the subscription.
    wrong_types: tuple[str, ...] = ()
    #: Publishers whose reliability is less than the subscription requests.
    incompatible: tuple[str, ...] = ()


def choose_reliability(offered: Sequence[ReliabilityPolicy]) -> ReliabilityPolicy:
    """
    Return the reliability of a subscription to publishers that offer `offered`.

    A reliable subscription receives nothing from a best-effort publisher. A best-effort
    subscription to a reliable publisher loses images that would be sent again.
    """
    is_reliable = bool(offered) and all(one == ReliabilityPolicy.RELIABLE for one in offered)
    return ReliabilityPolicy.RELIABLE if is_reliable else ReliabilityPolicy.BEST_EFFORT


class ImageSubscription:
    """
    Subscription of one camera topic.

    The parameter ``qos_overrides.TOPIC.subscription.reliability`` fixes the reliability; its value
    ``automatic`` follows the publishers.
    """

    def __init__(
        self,
        node: Node,
        kind: type,
        topic: str,
        on_image: Callable[[Any], None],
        on_lost: Callable[[int], None],
        group: PolledCallbackGroup | None = None,
    ) -> None:
        self._node, self._kind, self._topic, self._group = node, kind, topic, group
        self._on_image, self._on_lost = on_image, on_lost
        self._type = f'sensor_msgs/msg/{kind.__name__}'
        self._fixed = _declare_reliability(node, node.resolve_topic_name(topic))
        self.reliability = self._fixed or ReliabilityPolicy.BEST_EFFORT
        self._subscription = self._subscribe()

    def update(self) -> None:
        """Subscribe again if the publishers need another reliability."""
        wanted = self._fixed or choose_reliability(
            [info.qos_profile.reliability for info in self._infos()]
        )
        if wanted != self.reliability:
            self.close()
            self.reliability = wanted
            self._subscription = self._subscribe()

    def publishers(self) -> TopicPublishers:
        """Return the publishers of the topic."""
        infos = self._infos()
        best_effort = [
            info for info in infos if info.qos_profile.reliability != ReliabilityPolicy.RELIABLE
        ]
        is_reliable = self.reliability == ReliabilityPolicy.RELIABLE
        return TopicPublishers(
            self._node.resolve_topic_name(self._topic),
            tuple(sorted(_node_name(info) for info in infos)),
            tuple(sorted({info.topic_type for info in infos} - {self._type})),
            tuple(sorted(_node_name(info) for info in best_effort)) if is_reliable else (),
        )

    def close(self) -> None:
        """Destroy the subscription."""
        self._node.destroy_subscription(self._subscription)

    def _infos(self) -> list[Any]:
        return list(self._node.get_publishers_info_by_topic(self._topic))

    def _subscribe(self) -> Any:
        # Only the newest image is polled.
        depth = 1 if self._group else qos.SENSOR.depth
        profile = QoSProfile(depth=depth, reliability=self.reliability)
        # The default callback logs that no images arrive, but `update` follows at once.
        events = SubscriptionEventCallbacks(
            message_lost=lambda event: self._on_lost(event.total_count_change),
            incompatible_qos=lambda event: None,
        )
        options: dict[str, Any] = {
            'qos_overriding_options': _OVERRIDES,
            'callback_group': self._group,
        }
        create = self._node.create_subscription
        try:
            options['event_callbacks'] = events
            return create(self._kind, self._topic, self._on_image, profile, **options)
        except UnsupportedEventTypeError:  # Some middleware does not count lost messages.
            del options['event_callbacks']
            return create(self._kind, self._topic, self._on_image, profile, **options)


class ImageSubscriptions:
    """
    Subscriptions of the raw and the compressed images of a camera.

    Parameters
    ----------
    node
        Node that subscribes.
    on_image
        Called with each message.
    on_lost
        Called with the number of lost images; never with a `group`.
    group
        Group whose `poll` passes on the newest image; by default the executor passes on all.
    camera
        Name of the camera, prefix of its topics.

    """

    def __init__(
        self,
        node: Node,
        on_image: Callable[[Any], None],
        on_lost: Callable[[int], None] = lambda count: None,
        group: PolledCallbackGroup | None = None,
        camera: str = 'camera',
    ) -> None:
        self._subscriptions = [
            ImageSubscription(node, kind, topic, on_image, on_lost, group)
            for kind, topic in (
                (Image, f'{camera}/image_raw'),
                (CompressedImage, f'{camera}/image_raw/compressed'),
            )
        ]

    def update(self) -> None:
        """Adapt the subscriptions to the publishers; call it repeatedly."""
        for subscription in self._subscriptions:
            subscription.update()

    def publishers(self) -> tuple[TopicPublishers, ...]:
        """Return the publishers of each topic, the raw images first."""
        return tuple(subscription.publishers() for subscription in self._subscriptions)

    def close(self) -> None:
        """Destroy the subscriptions."""
        for subscription in self._subscriptions:
            subscription.close()


def _declare_reliability(node: Node, topic: str) -> ReliabilityPolicy | None:
    """Return the reliability that the parameter of `topic` fixes, or None."""
    name = f'qos_overrides.{topic}.subscription.reliability'
    if not node.has_parameter(name):
        node.declare_parameter(name, AUTOMATIC, _DESCRIPTION)
    value = node.get_parameter(name).value
    if value != AUTOMATIC and value not in _POLICIES:
        raise ValueError(
            f'{name} must be one of {AUTOMATIC}, {", ".join(_POLICIES)}; got {value!r}. '
            'Change it in the YAML file'
        )
    return _POLICIES.get(value)


def _node_name(info: Any) -> str:
    return f'{info.node_namespace.rstrip("/")}/{info.node_name}'
