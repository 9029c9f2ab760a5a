# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Demonstrations as inputs and labels of the action decoder, on frozen features."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
import torch
from torch import Tensor
from vla_common.checkpoint import load_checkpoint
from vla_learning.data.config import DataConfig
from vla_learning.data.dataset import load_frames
from vla_learning.data.frames import Frames
from vla_learning.data.generate_dataset import dataset_is_complete
from vla_learning.data.generate_dataset import record_dataset
from vla_learning.language.command_generator import CommandGenerator
from vla_learning.language.labeled_command import LabeledCommand
from vla_learning.training.expert_labels import chunk_labels
from vla_learning.training.expert_labels import true_grasp_yaw
from vla_learning.training.feature_cache import VisualFeatureCache
from vla_learning.training.feature_cache import write_visual_features
from vla_learning.training.labels import ChunkLabels
from vla_learning.training.labels import command_labels
from vla_learning.training.labels import CommandLabels
from vla_learning.training.labels import reference_labels
from vla_learning.training.network import build_network
from vla_learning.training.network import VlaNetwork
from vla_learning.training.text_cache import CachedTextEncoder
from vla_policy.nn.decoder import DecoderInput
from vla_policy.nn.grounding import grasp_yaw
from vla_policy.types.policy_config import PolicyConfig
from vla_policy.types.vocabulary import Direction
from vla_policy.types.vocabulary import Phase
from vla_policy.types.vocabulary import TaskKind

#: First scene of the demonstrations; the shipped weights were trained with smaller seeds.
FIRST_SEED = 3_000_000
#: Largest error of a located goal; beyond it the label is not what the decoder aims at.
_MAX_AIM_ERROR_M = 0.03
#: Phases in which the controller still updates the goal from new images.
_TRACKED = (Phase.APPROACH, Phase.DESCEND)
_BATCH = 64


class ActionSamples(NamedTuple):
    """N states of demonstrations and the next steps of the expert."""

    inputs: DecoderInput
    labels: ChunkLabels

    def rows(self, index: Tensor) -> 'ActionSamples':
        """Return some of the samples."""
        return ActionSamples(
            DecoderInput(*(values[index] for values in self.inputs)),
            ChunkLabels(*(values[index] for values in self.labels)),
        )


class LocatedGoals(NamedTuple):
    """Goals that the frozen network locates in N images."""

    target: Tensor  # (N, 2) [m]
    destination: Tensor  # (N, 2) [m]
    grasp_yaw: Tensor  # (N,) [rad]


def record_demonstrations(folder: Path, episodes: int, workers: int) -> Frames:
    """Record episodes of the expert, or read those of an earlier run with the same number."""
    config = DataConfig(
        folder=str(folder),
        seed=FIRST_SEED,
        episodes=episodes,
        random_pose_frames=0,
        workers=workers,
    )
    if not dataset_is_complete(config):
        record_dataset(config)
    return load_frames(folder)


def load_network(checkpoint: str) -> VlaNetwork:
    """Return visual encoder and policy of a checkpoint, without gradients."""
    loaded = load_checkpoint(checkpoint, '')
    network = build_network(PolicyConfig.from_dict(loaded.header['policy']))
    network.load_state_dict(loaded.tensors)
    return network.eval().requires_grad_(requires_grad=False)


def collect_samples(
    network: VlaNetwork, frames: Frames, text: CachedTextEncoder, folder: Path
) -> tuple[ActionSamples, NDArray[np.int64]]:
    """
    Return the samples of all frames whose goal is located within 3 cm, and their rows.

    Parameters
    ----------
    network
        Frozen network that encodes the images and locates the goals.
    frames
        Demonstrations.
    text
        Text encoder.
    folder
        Folder of the visual features.

    """
    commands = demonstrated_commands(frames)
    features = write_visual_features(folder, frames, network.visual, augment=False)
    source = goal_rows(frames)
    located = locate_goals(network, features, commands, text)
    goals = LocatedGoals(*(values[source] for values in located))
    # What the expert aims at is true at the image in which the goal was located.
    truth = command_labels(frames, source.tolist(), commands)
    labels = _expert_labels(frames, truth)
    inputs = _decoder_inputs(frames, truth.task, goals)
    has_destination = (truth.task == TaskKind.PLACE) | (truth.task == TaskKind.PUSH)
    error = (goals.target - truth.target).norm(dim=-1)
    far = (goals.destination - truth.destination).norm(dim=-1) * has_destination
    rows = torch.nonzero(torch.maximum(error, far) < _MAX_AIM_ERROR_M)[:, 0]
    return ActionSamples(inputs, labels).rows(rows), rows.numpy()


