# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Load a policy from a checkpoint, for one of the engines."""

from typing import NamedTuple
from typing import TYPE_CHECKING

import numpy as np
from vla_common.checkpoint import Checkpoint
from vla_common.checkpoint import CheckpointError
from vla_common.checkpoint import load_checkpoint
from vla_common.checkpoint import resolve_path
from vla_common.engine import is_onnx_runtime
from vla_common.engine import ONNX_RUNTIME
from vla_common.engine import TORCH
from vla_policy.nn.onnx_networks import OnnxNetworks
from vla_policy.types.network_types import DecoderInput
from vla_policy.types.network_types import PolicyNetworks
from vla_policy.types.policy_config import PolicyConfig
from vla_policy.types.vocabulary import Direction
from vla_policy.types.vocabulary import TaskKind

if TYPE_CHECKING:
    from vla_policy.nn.model import VlaPolicy

POLICY_PREFIX = 'policy.'


class LoadedPolicy(NamedTuple):
    """Policy with weights, and the ids of the encoders that it was trained with."""

    model: PolicyNetworks
    config: PolicyConfig
    visual_encoder_id: str
    text_encoder_id: str
    sha256: str


def load_policy(location: str, engine: str = ONNX_RUNTIME) -> LoadedPolicy:
    """
    Load the policy from a checkpoint at a path or ``package://`` location.

    Raises
    ------
    CheckpointError
        If a file cannot be read, or if its weights do not fit this version of the model or the
        exported graphs.

    """
    is_onnx = is_onnx_runtime(engine)
    checkpoint = load_checkpoint(location, POLICY_PREFIX, 'np' if is_onnx else 'pt')
    try:
        config = PolicyConfig.from_dict(checkpoint.header['policy'])
        ids = checkpoint.header['visual_encoder_id'], checkpoint.header['text_encoder_id']
    except (KeyError, TypeError) as error:
        raise CheckpointError(
            f'{location} does not hold a policy of this version ({error}). '
            'Use the checkpoint of this release, or run make train'
        ) from error
    model: PolicyNetworks
    if is_onnx:
        model = OnnxNetworks(resolve_path(location), checkpoint.tensors, config)
    else:
        model = _torch_networks(location, checkpoint, config)
    return LoadedPolicy(model, config, *ids, checkpoint.sha256)


def _torch_networks(location: str, checkpoint: Checkpoint, config: PolicyConfig) -> PolicyNetworks:
    # Not imported at the top: the import of torch takes seconds and 100 MB.
    from vla_policy.nn.policy_builder import load_model
    from vla_policy.nn.torch_networks import TorchNetworks

    return TorchNetworks(load_model(location, checkpoint, config))


def load_torch_model(location: str) -> 'VlaPolicy':
    """Load the network itself, as training and its evaluation use it; raises as `load_policy`."""
    from vla_policy.nn.torch_networks import TorchNetworks

    networks = load_policy(location, TORCH).model
    assert isinstance(networks, TorchNetworks)
    return networks.model


def warm_up(policy: LoadedPolicy) -> None:
    """Run the model once: the first call may take seconds, too long for the first command."""
    c, model = policy.config, policy.model
    tokens = np.zeros((1, c.tokens, c.dim), np.float32)
    feature_map = np.zeros((1, c.map_channels, c.map_rows, c.map_cols), np.float32)
    context = model.encode_command(
        np.zeros((1, 2, c.text_dim), np.float32), np.ones((1, 2), np.bool_)
    )
    context = context._replace(
        task=np.zeros((1, len(TaskKind)), np.float32),
        direction=np.zeros((1, len(Direction)), np.float32),
    )
    view = np.ones((1, 6), np.float32)
    scene = model.predict_scene(tokens, feature_map, view)
    prior = np.zeros((1, 2, scene.objectness.shape[-1]), np.float32)
    model.ground_in_image(tokens, feature_map, context, scene, prior)
    scalar, point = np.zeros(1, np.float32), np.zeros((1, 2), np.float32)
    model.decode_actions(
        DecoderInput(
            position=np.zeros((1, 3), np.float32),
            yaw=scalar,
            gripper=scalar,
            phase=np.zeros(1, np.int64),
            time_in_phase=scalar,
            task=np.zeros((1, len(TaskKind)), np.float32),
            target=point,
            destination=point,
            grasp_yaw=scalar,
        )
    )
