# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""How long each part of the pipeline takes, and how evenly the live system ticks; `make bench`."""

from collections.abc import Callable
from collections.abc import Sequence
import json
from pathlib import Path
import sys
import time

import numpy as np
import torch
from vla_language.minilm import MiniLM
from vla_perception.encoder_registry import load_grid_encoder
from vla_perception.preprocess import preprocess
from vla_policy.control.policy_controller import Controller
from vla_policy.control.policy_controller import Sight
from vla_policy.nn.loading import load_policy
from vla_policy.types.chunk import HandState
from vla_safety.monitors.camera_monitor import CameraSettings
from vla_safety.testing.gate_harness import make_gate
from vla_safety.testing.gate_harness import Rig
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.physics.world import World
from vla_system_tests.benchmark.tick_jitter import BAR_MS
from vla_system_tests.benchmark.tick_jitter import measure_jitter

_CHECKPOINT = 'package://vla_policy/models/tabletop.safetensors'
_COMMAND = 'put the blue sphere in the green bowl'
_LOG = Path('log/bench')
_ROUNDS = 200
_WARM_UP = 10


def measure(parts: dict[str, Callable[[], object]], rounds: int) -> dict[str, dict[str, float]]:
    """
    Time every part in turn, so that all of them meet the same load.

    Returns
    -------
    dict
        p50 and p99 in milliseconds by part.

    """
    spent: dict[str, list[float]] = {name: [] for name in parts}
    for turn in range(_WARM_UP + rounds):
        for name, part in parts.items():
            start = time.perf_counter()
            part()
            if turn >= _WARM_UP:
                spent[name].append(1e3 * (time.perf_counter() - start))
    return {
        name: {
            'p50_ms': round(float(np.percentile(values, 50)), 3),
            'p99_ms': round(float(np.percentile(values, 99)), 3),
        }
        for name, values in spent.items()
    }


def pipeline_parts(world: World) -> dict[str, Callable[[], object]]:
    """Return what the nodes do for one image, one command and one tick."""
    image = world.render()
    encoder, policy, text = load_grid_encoder(_CHECKPOINT), load_policy(_CHECKPOINT), MiniLM()
    pixels, said = preprocess(image), text.encode(_COMMAND)
    tokens, fine = encoder.encode(pixels)
    robot = world.robot_state()
    hand = HandState(0.0, robot.position_m, 0.0, robot.opening)
    sight = Sight(0.0, tokens.flatten(0, 1), fine.permute(2, 0, 1))
    controller = Controller(policy.model, policy.config.step_duration_s)
    controller.start(torch.as_tensor(said.states), torch.ones(len(said.states), dtype=torch.bool))
    return {
        'physics, 20 ms of it': world.step,
        'camera image, 640x480': world.render,
        'resize the image': lambda: preprocess(image),
        'visual encoder': lambda: encoder.encode(pixels),
        'text encoder': lambda: text.encode(_COMMAND),
        'policy step': lambda: controller.step(sight, hand),
    }


def safety_parts() -> dict[str, Callable[[], object]]:
    """Return what the gate does for one chunk and for one tick."""
    rig = Rig(make_gate(camera=CameraSettings()))
    rig.tick(3)

    def check() -> object:
        return rig.send()

    return {'safety, one chunk': check, 'safety, one tick': rig.tick}


def main(args: Sequence[str] | None = None) -> int:
    """Print a table and write ``log/bench/report.json``; return 1 if ticks miss their bar."""
    # First, while this process has no threads of a model.
    live = measure_jitter(_LOG / 'live')
    torch.set_num_threads(1)
    with World(sample_scene(1, ('blue sphere', 'green bowl'))) as world:
        report = measure({**pipeline_parts(world), **safety_parts()}, _ROUNDS)
    print(f'{"part":26}{"p50 ms":>9}{"p99 ms":>9}   n = {_ROUNDS}, one thread')
    for name, row in report.items():
        print(f'{name:26}{row["p50_ms"]:9.2f}{row["p99_ms"]:9.2f}')
    print(
        f'{"tick jitter, live system":26}{live["p50_ms"]:9.2f}{live["p99_ms"]:9.2f}   n = '
        f'{live["n"]}, max {live["max_ms"]:.2f} ms, p99 must be at most {BAR_MS:g} ms'
    )
    _LOG.mkdir(parents=True, exist_ok=True)
    (_LOG / 'report.json').write_text(json.dumps({**report, 'tick jitter': live}, indent=2))
    return 0 if live['p99_ms'] <= BAR_MS else 1


if __name__ == '__main__':
    sys.exit(main())
