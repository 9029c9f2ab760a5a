# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The file from which a stopped training run goes on."""

from pathlib import Path
import pickle
from typing import Any

import torch


class TrainingError(ValueError):
    """Training cannot begin or go on; the message says what to do."""


def save_state(path: Path, state: dict[str, Any]) -> None:
    """Replace the file at once: a kill leaves the old one or the new one."""
    partial = path.with_suffix('.partial')
    torch.save(state, partial)
    partial.replace(path)


def read_state(path: Path, config: str) -> dict[str, Any]:
    """
    Return a saved state.

    Raises
    ------
    TrainingError
        If it is damaged, or is not of the configuration `config`.

    """
    advice = f'Remove {path.parent} to start anew, or set another log folder'
    try:
        state: dict[str, Any] = torch.load(path, map_location='cpu', weights_only=True)
        found = state['config']
    except (OSError, EOFError, KeyError, RuntimeError, pickle.UnpicklingError) as error:
        raise TrainingError(f'cannot read {path} ({error}). {advice}') from error
    if found != config:
        raise TrainingError(f'{path} is of another configuration. {advice}')
    return state