def demonstrated_commands(frames: Frames) -> list[LabeledCommand]:
    """Return a command for the demonstrated task of every frame, one wording per episode."""
    return [_command(frames, row) for row in range(len(frames))]


def _command(frames: Frames, row: int) -> LabeledCommand:
    task, target, destination, direction = frames.task[row].tolist()
    generator = CommandGenerator(np.random.default_rng(int(frames.scene[row])))
    command = generator.generate_valid(
        frames.objects_in(row),
        task=TaskKind(task),
        target=target,
        destination=destination if task == TaskKind.PLACE else None,
        direction=Direction(direction) if task == TaskKind.PUSH else None,
    )
    assert command is not None
    return command


def goal_rows(frames: Frames) -> NDArray[np.int64]:
    """
    Return for every frame the frame in which its goal is located (N,).

    As in the controller, a goal is updated until the grasp or the push, and kept afterwards: the
    fingers hide the object, and it moves.
    """
    is_start = np.diff(frames.scene, prepend=-1) != 0
    is_tracked = is_start | np.isin(frames.phase[:, 0], _TRACKED)
    rows: NDArray[np.int64] = np.maximum.accumulate(
        np.where(is_tracked, np.arange(len(frames)), 0)
    )
    return rows


@torch.inference_mode()
def locate_goals(
    network: VlaNetwork,
    features: VisualFeatureCache,
    commands: Sequence[LabeledCommand],
    text: CachedTextEncoder,
) -> LocatedGoals:
    """Locate target and destination of the command of every frame."""
    parts = []
    for start in range(0, len(commands), _BATCH):
        part = commands[start : start + _BATCH]
        visual = features(range(start, start + len(part)))
        states, mask = text([command.text for command in part])
        found = network.policy.forward_grounding(
            visual.tokens, visual.feature_map, states, mask, reference_labels(part)
        )
        yaw = grasp_yaw(found.location.yaw[:, 0])
        parts.append(LocatedGoals(found.location.position[:, 0], found.destination, yaw))
    return LocatedGoals(*(torch.cat(values).clone() for values in zip(*parts, strict=True)))


def _expert_labels(frames: Frames, truth: CommandLabels) -> ChunkLabels:
    tool, state = frames.tool.astype(np.float64), frames.phase.astype(np.float64)
    return chunk_labels(
        position=tool[:, :3],
        yaw=tool[:, 3],
        gripper=tool[:, 4],
        phase=state[:, 0].astype(np.int64),
        time_in_phase=state[:, 1],
        task=truth.task.numpy(),
        target=truth.target.numpy().astype(np.float64),
        grasp_yaw=true_grasp_yaw(truth),
        destination=truth.destination.numpy().astype(np.float64),
    )


def _decoder_inputs(frames: Frames, task: Tensor, goals: LocatedGoals) -> DecoderInput:
    tool = torch.from_numpy(frames.tool).float()
    return DecoderInput(
        position=tool[:, :3],
        yaw=tool[:, 3],
        gripper=tool[:, 4],
        phase=torch.from_numpy(frames.phase[:, 0].astype(np.int64)),
        time_in_phase=torch.from_numpy(frames.phase[:, 1].copy()).float(),
        task=torch.nn.functional.one_hot(task, len(TaskKind)).float(),
        target=goals.target,
        destination=goals.destination,
        grasp_yaw=goals.grasp_yaw,
    )
