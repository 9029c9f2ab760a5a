# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Registry of the action decoders; all have about the same number of weights."""

from collections.abc import Callable

from torch import nn
from vla_policy.nn.lstm_decoder import LstmDecoder
from vla_policy.nn.registry import choose
from vla_policy.nn.transformer_decoder import TransformerChunkDecoder

DECODERS: dict[str, Callable[..., nn.Module]] = {
    'transformer': TransformerChunkDecoder,
    'lstm': LstmDecoder,
}


def build_decoder(
    kind: str, *, steps: int, dim: int, hidden: int, heads: int, targets: str = 'relative'
) -> nn.Module:
    """
    Build a decoder that implements `Decoder`.

    Parameters
    ----------
    kind
        Name of the decoder, a key of `DECODERS`.
    steps
        Length of a chunk.
    dim, hidden
        Channels of a step, and of the layers that encode the input.
    heads
        Heads of attention, if the decoder has any.
    targets
        relative: poses relative to the end effector. absolute: relative to a fixed pose.

    """
    sizes = {'steps': steps, 'dim': dim, 'hidden': hidden}
    if kind == 'transformer':
        sizes['heads'] = heads
    return choose('decoder', kind, DECODERS)(**sizes, targets=targets)
