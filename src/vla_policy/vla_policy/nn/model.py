# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The shipped policy: fuse words and image, ground them, decode actions."""

from collections.abc import Mapping
from dataclasses import asdict
from dataclasses import dataclass
from typing import Any
from typing import NamedTuple

import torch
from torch import nn
from torch import Tensor
from vla_policy.nn.contrastive_alignment import Alignment
from vla_policy.nn.decoder_registry import build_decoder
from vla_policy.nn.fusion import Fusion
from vla_policy.nn.fusion import TextReader
from vla_policy.nn.fusion_registry import build_fusion
from vla_policy.nn.grounding import COLORS
from vla_policy.nn.grounding import DenseHead
from vla_policy.nn.grounding import DenseScene
from vla_policy.nn.grounding import Located
from vla_policy.nn.grounding import Locator
from vla_policy.nn.grounding import VerdictHead
from vla_policy.nn.reference_resolution import Asked
from vla_policy.nn.reference_resolution import BEST
from vla_policy.nn.reference_resolution import match
from vla_policy.nn.reference_resolution import Matches
from vla_policy.nn.reference_resolution import ReferenceReader
from vla_policy.nn.reference_resolution import SLOTS
from vla_policy.nn.transformer_decoder import ChunkPrediction
from vla_policy.nn.transformer_decoder import Decoder
from vla_policy.nn.transformer_decoder import Situation
from vla_policy.types.vocabulary import Direction
from vla_policy.types.vocabulary import DIRECTION_VECTORS
from vla_policy.types.vocabulary import Noun
from vla_policy.types.vocabulary import PUSH_DISTANCE_M
from vla_policy.types.vocabulary import TaskKind
from vla_policy.types.vocabulary import Verdict

#: Numbers that `_evidence` hands to the verdict.
EVIDENCE = SLOTS * (COLORS + 1 + len(Noun) + BEST)


@dataclass(frozen=True)
class PolicyConfig:
    """Sizes and parts of a policy; the defaults are those of the shipped one."""

    dim: int = 96
    map_channels: int = 64
    map_rows: int = 24
    map_cols: int = 32
    tokens: int = 192
    text_dim: int = 384
    heads: int = 4
    fusion_layers: int = 2
    steps: int = 16
    step_duration_s: float = 0.1
    decoder_dim: int = 64
    decoder_hidden: int = 256
    fusion: str = 'cross_attention'
    attention: str = 'scaled_dot_product'
    decoder: str = 'transformer'
    targets: str = 'relative'

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> 'PolicyConfig':
        """Read what `to_dict` wrote; an unknown name raises TypeError."""
        return cls(**values)

    def to_dict(self) -> dict[str, Any]:
        """Return the sizes for a checkpoint's header."""
        return asdict(self)


class Read(NamedTuple):
    """What the words of K commands for each image say, whatever the images show."""

    words: Tensor  # (B * K, L, dim) words in context
    mask: Tensor  # (B * K, L) True where a word counts
    asked: Asked


class Grounding(NamedTuple):
    """What a command means in a scene; K commands for each of B images."""

    located: Located  # queries: target, destination
    destination: Tensor  # (B * K, 2) where the thing goes, pushes included [m]
    task: Tensor  # (B * K, tasks) logits
    direction: Tensor  # (B * K, directions) logits
    verdict: Tensor  # (B * K, verdicts) logits
    text_weights: Tensor | None  # (B * K, 3, L)
    image_weights: Tensor | None  # (B * K, 3, N)
    dense: DenseScene
    asked: Asked
    matches: Matches
    query: Tensor  # (B * K, dim) state of the task query
    words: Tensor  # (B * K, L, dim) words in context


