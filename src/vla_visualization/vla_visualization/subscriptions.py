# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Subscriptions of the visualization node, combined into one scene."""

from collections.abc import Iterator
from functools import partial
import time
from typing import Any

from numpy.typing import NDArray
from rclpy.node import Node
from sensor_msgs.msg import CameraInfo
from sensor_msgs.msg import CompressedImage
from sensor_msgs.msg import Image
from std_msgs.msg import Header
from vla_common import qos
from vla_common.polled_callback_group import PolledCallbackGroup
from vla_interfaces.msg import ActionChunk
from vla_interfaces.msg import AttentionMap
from vla_interfaces.msg import CommandEmbedding
from vla_interfaces.msg import DetectedObjects
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import RobotState
from vla_interfaces.msg import SafetyStatus
from vla_perception.camera_info import to_camera_intrinsics
from vla_perception.camera_pose import camera_pose_source
from vla_perception.image_message import decode_message
from vla_perception.image_subscriptions import ImageSubscriptions
from vla_perception.projection import CameraIntrinsics
from vla_perception.projection import CameraModel
from vla_visualization import observation_messages as convert
from vla_visualization.cached_slot import CachedSlot
from vla_visualization.command_words import to_word_pieces
from vla_visualization.observations import CommandView
from vla_visualization.observations import ObjectView
from vla_visualization.observations import SceneView
from vla_visualization.scene_assembly import held_object
from vla_visualization.scene_assembly import shown_attention
from vla_visualization.scene_assembly import shown_command
from vla_visualization.scene_assembly import shown_objects
from vla_visualization.scene_assembly import shown_path
from vla_visualization.scene_assembly import with_margin
from vla_visualization.settings import VisualizationSettings
from vla_visualization.status_card import SystemStatus
from vla_visualization.status_card import to_status_card
from vla_visualization.trail import Trail


