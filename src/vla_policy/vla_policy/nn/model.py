# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Policy network: fuse words and image, ground the command, decode actions."""

import torch
from torch import nn
from torch import Tensor
from vla_policy.nn.cell_prior import match_cells
from vla_policy.nn.cell_prior import ReferenceLabels
from vla_policy.nn.contrastive_alignment import ContrastiveAlignment
from vla_policy.nn.decoder import Decoder
from vla_policy.nn.fusion import Fusion
from vla_policy.nn.grounding import LocationHead
from vla_policy.nn.scene_head import SceneHead
from vla_policy.nn.text_adapter import TextAdapter
from vla_policy.types.network_types import ChunkPrediction
from vla_policy.types.network_types import DecoderInput
from vla_policy.types.network_types import DenseScene
from vla_policy.types.network_types import Grounding
from vla_policy.types.network_types import LanguageContext
from vla_policy.types.network_types import LocationPrediction
from vla_policy.types.vocabulary import Direction
from vla_policy.types.vocabulary import DIRECTION_VECTORS
from vla_policy.types.vocabulary import PUSH_DISTANCE_M
from vla_policy.types.vocabulary import TaskKind


class VlaPolicy(nn.Module):
    """Vision-language-action policy: image tokens, token states and robot state to a chunk."""

    directions: Tensor  # (directions, 2) unit vectors

    def __init__(
        self,
        *,
        text: TextAdapter,
        fusion: Fusion,
        dense: SceneHead,
        locator: LocationHead,
        decoder: Decoder,
        alignment: ContrastiveAlignment,
        dim: int,
    ) -> None:
        super().__init__()
        self.text, self.fusion, self.dense = text, fusion, dense
        self.locator, self.decoder, self.alignment = locator, decoder, alignment
        self.task = nn.Linear(dim, len(TaskKind))
        self.direction = nn.Linear(dim, len(Direction))
        self.register_buffer('directions', torch.from_numpy(DIRECTION_VECTORS.copy()))

    def forward_grounding(
        self,
        tokens: Tensor,
        feature_map: Tensor,
        states: Tensor,
        mask: Tensor,
        labels: ReferenceLabels,
        view: Tensor | None = None,
        *,
        weights: bool = False,
    ) -> Grounding:
        """
        Encode commands whose references are known and ground them in images.

        Parameters
        ----------
        tokens, feature_map, weights
            See `ground_in_image`.
        states, mask
            See `encode_command`.
        labels
            Labels of the references of each command, from which the prior is computed.
        view
            See `predict_scene`.

        """
        context = self.encode_command(states, mask)
        scene = self.predict_scene(tokens, feature_map, view)
        prior = match_cells(labels, scene)
        return self.ground_in_image(tokens, feature_map, context, scene, prior, weights=weights)

    def encode_command(self, states: Tensor, mask: Tensor) -> LanguageContext:
        """
        Encode commands, once for all images.

        Parameters
        ----------
        states
            Token states of the text encoder (B * K, L, text_dim).
        mask
            (B * K, L), True for valid tokens.

        """
        words = self.text(states, mask)  # (B * K, L, dim)
        return LanguageContext(words, mask)

    def ground_in_image(
        self,
        tokens: Tensor,
        feature_map: Tensor,
        context: LanguageContext,
        scene: DenseScene,
        prior: Tensor,
        *,
        weights: bool = False,
    ) -> Grounding:
        """
        Ground K encoded commands in each of B images.

        Parameters
        ----------
        tokens, feature_map
            (B, N, dim) and (B, map_channels, rows, cols).
        context
            Of K commands for each image.
        scene
            Result of `predict_scene` for the same images.
        prior
            Match of each cell with target and destination (B * K, 2, cells), 0 to 1.
        weights
            Whether to return attention weights too.

        """
        fused = self.fusion(context.words, context.mask, tokens, weights=weights)
        location = self.locator(fused.queries[:, :2], feature_map, scene, prior)
        query = fused.queries[:, 2]
        task = self.task(query) if context.task is None else context.task
        direction = self.direction(query) if context.direction is None else context.direction
        return Grounding(
            location=location,
            destination=self._destination(location, task, direction),
            task=task,
            direction=direction,
            text_weights=fused.text_weights,
            image_weights=fused.image_weights,
            dense=scene,
            query=query,
            words=context.words,
        )

    def predict_scene(
        self, tokens: Tensor, feature_map: Tensor, view: Tensor | None = None
    ) -> DenseScene:
        """
        Predict objects, colors and positions of all cells; independent of commands.

        `view` (B, 6) is the given position of the camera and the measured position of the tool
        [m]; None for those of the training view with the arm at home.
        """
        scene: DenseScene = self.dense(feature_map, tokens, view)
        return scene

    def _destination(
        self, location: LocationPrediction, task: Tensor, direction: Tensor
    ) -> Tensor:
        """Return the located destination, or for a push a point beside the target (B * K, 2)."""
        push = task.softmax(-1)[:, TaskKind.PUSH, None]  # (B * K, 1)
        pushed = (
            location.position[:, 0] + PUSH_DISTANCE_M * direction.softmax(-1) @ self.directions
        )
        return torch.lerp(location.position[:, 1], pushed, push)

    def decode_actions(self, inputs: DecoderInput) -> ChunkPrediction:
        """Decode the next K steps."""
        prediction: ChunkPrediction = self.decoder(inputs)
        return prediction