class VlaPolicy(nn.Module):
    """Image tokens, word states and robot state to a chunk of actions."""

    def __init__(
        self,
        *,
        text: TextReader,
        fusion: Fusion,
        dense: DenseHead,
        reference: ReferenceReader,
        locator: Locator,
        verdict: VerdictHead,
        decoder: Decoder,
        alignment: Alignment,
        dim: int,
    ) -> None:
        super().__init__()
        self.text, self.fusion, self.dense = text, fusion, dense
        self.reference, self.alignment = reference, alignment
        self.locator, self.verdict, self.decoder = locator, verdict, decoder
        self.task = nn.Linear(dim, len(TaskKind))
        self.direction = nn.Linear(dim, len(Direction))
        self.register_buffer('directions', torch.from_numpy(DIRECTION_VECTORS.copy()))

    def ground(
        self,
        tokens: Tensor,
        feature_map: Tensor,
        states: Tensor,
        mask: Tensor,
        *,
        weights: bool = False,
    ) -> Grounding:
        """
        Find out what is asked for and where it is.

        Parameters
        ----------
        tokens, feature_map, weights
            See `look`.
        states, mask
            See `read`.

        """
        return self.look(tokens, feature_map, self.read(states, mask), weights=weights)

    def read(self, states: Tensor, mask: Tensor) -> Read:
        """Read word states (B * K, L, text_dim), True where they count in mask (B * K, L)."""
        words = self.text(states, mask)
        return Read(words, mask, self.reference(words, states, mask))

    def look(
        self, tokens: Tensor, feature_map: Tensor, read: Read, *, weights: bool = False
    ) -> Grounding:
        """
        Find out where things are that were asked for; commands are read once, for many looks.

        Parameters
        ----------
        tokens
            Visual tokens (B, N, dim).
        feature_map
            (B, map_channels, rows, cols).
        read
            Of K commands for each of B images.
        weights
            Whether to return attention weights too.

        """
        words, mask, asked = read
        fused = self.fusion(words, mask, tokens, weights=weights)
        dense = self.dense(feature_map, tokens)
        matches = match(asked, dense, feature_map.shape[-2])
        located = self.locator(fused.queries[:, :2], feature_map, dense, matches.cells)
        query = fused.queries[:, 2]
        task, direction = self.task(query), self.direction(query)
        push = task.softmax(-1)[:, TaskKind.PUSH, None]
        pushed = located.position[:, 0] + PUSH_DISTANCE_M * direction.softmax(-1) @ self.directions
        return Grounding(
            located=located,
            destination=torch.lerp(located.position[:, 1], pushed, push),
            task=task,
            direction=direction,
            verdict=self.verdict(query, located, dense, _evidence(asked, matches)),
            text_weights=fused.text_weights,
            image_weights=fused.image_weights,
            dense=dense,
            asked=asked,
            matches=matches,
            query=query,
            words=words,
        )

    def act(self, situation: Situation) -> ChunkPrediction:
        """Decode the next steps."""
        prediction: ChunkPrediction = self.decoder(situation)
        return prediction


def build_policy(config: PolicyConfig, cell_position: Tensor | None = None) -> VlaPolicy:
    """
    Build the shipped policy.

    Parameters
    ----------
    config
        Sizes.
    cell_position
        Where each cell of the feature map looks at the table (rows * cols, 2) [m], to start
        from; zeros when None, as before weights are loaded.

    """
    c = config
    cells = c.map_rows * c.map_cols
    start = torch.zeros(cells, 2) if cell_position is None else cell_position
    return VlaPolicy(
        text=TextReader(text_dim=c.text_dim, dim=c.dim, heads=c.heads, attention=c.attention),
        fusion=build_fusion(
            c.fusion, dim=c.dim, heads=c.heads, layers=c.fusion_layers, attention=c.attention
        ),
        dense=DenseHead(channels=c.map_channels, dim=c.dim, tokens=c.tokens, cell_position=start),
        reference=ReferenceReader(
            dim=c.dim, text_dim=c.text_dim, heads=c.heads, attention=c.attention
        ),
        locator=Locator(dim=c.dim, channels=c.map_channels),
        verdict=VerdictHead(
            dim=c.dim, channels=c.map_channels, verdicts=len(Verdict), evidence=EVIDENCE
        ),
        decoder=build_decoder(
            c.decoder,
            steps=c.steps,
            dim=c.decoder_dim,
            hidden=c.decoder_hidden,
            heads=c.heads,
            targets=c.targets,
        ),
        alignment=Alignment(dim=c.dim, channels=c.map_channels, steps=c.steps),
        dim=c.dim,
    )


def _evidence(asked: Asked, matches: Matches) -> Tensor:
    """Return what the verdict weighs beside the queries (B * K, EVIDENCE)."""
    parts = (asked.colors.softmax(-1), asked.nouns.softmax(-1), matches.best)
    # Detached: the words are taught by their own labels.
    return torch.cat([x.detach().flatten(1) for x in parts], dim=-1)


def grasp_yaw(yaw_vector: Tensor) -> Tensor:
    """Return the yaw [rad] within (-pi/4, pi/4] of cos, sin of 4 * yaw (..., 2)."""
    return torch.atan2(yaw_vector[..., 1], yaw_vector[..., 0]) / 4
