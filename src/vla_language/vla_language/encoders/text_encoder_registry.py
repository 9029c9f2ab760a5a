# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Selection of a text encoder by its name. Add new encoders to `TEXT_ENCODERS`."""

from collections.abc import Callable

from vla_common.engine import ONNX_RUNTIME
from vla_language.encoders.text_encoder import TextEncoder
from vla_language.encoders.text_encoder import TextEncoderError


def _minilm(engine: str) -> TextEncoder:
    from vla_language.encoders.minilm import MiniLM

    return MiniLM(engine=engine)


#: Loaders by name; the argument is the engine.
TEXT_ENCODERS: dict[str, Callable[[str], TextEncoder]] = {'minilm_l6_v2': _minilm}


def load_text_encoder(name: str, engine: str = ONNX_RUNTIME) -> TextEncoder:
    """
    Load the text encoder with the name `name`, for an engine.

    Raises
    ------
    TextEncoderError
        If no encoder has this name, or if its weights cannot be loaded.

    """
    if name not in TEXT_ENCODERS:
        raise TextEncoderError(
            f'text encoder must be one of {sorted(TEXT_ENCODERS)}, got {name!r}; '
            'set the parameter `encoder` to one of them'
        )
    return TEXT_ENCODERS[name](engine)
