# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The boundary that every text encoder keeps, and the choice among them by name."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt


class TextEncoderError(RuntimeError):
    """A text encoder cannot be loaded."""


@dataclass(frozen=True)
class TokenStates:
    """Word pieces of a text and their contextual states."""

    tokens: tuple[str, ...]
    states: npt.NDArray[np.float32]  # (len(tokens), channels)
    truncated: bool = False  # the text had more word pieces than the encoder uses


class TextEncoder(Protocol):
    """Turn a text into token states."""

    @property
    def encoder_id(self) -> str:
        """Name that policies compare with the encoder they were trained with."""
        ...

    def encode(self, text: str) -> TokenStates:
        """Encode one text."""
        ...


def _minilm() -> TextEncoder:
    from vla_language.minilm import MiniLM

    return MiniLM()


TEXT_ENCODERS: dict[str, Callable[[], TextEncoder]] = {'minilm_l6_v2': _minilm}


def load_text_encoder(name: str) -> TextEncoder:
    """Load the text encoder called `name`."""
    if name not in TEXT_ENCODERS:
        raise TextEncoderError(
            f'text encoder must be one of {sorted(TEXT_ENCODERS)}, got {name!r}; '
            'set the parameter `encoder` to one of them'
        )
    return TEXT_ENCODERS[name]()
