# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Control decisions of this workspace, with the networks in one thread as in the nodes."""

from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import Final

import numpy as np
from vla_common.arrays import Float32Array
from vla_common.engine import ONNX_RUNTIME
from vla_language.encoders.minilm import MiniLM
from vla_language.meaning.parser_loading import load_meaning_parser
from vla_perception.encoder_registry import load_trained_encoder
from vla_perception.preprocess import preprocess
from vla_policy.control.policy_controller import PolicyController
from vla_policy.control.policy_output import PolicyOutput
from vla_policy.nn.loading import load_policy
from vla_policy.types.chunk import EndEffectorState
from vla_policy.types.chunk import PredictedChunk
from vla_policy.types.observation import Observation
from vla_sim.physics.rendering import ImageArray
from vla_sim.physics.scene_constants import HOME_POSITION_M
from vla_sim.physics.scene_constants import HOME_YAW_RAD

OWN_DECISION: Final = 'ours: image to chunk'
OWN_FIRST_DECISION: Final = 'ours: new command and image to chunk'
OWN_ENCODER: Final = 'ours: visual encoder'
COMMAND: Final = 'put the blue sphere in the green bowl'
CHECKPOINT: Final = 'package://vla_policy/models/tabletop.safetensors'
#: Interval between two images, so that a chunk is due for each.
PERIOD_S: Final = 0.2
#: Images after which a command must have a chunk.
_IMAGES_MAX: Final = 10

Levels = Sequence[Float32Array]


@dataclass(frozen=True)
class Decision:
    """
    A computation of which the duration is measured.

    Parameters
    ----------
    compute
        What is measured.
    prepare
        What is done before each measurement.

    """

    compute: Callable[[], object]
    prepare: Callable[[], object] = lambda: None


class OwnPolicy:
    """Visual encoder, text encoder, parser and policy as the nodes use them."""

    def __init__(self) -> None:
        self._encoder, policy = load_trained_encoder(CHECKPOINT), load_policy(CHECKPOINT)
        self._text = MiniLM(engine=ONNX_RUNTIME)
        self._parser = load_meaning_parser(encoder=self._text)
        self._controller = PolicyController(policy.model, policy.config.step_duration_s)
        self._stamps_s = (PERIOD_S * number for number in count())

    def encode(self, pixels: Float32Array) -> Levels:
        """Encode the pixels (3, 192, 256) of an image."""
        return self._encoder.encode(pixels)

    def plan(self, levels: Levels) -> PolicyOutput | None:
        """Plan from an encoded image; the robot is at its home pose."""
        stamp_s = next(self._stamps_s)
        state = EndEffectorState(stamp_s, np.array(HOME_POSITION_M), HOME_YAW_RAD, 1.0)
        return self._controller.step(Observation.from_levels(stamp_s, levels), state)

    def plan_command(self, command: str, next_image: Callable[[], Levels]) -> PredictedChunk:
        """
        Encode and parse a command, and plan from as many images as it needs.

        Raises
        ------
        RuntimeError
            If there is no chunk.

        """
        embedding, meaning = self._text.encode(command), self._parser.parse(command)
        mask = np.ones(len(embedding.states), np.bool_)
        self._controller.start(embedding.states, mask, meaning)
        for _ in range(_IMAGES_MAX):
            output = self.plan(next_image())
            if output is not None and output.chunk is not None:
                return output.chunk
        raise RuntimeError(f'{command!r} must have a chunk after {_IMAGES_MAX} images')


def own_decisions(image: ImageArray) -> dict[str, Decision]:
    """
    Return the decisions of this workspace by name.

    Parameters
    ----------
    image
        Camera image (480, 640, 3) with a blue sphere and a green bowl.

    """
    policy = OwnPolicy()

    def encode() -> Levels:
        return policy.encode(preprocess(image))

    def first() -> object:
        return policy.plan_command(COMMAND, encode)

    def following() -> object:
        output = policy.plan(encode())
        if output is None or output.chunk is None:
            # Not all networks would have computed.
            raise RuntimeError(f'a chunk must be due {PERIOD_S:g} s after the last; got {output}')
        return output

    return {
        OWN_DECISION: Decision(following, prepare=first),
        OWN_FIRST_DECISION: Decision(first),
        OWN_ENCODER: Decision(encode),
    }
