# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Saved state of a training run, from which a stopped run resumes."""

from pathlib import Path
import pickle
from typing import Any

import torch


class TrainingError(ValueError):
    """Training cannot start or continue; the message contains the remedy."""


def save_state(path: Path, state: dict[str, Any]) -> None:
    """Replace the file atomically: after a kill, it holds the old state or the new one."""
    partial = path.with_suffix('.partial')
    torch.save(state, partial)
    partial.replace(path)


def load_state(path: Path, config: str) -> dict[str, Any]:
    """
    Return a saved state.

    Raises
    ------
    TrainingError
        If the state is damaged, or belongs to another configuration than `config`.

    """
    remedy = f'Remove {path.parent} to start from scratch, or set another log folder'
    try:
        state: dict[str, Any] = torch.load(path, map_location='cpu', weights_only=True)
        stored = state['config']
    except (OSError, EOFError, KeyError, RuntimeError, pickle.UnpicklingError) as error:
        raise TrainingError(f'cannot read {path} ({error}). {remedy}') from error
    if stored != config:
        raise TrainingError(
            f'{path} belongs to another configuration, or to an older version of this program. '
            f'{remedy}'
        )
    return state
