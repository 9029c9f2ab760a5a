# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""ROS side of the page: topics of the view, and the actions that a page may request."""

import json
import time
from typing import Any
from typing import Final

from rclpy.serialization import deserialize_message
from sensor_msgs.msg import CompressedImage
from visualization_msgs.msg import MarkerArray
from vla_client.client import VlaClient
from vla_client.command_handle import CommandResult
from vla_client.trigger_clients import TriggerReply
from vla_common import qos
from vla_common.latest_value import LatestValue
from vla_common.settings import declare_settings
from vla_common.stop_words import is_stop_command
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import SafetyStatus
from vla_visualization.settings import VisualizationSettings
from vla_visualization.subscriptions import VisualizationSubscriptions
from vla_web.answer_log import AnswerLog
from vla_web.marker_json import to_scene
from vla_web.page_state import Liveness
from vla_web.page_state import to_page_state
from vla_web.page_state import to_sample
from vla_web.settings import WebSettings
from vla_web.timeline import Timeline

NODE: Final = 'web_node'
_STOP_TIMEOUT_S: Final = 3.0


class RobotSession:
    """
    One client of the system for all pages.

    Images, markers and detected objects are received only while a page is open.

    Parameters
    ----------
    domain_id, namespace
        As for `VlaClient`.

    """

    def __init__(self, domain_id: int | None = None, namespace: str = '') -> None:
        self.client = client = VlaClient(NODE, domain_id=domain_id, namespace=namespace)
        self.answers, self.timeline = AnswerLog(), Timeline()
        self._safety_received_s: float | None = None
        self._overlay, self._markers = LatestValue[CompressedImage](), LatestValue[bytes]()
        self._subscriptions: list[Any] = []
        node = client.node
        self.settings = client.run_on_executor(lambda: declare_settings(node, WebSettings))
        view = VisualizationSettings(base_frame=self.settings.base_frame)
        self._view = client.run_on_executor(lambda: VisualizationSubscriptions(node, view))
        client.on_policy_status(self.answers.update)
        client.on_safety_status(self._on_safety)

    def close(self) -> None:
        """Leave the graph."""
        self.client.close()

    # View ----------------------------------------------------------------------------------

    def set_viewed(self, viewed: bool) -> None:
        """Subscribe to images, markers and detections, or end these subscriptions."""
        self.client.run_on_executor(lambda: self._subscribe(viewed))

    def state(self) -> dict[str, Any]:
        """Return the state of the page, and add it to the timeline."""
        received_s = self._safety_received_s
        age_s = None if received_s is None else time.monotonic() - received_s
        liveness = Liveness(age_s, self.settings.live_timeout_s)
        policy, safety = self.client.policy_status, self.client.safety_status
        scene, camera = self._view.scene(), self._view.camera()
        state = to_page_state(scene, policy, safety, liveness, time.time(), camera)
        self.timeline.add(to_sample(state))
        return {**state, 'answers': self.answers.answers(state['waiting'])}

    def take_image(self) -> bytes | None:
        """Return the newest overlay at the last `state` as JPEG, once."""
        message = self._overlay.take()
        return None if message is None else message.data.tobytes()

    def take_scene(self) -> str | None:
        """Return the newest shapes as JSON at the last `state`, once."""
        data = self._markers.take()
        if data is None:
            return None
        shapes = to_scene(deserialize_message(data, MarkerArray))
        return json.dumps({'type': 'scene', 'shapes': shapes}, separators=(',', ':'))

    # Actions -------------------------------------------------------------------------------

    def send_command(self, text: str) -> TriggerReply:
        """Send a command; its answer follows in the state. Stop words call the stop service."""
        if is_stop_command(text):
            return self.stop()
        handle = self.client.send(text)
        handle.on_done(lambda result: self._on_result(text, result))
        return TriggerReply(True, 'sent')

    def stop(self) -> TriggerReply:
        """Stop the robot."""
        return self._trigger('stop')

    def reset(self) -> TriggerReply:
        """Clear a latched stop."""
        return self._trigger('reset')

    def approve(self, command_id: str) -> TriggerReply:
        """Approve the command that the page showed, unless another one waits now."""
        policy = self.client.policy_status
        if policy is None or not command_id or policy.command_id != command_id:
            return TriggerReply(
                False, 'the command that waits for approval must be the one shown; it has changed'
            )
        return self._trigger('approve')

    def new_scene(self) -> TriggerReply:
        """Reset the scene of the simulator."""
        policy = self.client.policy_status
        if policy is not None and policy.state == PolicyStatus.EXECUTING:
            return TriggerReply(False, 'a new scene needs a robot at rest. Stop the command first')
        return self._trigger('sim_node/reset_scene')

    def _trigger(self, service: str) -> TriggerReply:
        reply = self.client.trigger(service, _STOP_TIMEOUT_S)
        name = service.rpartition('/')[2].replace('_', ' ')
        self.answers.note(name, 'done' if reply.success else 'failed', reply.message)
        return reply

    # Callbacks -----------------------------------------------------------------------------

    def _on_safety(self, _: SafetyStatus) -> None:
        self._safety_received_s = time.monotonic()

    def _on_result(self, text: str, result: CommandResult) -> None:
        # The policy reports commands that reached it.
        if not result.command_id:
            self.answers.note(text, 'failed', result.message)

    def _subscribe(self, viewed: bool) -> None:
        node = self.client.node
        self._view.subscribe_live(viewed)
        for subscription in self._subscriptions:
            node.destroy_subscription(subscription)
        self._subscriptions = []
        if viewed:
            # Taken by `state`, as all that the view shows: waking up for each message costs more.
            overlay, group = 'attention_overlay/compressed', self._view.polled
            self._subscriptions = [
                node.create_subscription(
                    CompressedImage,
                    overlay,
                    self._overlay.put,
                    qos.BEST_EFFORT_LATEST,
                    callback_group=group,
                ),
                # Decoded only when a page takes it.
                node.create_subscription(
                    MarkerArray,
                    'multimodal_viz',
                    self._markers.put,
                    qos.RELIABLE_LATEST,
                    callback_group=group,
                    raw=True,
                ),
            ]
