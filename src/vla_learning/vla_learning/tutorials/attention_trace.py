# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Attention of the shipped policy for one command in one scene."""

from collections.abc import Collection
from dataclasses import dataclass

from numpy.typing import NDArray
import torch
from vla_common.command_meaning import COLORS
from vla_common.command_meaning import CommandMeaning
from vla_common.command_meaning import ObjectDescription
from vla_common.command_meaning import SHAPES
from vla_common.engine import TORCH
from vla_language.command import parse_command
from vla_language.interpreter import CommandInterpreter
from vla_language.interpreter import InterpretedStep
from vla_learning.evaluation.deletion_metric import deletion_curves
from vla_learning.evaluation.deletion_metric import GroundingModel
from vla_learning.evaluation.episode_runner import nearest_name
from vla_learning.evaluation.trials import EvaluationTrial
from vla_learning.language.labeled_command import LabeledCommand
from vla_perception.encoder_protocol import MAP_COLS
from vla_perception.encoder_protocol import MAP_ROWS
from vla_perception.encoder_registry import load_trained_encoder
from vla_perception.preprocess import resize_image
from vla_perception.visual_encoder import TOKEN_COLS
from vla_perception.visual_encoder import TOKEN_ROWS
from vla_policy.nn.cell_prior import ReferenceLabels
from vla_policy.nn.loading import load_torch_model
from vla_policy.nn.model import Grounding
from vla_policy.types.vocabulary import TaskKind
from vla_policy.types.vocabulary import Verdict
from vla_sim.physics.rendering import ImageArray
from vla_sim.physics.scene import Scene
from vla_sim.tasks.task import Task

#: Queries of the fusion, in its order.
QUERIES = ('target', 'destination', 'task')
_RANDOM_ORDERS = 3


@dataclass(frozen=True)
class AttentionTrace:
    """What each query read and where it looked; weights of a row sum to 1."""

    command: str
    task: str
    image: ImageArray  # (192, 256, 3)
    tokens: tuple[str, ...]  # word pieces of the encoded sentence, L
    words: NDArray  # (3, L) of QUERIES
    patches: NDArray  # (3, 12, 16) of QUERIES
    location: NDArray  # (2, 24, 32) of target and destination, with the prior
    location_alone: NDArray  # (2, 24, 32), without the prior
    located: str  # object of the scene that is nearest to the located target
    deletion: dict[str, list[float]]  # score of the target by share of deleted patches


def interpret_first_step(interpreter: CommandInterpreter, text: str) -> InterpretedStep:
    """
    Return the first step of a command, with the token states of its plain sentence.

    Raises
    ------
    ValueError
        If the command is refused.

    """
    result = interpreter.interpret(parse_command(text))
    if result.encoded is None:
        reason = result.command.reason or result.command.kind.name.lower()
        raise ValueError(f'COMMAND must be a task that the robot can do; got {text!r}: {reason}')
    return result.steps[0]


def require_target(step: InterpretedStep, scene: Scene, seed: int) -> None:
    """Raise ValueError unless an object of the scene has the color and shape of the target."""
    target = step.meaning.target
    assert target is not None
    for item in scene:
        is_color = target.colors is None or item.color in target.colors
        if is_color and (target.shapes is None or item.shape in target.shapes):
            return
    names = ', '.join(f'{item.color} {item.shape}' for item in scene)
    raise ValueError(
        f'COMMAND must be about an object of the scene; got {target.words!r}, and the scene of '
        f'SEED={seed} has {names}. Name one of these, or use another SEED'
    )


def references_of(meaning: CommandMeaning) -> ReferenceLabels:
    """Return the colors and classes that fit target and destination of a meaning."""
    pair = (meaning.target, meaning.destination)
    colors = [_fits(COLORS, None if item is None else item.colors) for item in pair]
    shapes = [_described_shapes(item) for item in pair]
    return ReferenceLabels(torch.tensor([colors]), torch.tensor([shapes]))


def _described_shapes(item: ObjectDescription | None) -> list[float]:
    """Return which classes fit; none without an object."""
    return _fits(SHAPES, frozenset() if item is None else item.shapes)


def _fits(names: Collection[str], allowed: frozenset[str] | None) -> list[float]:
    return [float(allowed is None or name in allowed) for name in names]


@torch.inference_mode()
def trace_attention(
    checkpoint: str,
    step: InterpretedStep,
    scene: Scene,
    image: ImageArray,
    command: str,
    seed: int,
) -> AttentionTrace:
    """
    Ground a command in the first image of a scene and measure the deletion curves.

    Parameters
    ----------
    checkpoint
        Weights of encoder and policy.
    step
        First step of the command, with token states.
    scene, image, seed
        Scene, its camera image (H, W, 3), and the seed of the random orders of deletion.
    command
        Text of the command.

    """
    assert step.encoded is not None
    encoder, policy = load_trained_encoder(checkpoint, TORCH), load_torch_model(checkpoint)
    states = torch.as_tensor(step.encoded.states)
    mask = torch.ones(len(states), dtype=torch.bool)
    references = references_of(step.meaning)
    model = GroundingModel(encoder, policy, states, mask, references)
    no_prior = ReferenceLabels(*(torch.zeros_like(fits) for fits in references))
    alone = GroundingModel(encoder, policy, states, mask, no_prior)
    small = resize_image(image)
    g = model.ground(small)
    assert g.text_weights is not None and g.image_weights is not None
    located = nearest_name(scene, tuple(g.location.position[0, 0].tolist()))
    task = TaskKind(int(g.task[0].argmax()))
    kind = task.name.lower()
    trial = EvaluationTrial(
        seed, kind, 'train', scene, LabeledCommand(command, task, Verdict.OK), _task(located)
    )
    return AttentionTrace(
        command=command,
        task=kind,
        image=small,
        tokens=step.encoded.tokens,
        words=g.text_weights[0].numpy(),
        patches=g.image_weights[0].unflatten(-1, (TOKEN_ROWS, TOKEN_COLS)).numpy(),
        location=_heat(g),
        location_alone=_heat(alone.ground(small)),
        located=located,
        deletion=deletion_curves(trial, image, model, 'mean', _RANDOM_ORDERS),
    )


def _task(target: str) -> Task:
    """Return a task with this target; the deletion metric needs no more of it."""
    return Task('point', target)


def _heat(g: Grounding) -> NDArray:
    share = g.location.logits[0].softmax(-1)
    heat: NDArray = share.unflatten(-1, (-1, MAP_ROWS, MAP_COLS)).sum(1).numpy()
    return heat
