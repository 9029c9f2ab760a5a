# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Action decoders by name, each with about as many weights."""

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
    Build one of the decoders in `DECODERS`; its call is that of `Decoder`.

    Parameters
    ----------
    kind
        Name of the decoder.
    steps
        Length of a chunk.
    dim, hidden
        Channels of a step, and of the layers that read the situation.
    heads
        Heads of attention, where there is any.
    targets
        relative: steps are counted from where the tool is. absolute: from a fixed pose.

    """
    sizes = {'steps': steps, 'dim': dim, 'hidden': hidden}
    if kind == 'transformer':
        sizes['heads'] = heads
    return choose('decoder', kind, DECODERS)(**sizes, targets=targets)
