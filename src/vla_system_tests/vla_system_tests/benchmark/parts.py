# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Duration of each computation of the nodes, in one process and one thread."""

from collections.abc import Callable
import time
from typing import Final

import numpy as np
from vla_common.engine import ONNX_RUNTIME
from vla_common.engine import use_one_thread
from vla_language.encoders.minilm import MiniLM
from vla_language.meaning.parser_loading import load_meaning_parser
from vla_perception.encoder_registry import load_trained_encoder
from vla_perception.preprocess import preprocess
from vla_policy.control.policy_controller import PolicyController
from vla_policy.nn.loading import load_policy
from vla_policy.types.chunk import EndEffectorState
from vla_policy.types.observation import Observation
from vla_safety.monitors.camera_monitor import CameraSettings
from vla_safety.testing.gate_harness import GateHarness
from vla_safety.testing.gate_harness import make_gate
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.physics.world import World

_CHECKPOINT = 'package://vla_policy/models/tabletop.safetensors'
_COMMAND = 'put the blue sphere in the green bowl'
#: Number of measurements of each part.
ROUNDS: Final = 200
_WARM_UP = 10


def measure(parts: dict[str, Callable[[], object]], rounds: int) -> dict[str, dict[str, float]]:
    """
    Measure the duration of the parts in turn, so that all run under the same load.

    Returns
    -------
    dict
        p50 and p99 in milliseconds by part.

    """
    durations: dict[str, list[float]] = {name: [] for name in parts}
    for number in range(_WARM_UP + rounds):
        for name, part in parts.items():
            start = time.perf_counter()
            part()
            if number >= _WARM_UP:
                durations[name].append(1e3 * (time.perf_counter() - start))
    return {
        name: {
            'p50_ms': round(float(np.percentile(values, 50)), 3),
            'p99_ms': round(float(np.percentile(values, 99)), 3),
        }
        for name, values in durations.items()
    }


def pipeline_parts(world: World) -> dict[str, Callable[[], object]]:
    """Return the computations of the nodes for one image, one command and one tick."""
    image = world.render()
    encoder, policy, text = (
        load_trained_encoder(_CHECKPOINT),
        load_policy(_CHECKPOINT),
        MiniLM(engine=ONNX_RUNTIME),
    )
    parser = load_meaning_parser(encoder=text)
    pixels, embedding = preprocess(image), text.encode(_COMMAND)
    levels = encoder.encode(pixels)
    robot = world.robot_state()
    state = EndEffectorState(0.0, robot.position_m, 0.0, robot.opening)
    observation = Observation.from_levels(0.0, levels)
    controller = PolicyController(policy.model, policy.config.step_duration_s)
    mask = np.ones(len(embedding.states), np.bool_)
    controller.start(embedding.states, mask, parser.parse(_COMMAND))
    return {
        'physics, 20 ms': world.step,
        'camera image, 640x480': world.render,
        'resize the image': lambda: preprocess(image),
        'visual encoder': lambda: encoder.encode(pixels),
        'meaning of a command': lambda: parser.parse(_COMMAND),
        'text encoder': lambda: text.encode(_COMMAND),
        'policy step': lambda: controller.step(observation, state),
    }


def safety_parts() -> dict[str, Callable[[], object]]:
    """Return the computations of the gate for one chunk and for one tick."""
    harness = GateHarness(make_gate(camera=CameraSettings()))
    harness.tick(3)

    def check() -> object:
        return harness.send()

    return {'safety, one chunk': check, 'safety, one tick': harness.tick}


def measure_parts() -> dict[str, dict[str, float]]:
    """Return p50 and p99 of all parts in milliseconds."""
    use_one_thread(ONNX_RUNTIME)
    with World(sample_scene(1, ('blue sphere', 'green bowl'))) as world:
        return measure({**pipeline_parts(world), **safety_parts()}, ROUNDS)