class VisualizationSubscriptions:
    """
    Subscriptions of a node, with the latest message of each topic.

    Attributes
    ----------
    polled
        Callback group of all of them; `scene` takes the messages, also those of subscriptions
        that others add.

    """

    def __init__(self, node: Node, settings: VisualizationSettings) -> None:
        self._node = node
        base, max_age_s = settings.base_frame, settings.stale_after_s
        self._path = CachedSlot(partial(convert.to_planned_path, base_frame=base), max_age_s)
        self._end_effector = CachedSlot(
            partial(convert.to_end_effector, base_frame=base), max_age_s
        )
        self._attention = {
            query: CachedSlot(convert.to_query_attention, max_age_s) for query in convert.QUERIES
        }
        self._words = {query: CachedSlot(to_word_pieces) for query in convert.QUERIES}
        self._objects = CachedSlot(partial(convert.to_objects, base_frame=base), max_age_s)
        self._refused = CachedSlot(partial(convert.to_refused_points, base_frame=base))
        self._workspace = CachedSlot(partial(convert.to_workspace, base_frame=base))
        self._command = CachedSlot(_with_view)
        self._policy = CachedSlot(_with_candidates)
        self._safety = CachedSlot[SafetyStatus, SafetyStatus](_same)
        self._were_running = set[str]()
        self._trail = Trail()
        self._info = CachedSlot(_with_header)
        self._image = CachedSlot(_decode_with_header, max_age_s)
        self._pose_source = camera_pose_source(
            node, base, settings.camera_pose, use_tf=settings.use_tf
        )
        # Messages are taken when a scene is drawn: at the rates of camera and robot, waking up
        # for each message costs more than the drawing.
        self.polled = PolledCallbackGroup()
        self._images: ImageSubscriptions | None = None
        self._live: list[Any] = []
        self._size_problem = ''
        self._subscriptions = list(self._subscribe())

    def _subscribe(self) -> Iterator[Any]:
        for kind, topic, callback, profile in (
            (CommandEmbedding, 'command_embedding', self._command.put, qos.LATCHED),
            (PolicyStatus, 'policy_status', self._policy.put, qos.LATCHED),
            (SafetyStatus, 'safety_status', self._on_safety, qos.LATCHED),
        ):
            yield self._node.create_subscription(
                kind, topic, callback, profile, callback_group=self.polled
            )

    def subscribe_images(self, wanted: bool) -> None:
        """Create, update or destroy the image subscriptions; receiving images is expensive."""
        if wanted and self._images is None:
            self._images = ImageSubscriptions(self._node, self._image.put, group=self.polled)
        elif wanted and self._images is not None:
            self._images.update()
        elif not wanted:
            if self._images is not None:
                self._images.close()
            self._images = None
            self._image.clear()

    def subscribe_live(self, wanted: bool) -> None:
        """
        Create or destroy the subscriptions of live data, which only a viewer needs.

        At their rates, receiving them costs more CPU time than all else without viewers; detected
        objects also cost the policy time.
        """
        if wanted and not self._live:
            self._live = [
                self._node.create_subscription(
                    kind, topic, callback, profile, callback_group=self.polled
                )
                for kind, topic, callback, profile in (
                    (CameraInfo, 'camera/camera_info', self._info.put, qos.BEST_EFFORT_LATEST),
                    (ActionChunk, 'action_chunk', self._path.put, qos.RELIABLE_LATEST),
                    (AttentionMap, 'attention', self._on_attention, qos.SENSOR),
                    (RobotState, 'robot_state', self._end_effector.put, qos.BEST_EFFORT_LATEST),
                    (DetectedObjects, 'detected_objects', self._objects.put, qos.SENSOR),
                )
            ]
        elif not wanted and self._live:
            for subscription in self._live:
                self._node.destroy_subscription(subscription)
            self._live = []
            slots: list[CachedSlot[Any, Any]] = [self._info, self._path, self._end_effector]
            for slot in (*slots, self._objects, *self._attention.values(), *self._words.values()):
                slot.clear()

    def set_max_age(self, max_age_s: float) -> None:
        """Set the age above which path, attention, end effector and image are not shown."""
        slots: list[CachedSlot[Any, Any]] = [
            self._path,
            self._end_effector,
            self._image,
            self._objects,
        ]
        for slot in (*slots, *self._attention.values()):
            slot.max_age_s = max_age_s

    def close(self) -> None:
        """Destroy the subscriptions."""
        self.subscribe_images(False)
        self.subscribe_live(False)
        self._pose_source.close()
        for subscription in self._subscriptions:
            self._node.destroy_subscription(subscription)

    def scene(self) -> SceneView:
        """Take the newest messages, and return the data of all valid ones."""
        self.polled.poll()
        status, candidates = self._status()
        tool, now_s = self._end_effector.read(), time.monotonic()
        if tool is not None:
            self._trail.add(tool.position_m, now_s)
        objects = shown_objects(self._objects.read() or (), candidates, tool)
        policy, safety, command = status.policy, status.safety, self._command.read()
        path = shown_path(self._path.read(), policy, safety, held_object(objects))
        workspace = self._workspace.read()
        maps = (slot.read() for slot in self._attention.values())
        pieces = {query: slot.read() for query, slot in self._words.items()}
        known = {query: found for query, found in pieces.items() if found}
        return SceneView(
            path=path,
            refused=self._refused.read(),
            end_effector=tool,
            attention=shown_attention(filter(None, maps), status.command, policy, path),
            command=shown_command(command[1], command[0], known, path) if command else None,
            card=with_margin(to_status_card(status), path, workspace),
            objects=objects,
            workspace=workspace,
            trail=self._trail.points(now_s),
        )

    def _status(self) -> tuple[SystemStatus, tuple[ObjectView, ...]]:
        """Return the states of the nodes, and the objects that the policy asks about."""
        # A latched status outlives its publisher, but the status of a dead node is not valid.
        is_running = {}
        for name, slot in (('policy', self._policy), ('safety', self._safety)):
            is_running[name] = bool(self._node.count_publishers(f'{name}_status'))
            if is_running[name]:
                self._were_running.add(name)
            elif name in self._were_running:
                # The first status may come before its publisher is in the graph.
                self._were_running.remove(name)
                slot.clear()
        command, policy = self._command.read(), self._policy.read()
        status = SystemStatus(
            command=command[0] if command else None,
            policy=policy[0] if policy else None,
            safety=self._safety.read(),
            is_policy_running=is_running['policy'],
            is_safety_running=is_running['safety'],
        )
        return status, policy[1] if policy else ()

    def camera(self) -> CameraModel | None:
        """Return the camera model at the last `scene`; None without a camera_info of the image."""
        info, image = self._info.read(), self._image.read()
        self._size_problem = size_problem(info[1], image[1]) if info and image else ''
        if self._size_problem:
            return None
        if info is None:
            return None
        header, intrinsics = info
        return CameraModel(intrinsics, self._pose_source.pose(header.frame_id))

    def image(self) -> tuple[Header, NDArray] | None:
        """Return header and RGB pixels of the image at the last `scene`, each time the same."""
        return self._image.read()

    def problems(self) -> list[str]:
        """Return the error texts of invalid latest messages."""
        slots: list[CachedSlot[Any, Any]] = [
            self._path,
            self._end_effector,
            *self._attention.values(),
            *self._words.values(),
            self._objects,
            self._refused,
            self._workspace,
            self._command,
            self._policy,
            self._safety,
            self._info,
            self._image,
        ]
        problems = [slot.problem for slot in slots if slot.problem]
        return [*problems, self._size_problem] if self._size_problem else problems

    def _on_attention(self, message: AttentionMap) -> None:
        if message.query in self._attention:
            self._attention[message.query].put(message)
            self._words[message.query].put(message)

    def _on_safety(self, message: SafetyStatus) -> None:
        self._safety.put(message)
        self._refused.put(message)
        self._workspace.put(message)


def size_problem(intrinsics: CameraIntrinsics, pixels: NDArray) -> str:
    """Return the error text of intrinsics of another size than the image, or an empty text."""
    height_px, width_px = pixels.shape[:2]
    if (intrinsics.width_px, intrinsics.height_px) == (width_px, height_px):
        return ''
    return (
        f'camera_info must have the size of the image, {width_px} x {height_px}, got '
        f'{intrinsics.width_px} x {intrinsics.height_px}; load the calibration of this '
        'resolution in the camera driver'
    )


def _with_header(info: CameraInfo) -> tuple[Header, CameraIntrinsics]:
    return info.header, to_camera_intrinsics(info)


def _decode_with_header(image: Image | CompressedImage) -> tuple[Header, NDArray]:
    return image.header, decode_message(image)


def _with_view(command: CommandEmbedding) -> tuple[CommandEmbedding, CommandView]:
    return command, convert.to_command(command)


def _with_candidates(status: PolicyStatus) -> tuple[PolicyStatus, tuple[ObjectView, ...]]:
    return status, convert.to_candidates(status)


def _same(status: SafetyStatus) -> SafetyStatus:
    return status
