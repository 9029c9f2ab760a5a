# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Cases of the latency benchmark: how the system is started, and what it observes."""

from dataclasses import dataclass
import sys
from typing import Final

from vla_bringup.files import default_params_file
from vla_bringup.launcher import Launcher
from vla_bringup.nodes import SIM

SIMULATOR, STORED = 'simulator', 'stored'
PROCESSES, COMPOSED = 'processes', 'composed'
OBJECTS: Final = ('blue sphere', 'green bowl')
#: Name of the process of camera and ideal robot.
STORED_SCENE: Final = 'stored_scene'
#: Name of the measuring process.
PROBE: Final = 'benchmark'
#: Processes that are not part of the product.
NOT_PRODUCT: Final = (STORED_SCENE, SIM.name, PROBE)
_SCENE_SEED: Final = 1
#: Language and safety node; the simulator subscribes to commands too.
_COMMAND_SUBSCRIBERS: Final = {STORED: 2, SIMULATOR: 3}


@dataclass(frozen=True)
class BenchmarkCase:
    """
    One way to run the system.

    Parameters
    ----------
    source
        SIMULATOR, or STORED for a stored picture and an ideal robot.
    launch_mode
        PROCESSES or COMPOSED.
    width_px, height_px
        Size of a stored picture; that of the simulator is fixed.
    moves
        Whether the target in the stored picture is moved at random times.

    """

    source: str
    launch_mode: str
    width_px: int = 640
    height_px: int = 480
    moves: bool = False

    @property
    def name(self) -> str:
        """Return the name in the report."""
        size = f'_{self.width_px}x{self.height_px}' if self.source == STORED else ''
        return f'{self.source}{size}_{self.launch_mode}{"_moving" * self.moves}'

    @property
    def command_subscribers(self) -> int:
        """Return the number of subscribers of natural_language_command."""
        return _COMMAND_SUBSCRIBERS[self.source]

    @property
    def requests(self) -> tuple[str, ...]:
        """Return the commands that are sent in turn; none has contact, so the scene stays."""
        return tuple(f'point at the {name}' for name in OBJECTS[: 1 if self.moves else None])

    def commands(self) -> dict[str, list[str]]:
        """Return the command line of each process by its name."""
        launcher = Launcher(default_params_file(), _SCENE_SEED, OBJECTS)
        lines = launcher.commands(self.launch_mode)
        if self.source == SIMULATOR:
            return lines
        if self.launch_mode == COMPOSED:
            lines[COMPOSED].append('--no-sim')
        else:
            del lines[SIM.name]
        module = 'vla_system_tests.benchmark.stored_scene'
        size = ['--width', str(self.width_px), '--height', str(self.height_px)]
        moves = ['--moves'] * self.moves
        lines[STORED_SCENE] = [sys.executable, '-m', module, *size, *moves, '--objects', *OBJECTS]
        return lines


#: Cases of `make bench`.
CASES: Final = {
    case.name: case
    for case in (
        *(BenchmarkCase(STORED, mode) for mode in (PROCESSES, COMPOSED)),
        BenchmarkCase(STORED, PROCESSES, moves=True),
        *(BenchmarkCase(SIMULATOR, mode) for mode in (PROCESSES, COMPOSED)),
    )
}
#: Cases of `make bench` with other sizes of the picture.
SIZES: Final = ((320, 240), (1280, 720), (1920, 1080))
SIZE_CASES: Final = {
    case.name: case
    for case in (BenchmarkCase(STORED, PROCESSES, width, height) for width, height in SIZES)
}
