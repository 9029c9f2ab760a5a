# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Tiny policies with scripted outputs, and inputs for them."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from vla_common.arrays import BoolArray
from vla_common.arrays import Float32Array
from vla_common.checkpoint import save_checkpoint
from vla_common.command_meaning import CommandMeaning
from vla_common.command_meaning import ObjectDescription
from vla_common.command_meaning import PushDirection
from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SpeechAct
from vla_policy.nn.cell_prior import ReferenceLabels
from vla_policy.nn.model import VlaPolicy
from vla_policy.nn.policy_builder import build_policy
from vla_policy.nn.scene_head import CLASSES
from vla_policy.nn.scene_head import COLORS
from vla_policy.nn.scene_head import LAYER_HEIGHTS_M
from vla_policy.nn.scene_head import LAYERS
from vla_policy.nn.torch_networks import to_arrays
from vla_policy.types.chunk import EndEffectorState
from vla_policy.types.chunk import PredictedChunk
from vla_policy.types.network_types import DecoderInput
from vla_policy.types.network_types import Grounding
from vla_policy.types.network_types import LocationPrediction
from vla_policy.types.observation import Observation
from vla_policy.types.policy_config import PolicyConfig
from vla_policy.types.vocabulary import Phase
from vla_policy.types.vocabulary import TaskKind
from vla_policy.types.vocabulary import TRAINING_CAMERA_M

TINY = PolicyConfig(
    dim=16,
    map_channels=8,
    map_rows=3,
    map_cols=4,
    tokens=6,
    text_dim=12,
    heads=2,
    fusion_layers=2,
    steps=6,
    decoder_dim=16,
    decoder_hidden=24,
)
VISUAL, TEXT = 'grid_conv_v1', 'minilm_l6_v2'
RED_CUBE = ObjectDescription('red cube', frozenset({'red'}), frozenset({'cube'}))
PICK = CommandMeaning(SpeechAct.ORDER, RequestedTask.PICK, RED_CUBE)
#: A meaning of each task that a scripted policy can start.
MEANINGS = {
    TaskKind.PICK: PICK,
    TaskKind.PLACE: replace(PICK, task=RequestedTask.PLACE, place='center'),
    TaskKind.PUSH: replace(PICK, task=RequestedTask.PUSH, direction=PushDirection.LEFT),
    TaskKind.POINT: replace(PICK, task=RequestedTask.POINT),
}
#: Table position of every cell of a scripted policy, so of every object [m].
OBJECT_XY = (0.5, 0.1)
#: Point of the table behind it, on the ray from the camera of the training view.
SEEN_XY = tuple(
    np.add(
        OBJECT_XY,
        LAYER_HEIGHTS_M[0]
        / (TRAINING_CAMERA_M[2] - LAYER_HEIGHTS_M[0])
        * np.subtract(OBJECT_XY, TRAINING_CAMERA_M[:2]),
    ).tolist()
)


def random_policy(seed: int = 0) -> VlaPolicy:
    """Return a policy with random weights."""
    torch.manual_seed(seed)
    return build_policy(TINY).eval()


def scripted_policy(phase: Phase = Phase.APPROACH, done: bool = False) -> VlaPolicy:
    """Return a policy that detects one red cube; its steps stay at the end-effector pose."""
    model = random_policy()
    with torch.no_grad():
        for layer in (model.dense.read[-1], model.dense.camera.read[-1], model.decoder.output):
            torch.nn.init.zeros_(layer.weight)
            torch.nn.init.zeros_(layer.bias)
        model.dense.read[-1].bias[[1, 1 + COLORS]] = 10.0  # red, cube
        model.dense.read[-1].bias[
            len(model.dense.read[-1].bias) // LAYERS
        ] = -10.0  # no receptacle
        model.dense.cell_position.copy_(torch.tensor(SEEN_XY).expand_as(model.dense.cell_position))
        model.decoder.output.bias[8] = 10.0 if done else -10.0
        model.decoder.output.bias[9 + int(phase)] = 10.0
    return model


