# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Interface of the text encoders. `text_encoder_registry` selects one by its name."""

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


class TextEncoder(Protocol):
    """Encode a text as token states."""

    @property
    def encoder_id(self) -> str:
        """Return the identifier that a policy compares with the encoder it was trained with."""
        ...

    def encode(self, text: str) -> TokenStates:
        """Encode one text."""
        ...
