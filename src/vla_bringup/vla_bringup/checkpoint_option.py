# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The option --checkpoint: weights of your own in place of the shipped ones."""

import argparse
from typing import Final

from vla_common.checkpoint import resolve_path

#: Nodes with weights of the policy checkpoint: features and policy must be of one training.
NODES: Final = ('perception_node', 'policy_node')


def add_checkpoint_option(parser: argparse.ArgumentParser) -> None:
    """Add --checkpoint."""
    parser.add_argument(
        '--checkpoint',
        default='',
        metavar='FILE',
        help='weights that make train or a tutorial wrote (.safetensors), with their graphs '
        'beside them; empty: those of the parameter file',
    )


def checkpoint_parameters(checkpoint: str) -> dict[str, dict[str, str]]:
    """
    Return the parameters of the nodes with weights, for those of `checkpoint`; none if empty.

    The nodes check the content, and whether the graphs beside the file fit.

    Raises
    ------
    ValueError
        If there is no such file.

    """
    if not checkpoint:
        return {}
    path = resolve_path(checkpoint).absolute()
    if path.suffix != '.safetensors' or not path.is_file():
        raise ValueError(
            'checkpoint must be the path of a file of weights (.safetensors); got '
            f'{checkpoint!r}. make train and make actions print the path that they write'
        )
    return {node: {'checkpoint': str(path)} for node in NODES}


def check_checkpoint_option(options: argparse.Namespace, parser: argparse.ArgumentParser) -> None:
    """End with an error if the option names no file of weights."""
    try:
        checkpoint_parameters(options.checkpoint)
    except ValueError as error:
        parser.error(str(error))