def write_checkpoint(
    path: Path, model: VlaPolicy | None = None, config: PolicyConfig = TINY, **header: object
) -> str:
    """Save a policy and return the path."""
    tensors = {f'policy.{k}': v for k, v in (model or scripted_policy()).state_dict().items()}
    save_checkpoint(
        path,
        tensors,
        {
            'policy': config.to_dict(),
            'visual_encoder_id': VISUAL,
            'text_encoder_id': TEXT,
            **header,
        },
    )
    return str(path)


def sample_observation(stamp_s: float = 0.0, seed: int = 1) -> Observation:
    """Return random visual features."""
    generator = torch.Generator().manual_seed(seed)
    map_shape = (TINY.map_channels, TINY.map_rows, TINY.map_cols)
    return Observation(
        stamp_s,
        torch.randn(6, TINY.dim, generator=generator).numpy(),
        torch.randn(*map_shape, generator=generator).numpy(),
    )


def sample_command(count: int = 5, seed: int = 2) -> tuple[Float32Array, BoolArray]:
    """Return random token states (count, text_dim) and their mask (count,)."""
    generator = torch.Generator().manual_seed(seed)
    states = torch.randn(count, TINY.text_dim, generator=generator).numpy()
    return states, np.ones(count, np.bool_)


@torch.inference_mode()
def sample_grounding() -> Grounding[Float32Array]:
    """Return the grounding of the sample command by a policy with random weights."""
    grounding: Grounding[Float32Array] = to_arrays(
        random_policy().forward_grounding(*sample_grounding_inputs(), weights=True)
    )
    # Of their own memory, so that a test may change it.
    return grounding._replace(
        location=LocationPrediction(*(x.copy() for x in grounding.location)),
        task=grounding.task.copy(),
        destination=grounding.destination.copy(),
    )


def sample_grounding_inputs() -> tuple[Tensor, Tensor, Tensor, Tensor, ReferenceLabels]:
    """Return the arguments of `forward_grounding` for the sample observation and command."""
    observation, command = sample_observation(), sample_command()
    arrays = (observation.tokens, observation.feature_map, *command)
    tokens, feature_map, states, mask = (torch.from_numpy(x)[None] for x in arrays)
    return tokens, feature_map, states, mask, sample_references()


def sample_references(count: int = 1) -> ReferenceLabels:
    """Return references of `count` commands to any object, with any object as destination."""
    return ReferenceLabels(torch.ones(count, 2, COLORS), torch.ones(count, 2, CLASSES))


def sample_end_effector(
    stamp_s: float = 0.0, yaw_rad: float = 0.0, x_m: float = 0.35
) -> EndEffectorState:
    """Return an end-effector state at the height of the home position, by default there."""
    return EndEffectorState(stamp_s, np.array([x_m, 0.0, 0.3]), yaw_rad, 1.0)


def sample_decoder_input(batch: int = 2) -> DecoderInput:
    """Return a batch of random decoder inputs."""
    torch.manual_seed(3)
    return DecoderInput(
        position=torch.rand(batch, 3),
        yaw=torch.rand(batch),
        gripper=torch.rand(batch),
        phase=torch.arange(batch) % len(Phase),
        time_in_phase=torch.rand(batch),
        task=torch.rand(batch, len(TaskKind)).softmax(-1),
        target=torch.rand(batch, 2),
        destination=torch.rand(batch, 2),
        grasp_yaw=torch.rand(batch),
    )


def sample_chunk(*phases: Phase, stamp_s: float = 0.0) -> PredictedChunk:
    """Return a chunk with one step of 0.1 s for each of `phases`."""
    count = len(phases)
    return PredictedChunk(
        stamp_s=stamp_s,
        step_duration_s=0.1,
        position=np.full((count, 3), 0.4),
        quaternion=np.tile((1.0, 0.0, 0.0, 0.0), (count, 1)),
        gripper=np.linspace(0, 1, count),
        termination=np.zeros(count),
        phases=np.array(phases, dtype=np.int64),
        task=TaskKind.PICK,
        phase=Phase.APPROACH,
        confidence=0.9,
        target=np.array([0.5, 0.1]),
        destination=None,
    )
