# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Make the film of the README from real runs: a placing, a refusal and a stop.

The system runs as in the demo. Its overlay is shown as it is published; the scene beside it is
rendered afterwards from the recorded joints and object positions, with a camera, light and shadows
of the film only. Runs are faster in the film than in reality; the title tells by how much.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
import sys
from typing import Final
from typing import NamedTuple

from vla_bringup.demo.demo_run import DemoRun
from vla_bringup.demo.main import node_environment
from vla_bringup.demo.recording import Pixels
from vla_bringup.demo.result_folder import exclusive_folder
from vla_bringup.files import default_params_file
from vla_bringup.film.animation import compose
from vla_bringup.film.animation import sample_indices
from vla_bringup.film.animation import speed_up
from vla_bringup.film.animation import write_animation
from vla_bringup.film.film_camera import FilmCamera
from vla_bringup.film.film_recorder import FilmFrame
from vla_bringup.film.film_recorder import FilmRecorder
from vla_bringup.launcher import Launcher
from vla_bringup.launcher import pick_launch_mode
from vla_bringup.processes import ProcessGroup
from vla_client.client import VlaClient
from vla_interfaces.msg import PolicyStatus
from vla_sim.physics.scene_sampling import sample_scene

SEED: Final = 1
OBJECTS: Final = ('blue sphere', 'green bowl')
_READY_S: Final = 120.0
_COMMAND_S: Final = 90.0
_STOP_AFTER_S: Final = 1.5
_OUTCOME_S: Final = 2.5


class Segment(NamedTuple):
    """
    One command of the film.

    Parameters
    ----------
    command
        Command in natural language.
    outcome
        Outcome that the film needs.
    duration_s
        Length in the film.
    stops
        Whether the service stop is called while the robot moves.

    """

    command: str
    outcome: str
    duration_s: float
    stops: bool = False


SEGMENTS: Final = (
    Segment('drop the navy ball into the green bowl', 'succeeded', 8.0),
    Segment('pick up the purple cube', 'refused', 3.0),
    Segment('push the red cube to the left', 'stopped', 4.0, stops=True),
)


def record(folder: Path) -> list[list[FilmFrame]]:
    """
    Return the frames of each segment of a run.

    Raises
    ------
    RuntimeError
        If a command has another outcome than the film needs.

    """
    environment = node_environment(folder)
    commands = Launcher(default_params_file(), SEED, OBJECTS).commands(pick_launch_mode())
    with VlaClient('film') as client, ProcessGroup(folder) as processes:
        for name, command in commands.items():
            processes.start(name, command, environment)
        demo = DemoRun(client, lambda: '; '.join(processes.ended()), lambda _: None)
        demo.wait_until_ready(_READY_S)
        recorder = FilmRecorder(client)
        return [_record_segment(client, recorder, segment) for segment in SEGMENTS]


def _record_segment(
    client: VlaClient, recorder: FilmRecorder, segment: Segment
) -> list[FilmFrame]:
    recorder.take()
    recorder.is_recording = True
    handle = client.send(segment.command)

    def is_executing() -> bool:
        status = client.policy_status
        return (
            status is not None
            and status.text == segment.command
            and status.state == PolicyStatus.EXECUTING
        )

    if segment.stops and client.wait_for(lambda: is_executing() or handle.done, _COMMAND_S):
        client.wait_for(lambda: handle.done, _STOP_AFTER_S)
        client.stop()
    client.wait_for(lambda: handle.done, _COMMAND_S)
    client.wait_for(lambda: False, _OUTCOME_S)
    recorder.is_recording = False
    outcome = handle.result().outcome if handle.done else 'timeout'
    if outcome != segment.outcome:
        raise RuntimeError(
            f'{segment.command!r} must end with {segment.outcome}; it ended with {outcome}. '
            'Run again on a computer that is less busy'
        )
    return recorder.take()


def render(segments: Sequence[list[FilmFrame]]) -> list[Pixels]:
    """Return the frames of the film (720, 1280, 3)."""
    camera = FilmCamera(sample_scene(SEED, OBJECTS))
    pictures = []
    for segment, frames in zip(SEGMENTS, segments, strict=True):
        times_s = [frame.time_s for frame in frames]
        title = f'"{segment.command}"   x{speed_up(times_s, segment.duration_s):.1f}'
        for index in sample_indices(times_s, segment.duration_s):
            frame = frames[index]
            pictures.append(compose(camera.render(frame), frame.overlay(), title))
    camera.close()
    return pictures


def main(args: Sequence[str] | None = None) -> int:
    """Write the film; return 1 if a command has another outcome than the film needs."""
    parser = argparse.ArgumentParser(prog='vla_film', description=__doc__)
    parser.add_argument('--out', type=Path, default=Path('log/film/demo.webp'))
    options = parser.parse_args(args)
    with exclusive_folder(options.out.parent) as folder:
        path = folder / options.out.name
        try:
            size_b = write_animation(render(record(folder)), path)
        except RuntimeError as error:
            print(f'film: {error}', file=sys.stderr)
            return 1
    print(f'film: {path}, {size_b / 1e6:.1f} MB')
    return 0


if __name__ == '__main__':
    sys.exit(main())
