# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Inputs and outputs of the policy network, and the interface of the engines that compute it.

The values are tensors in training and inside the network, and arrays of NumPy for the controller.
An engine passes on every field, so that a new output of the network needs only a new field here.
"""

from typing import Any
from typing import Generic
from typing import NamedTuple
from typing import Protocol
from typing import TypeVar

from vla_common.arrays import BoolArray
from vla_common.arrays import Float32Array

A = TypeVar('A')


class DenseScene(NamedTuple, Generic[A]):
    """
    Predictions for the N = layers * rows * cols cells of the feature map, layer by layer.

    The layers are objects and receptacles.
    """

    objectness: A  # (B, N) logits
    colors: A  # (B, N, COLORS) logits
    classes: A  # (B, N, CLASSES) logits
    position: A  # (B, N, 2) x, y in base_link [m]
    yaw: A  # (B, N, 2) cos, sin of 4 * yaw: a quarter turn maps a cube to itself
    #: Predicted error of the given camera pose (B, 6): translation [m], rotation vector [rad].
    camera_error: A
    camera_deviation: A  # (B, 6) that error over its usual size for a camera in its place


class LocationPrediction(NamedTuple, Generic[A]):
    """Location of each of Q queries; N cells of the scene."""

    logits: A  # (B * K, Q, N)
    position: A  # (B * K, Q, 2) x, y in base_link [m]
    yaw: A  # (B * K, Q, 2) cos, sin of 4 * yaw


class LanguageContext(NamedTuple, Generic[A]):
    """
    Encoded words of K commands for each image, independent of the images.

    Logits of a task and a direction that are known replace the predicted ones.
    """

    words: A  # (B * K, L, dim) word features
    mask: Any  # (B * K, L) True for valid words
    task: A | None = None  # (B * K, tasks) logits
    direction: A | None = None  # (B * K, directions) logits


class Grounding(NamedTuple, Generic[A]):
    """Interpretation of K commands in each of B scenes."""

    location: LocationPrediction[A]  # queries: target, destination
    destination: A  # (B * K, 2) goal of the object, also for pushes [m]
    task: A  # (B * K, tasks) logits
    direction: A  # (B * K, directions) logits
    text_weights: A | None  # (B * K, 3, L)
    image_weights: A | None  # (B * K, 3, N)
    dense: DenseScene[A]
    query: A  # (B * K, dim) state of the task query
    words: A  # (B * K, L, dim) word features


class DecoderInput(NamedTuple, Generic[A]):
    """Input of the decoder: robot state, phase and goal."""

    position: A  # (B, 3) tool centre point in base_link [m]
    yaw: A  # (B,) [rad]
    gripper: A  # (B,) opening, 0 to 1
    phase: Any  # (B,) int64, see Phase
    time_in_phase: A  # (B,) [s]
    task: A  # (B, 4) probabilities, see TaskKind
    target: A  # (B, 2) [m]
    destination: A  # (B, 2) [m]
    grasp_yaw: A  # (B,) [rad], within -pi/4 and pi/4


class ChunkPrediction(NamedTuple, Generic[A]):
    """K future steps."""

    position: A  # (B, K, 3) [m]
    quaternion: A  # (B, K, 4) unit, xyzw
    gripper: A  # (B, K) logits of the opening
    phase: A  # (B, K, phases) logits
    termination: A  # (B, K) logits


class PolicyNetworks(Protocol):
    """The policy network, computed by any engine; the arguments are those of `VlaPolicy`."""

    def encode_command(
        self, states: Float32Array, mask: BoolArray
    ) -> LanguageContext[Float32Array]:
        """Encode one command."""
        ...

    def predict_scene(
        self, tokens: Float32Array, feature_map: Float32Array, view: Float32Array
    ) -> DenseScene[Float32Array]:
        """Predict objects, colors and positions of all cells of one image."""
        ...

    def ground_in_image(
        self,
        tokens: Float32Array,
        feature_map: Float32Array,
        context: LanguageContext[Float32Array],
        scene: DenseScene[Float32Array],
        prior: Float32Array,
    ) -> Grounding[Float32Array]:
        """Ground one command with a known task in one image, with the attention weights."""
        ...

    def decode_actions(self, inputs: DecoderInput[Float32Array]) -> ChunkPrediction[Float32Array]:
        """Decode the next steps."""
        ...
