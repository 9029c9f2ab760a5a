# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Losses of language fine-tuning: the noun ensemble and the alignment of captions and scenes."""

from collections.abc import Sequence
from typing import NamedTuple
from zlib import crc32

import torch
from torch import nn
from torch import Tensor
from torch.nn import functional
from vla_learning.language.labeled_command import LabeledCommand
from vla_learning.language.referring_expressions import ObjectReference
from vla_learning.training.batches import SceneCaptions
from vla_learning.training.distributed import gather_rows
from vla_perception.visual_encoder import VisualOutput
from vla_policy.nn.model import VlaPolicy
from vla_policy.nn.noun_ensemble import ENSEMBLE_SIZE
from vla_policy.types.vocabulary import Noun

# Only these nouns are predicted for unknown words: bowls and plates have few nouns, and a word
# for any object must not be guessed.
_OPEN_NOUNS = (Noun.CUBE, Noun.CYLINDER, Noun.SPHERE, Noun.UNKNOWN)


class NounInputs(NamedTuple):
    """Commands with their token states, in each process its share."""

    commands: list[LabeledCommand]  # B
    states: Tensor  # (B, L, text_dim)
    mask: Tensor  # (B, L)
    weight: float  # of the share; the mean over all processes is 1


class SceneInputs(NamedTuple):
    """Visual features of scenes with their captions, in each process its share."""

    features: VisualOutput  # B scenes
    captions: SceneCaptions  # states of B captions; matches of all processes


class LanguageLosses(nn.Module):
    """A policy and its language losses as one forward pass."""

    def __init__(self, policy: VlaPolicy) -> None:
        super().__init__()
        self.policy = policy

    def forward(self, nouns: NounInputs, scenes: SceneInputs) -> dict[str, Tensor]:
        """Return the losses `nouns` and `scene_text`."""
        return {'nouns': self._noun_loss(nouns), 'scene_text': self._scene_loss(scenes)}

    def _noun_loss(self, inputs: NounInputs) -> Tensor:
        words = self.policy.text(inputs.states, inputs.mask)
        prediction = self.policy.reference.predict_nouns(words, inputs.states, inputs.mask)
        return inputs.weight * ensemble_loss(prediction.member_logits, inputs.commands)

    def _scene_loss(self, inputs: SceneInputs) -> Tensor:
        """Contrast the captions of all processes with the scenes of all processes."""
        alignment, (features, captions) = self.policy.alignment, inputs
        with torch.no_grad():
            dense = self.policy.dense(features.feature_map, features.tokens)
        words = self.policy.text(captions.states, captions.mask)
        text = gather_rows(alignment.embed_text(words, captions.mask))
        scene = gather_rows(alignment.embed_scene(features.feature_map, dense))
        loss: Tensor = alignment.loss(text, scene, captions.matches)
        return loss


def ensemble_loss(member_logits: Tensor, commands: Sequence[LabeledCommand]) -> Tensor:
    """
    Return the mean cross-entropy of the ensemble members that are trained on each noun.

    Parameters
    ----------
    member_logits
        (B, SLOTS, ENSEMBLE_SIZE, nouns).
    commands
        B commands.

    """
    nouns = torch.tensor([[r.noun for r in c.references] for c in commands])
    goal = nouns[..., None].expand(-1, -1, ENSEMBLE_SIZE)
    error = functional.cross_entropy(member_logits.flatten(0, 2), goal.flatten(), reduction='none')
    trained = trained_members(commands)
    loss: Tensor = (error.unflatten(0, goal.shape) * trained).sum() / trained.sum()
    return loss


def trained_members(commands: Sequence[LabeledCommand]) -> Tensor:
    """Return the members that are trained on each reference (B, SLOTS, ENSEMBLE_SIZE) bool."""
    held_out = torch.tensor(
        [list(map(held_out_member, c.references, c.surface_forms)) for c in commands]
    )
    return torch.arange(ENSEMBLE_SIZE) != held_out[..., None]


def held_out_member(reference: ObjectReference, surface_form: str) -> int:
    """
    Return the ensemble member that is never trained on this noun, -1 for none.

    Nouns with the same last word, as "ball" and "tennis ball", are held out from one member.
    """
    if reference.noun not in _OPEN_NOUNS:
        return -1
    return crc32(surface_form.split()[-1].encode()) % ENSEMBLE_SIZE
