# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Engines that run the networks of the nodes."""

from importlib.util import find_spec
from typing import Final

#: Parameter `engine` of the nodes that run a network.
ONNX_RUNTIME: Final = 'onnxruntime'
TORCH: Final = 'torch'
ENGINES: Final = (ONNX_RUNTIME, TORCH)
ENGINE_DESCRIPTION: Final = (
    'Library that runs the network, onnxruntime or torch; the outputs are the same within rounding'
)


def is_onnx_runtime(engine: str) -> bool:
    """
    Return whether the engine is ONNX Runtime, and not torch.

    Raises
    ------
    ValueError
        If there is no engine of this name.
    RuntimeError
        If the engine is torch, and torch is not installed.

    """
    if engine not in ENGINES:
        raise ValueError(f'engine must be one of {", ".join(ENGINES)}; got {engine!r}')
    if engine == TORCH and find_spec('torch') is None:
        raise RuntimeError(
            'the engine torch requires the package torch, which is not installed. '
            'Run: make setup, or set the parameter engine to onnxruntime'
        )
    return engine == ONNX_RUNTIME


def use_one_thread(engine: str) -> None:
    """Run the networks in one thread: a second is not faster and makes latencies less regular."""
    # Networks of ONNX Runtime have one thread each.
    if engine == TORCH:
        import torch

        torch.set_num_threads(1)
