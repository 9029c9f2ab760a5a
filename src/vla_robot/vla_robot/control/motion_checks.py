# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Checks of the first motions: commanded and measured motion, and standstill after silence."""

from collections.abc import Mapping
from typing import Final

import numpy as np
from vla_common.arrays import FloatArray
from vla_robot.control.bring_up_checks import BringUpFinding

#: Directions that a person names, in the frame of the table (REP-103).
DIRECTIONS: Final[Mapping[str, tuple[float, float, float]]] = {
    'forward': (1.0, 0.0, 0.0),
    'back': (-1.0, 0.0, 0.0),
    'left': (0.0, 1.0, 0.0),
    'right': (0.0, -1.0, 0.0),
    'up': (0.0, 0.0, 1.0),
    'down': (0.0, 0.0, -1.0),
}
#: Share of the commanded way below which nothing moved, and range of the right scale.
_STANDS, _MIN_SCALE, _MAX_SCALE = 0.15, 0.75, 1.25
#: Cosine of the angle between commanded and measured motion from which on they agree.
_SAME_DIRECTION = 0.94
_MAX_END_ERROR_M = 0.005
_MAX_SPEED_SHARE = 1.3
#: Displacements after motion ends that are noise [m].
_NOISE_M = 5e-4


def direction_name(vector: FloatArray) -> str:
    """Return the name of the direction that is nearest to a vector (3,)."""
    return max(DIRECTIONS, key=lambda name: float(np.dot(DIRECTIONS[name], vector)))


def check_motion(
    name: str, source: str, commanded_m: FloatArray, measured_m: FloatArray
) -> BringUpFinding:
    """
    Compare a commanded displacement of the tool with a measured one, and name the mistake.

    Parameters
    ----------
    name
        Name of the motion.
    source
        What measured it: robot_state, or the person.
    commanded_m, measured_m
        Displacements (3,) in the frame of the table.

    """
    way, moved = float(np.linalg.norm(commanded_m)), float(np.linalg.norm(measured_m))
    value = f'commanded {_text(commanded_m)}, {source} {_text(measured_m)} mm'
    if moved < _STANDS * way:
        return BringUpFinding(
            name,
            value,
            f'the tool must move by {way * 1e3:.0f} mm; by {source} it moved {moved * 1e3:.1f} mm.'
            ' Check that the controller is active, the parameters controller and output, and '
            'dry_run of safety_node',
        )
    problems = []
    cosine = float(commanded_m @ measured_m) / (way * moved)
    wanted, actual = direction_name(commanded_m), direction_name(measured_m)
    if cosine < -_SAME_DIRECTION:
        problems.append(
            f'it must move {wanted}; by {source} it moved {actual}: the sign is wrong. Correct '
            'base_rpy_rad or robot_base_link, or the sign in the driver'
        )
    elif cosine < _SAME_DIRECTION:
        problems.append(
            f'it must move {wanted}; by {source} it moved {actual}: the frame is wrong. Correct '
            'base_rpy_rad or robot_base_link'
        )
    if not _MIN_SCALE <= moved / way <= _MAX_SCALE:
        problems.append(
            f'it must move by {way * 1e3:.0f} mm; by {source} it moved {moved * 1e3:.0f} mm: the '
            f'scale is wrong by {moved / way:.2f}. Correct the units of the driver, tool_xyz_m or '
            'the URDF'
        )
    return BringUpFinding(name, value, '; '.join(problems))


def check_axes(observed: Mapping[str, str]) -> BringUpFinding:
    """
    Name the turn of the frame that explains in which directions a person saw the tool move.

    Parameters
    ----------
    observed
        Direction that was seen by direction that was commanded.

    """
    value = ', '.join(f'{wanted}: {seen}' for wanted, seen in observed.items())
    name = 'directions'
    if all(wanted == seen for wanted, seen in observed.items()):
        return BringUpFinding(name, value)
    moves = [(np.array(DIRECTIONS[a]), np.array(DIRECTIONS[b])) for a, b in observed.items()]
    for degrees in (180, 90, -90):
        turn = np.radians(degrees)
        cosine, sine = round(np.cos(turn)), round(np.sin(turn))
        rotation = np.array(((cosine, -sine, 0), (sine, cosine, 0), (0, 0, 1)))
        if all(np.array_equal(rotation @ wanted, seen) for wanted, seen in moves):
            ur = ': UR base and base_link differ so' if degrees == 180 else ''
            return BringUpFinding(
                name,
                value,
                f'each motion must go where it is commanded; they fit a base turned by {degrees} '
                f'degrees about z{ur}. Correct robot_base_link or base_rpy_rad',
            )
    return BringUpFinding(
        name,
        value,
        'each motion must go where it is commanded; they fit no turn about z. Correct the URDF, '
        'tool_link and base_rpy_rad',
    )


def check_speed(
    name: str, speed_m_s: float, positions_m: FloatArray, times_s: FloatArray, goal_m: FloatArray
) -> BringUpFinding:
    """
    Require that a motion ends at its goal and is not faster than commanded.

    Parameters
    ----------
    name
        Name of the motion.
    speed_m_s
        Commanded speed.
    positions_m, times_s
        Measured positions (n, 3) and their times (n,).
    goal_m
        Commanded end (3,).

    """
    error_m = float(np.linalg.norm(positions_m[-1] - goal_m))
    peak_m_s = _peak_speed(positions_m, times_s)
    value = f'peak {peak_m_s:.3f} m/s of {speed_m_s:g} m/s, end {error_m * 1e3:.1f} mm off'
    problems = []
    if not error_m <= _MAX_END_ERROR_M:
        problems.append(
            f'the motion must end within {_MAX_END_ERROR_M * 1e3:g} mm; it ended '
            f'{error_m * 1e3:.1f} mm away. Check refusals in safety_status and /diagnostics'
        )
    if not peak_m_s <= _MAX_SPEED_SHARE * speed_m_s:
        problems.append(
            f'the tool must not be faster than {_MAX_SPEED_SHARE:g} times the commanded speed; it '
            f'had {peak_m_s:.3f} m/s. Check interpolation and gains of the controller'
        )
    return BringUpFinding(name, value, '; '.join(problems))


def check_silence(
    name: str,
    silent_since_s: float,
    timeout_s: float,
    max_moved_m: float,
    positions_m: FloatArray,
    times_s: FloatArray,
) -> BringUpFinding:
    """
    Require that the arm stands soon after messages end.

    Parameters
    ----------
    name
        What fell silent.
    silent_since_s
        Time of the last message.
    timeout_s
        Time after it in which the arm must stand.
    max_moved_m
        Way that it may move after it.
    positions_m, times_s
        Measured positions (n, 3) from before the silence until the end, and their times (n,).

    """
    after = times_s > silent_since_s
    if not after.any() or after.all():
        return BringUpFinding(
            name, 'none', 'robot_state must arrive during the silence; none did. Check the driver'
        )
    start = positions_m[~after][-1]
    moved_m = float(np.linalg.norm(positions_m[after] - start, axis=1).max())
    away = np.linalg.norm(positions_m - positions_m[-1], axis=1) > _NOISE_M
    moving = times_s[after & away]
    stood_s = float(moving[-1] - silent_since_s) if moving.size else 0.0
    value = f'stands after {stood_s:.2f} s and {moved_m * 1e3:.0f} mm'
    if stood_s <= timeout_s and moved_m <= max_moved_m:
        return BringUpFinding(name, value)
    return BringUpFinding(
        name,
        value,
        f'the arm must stand within {timeout_s:g} s and {max_moved_m * 1e3:.0f} mm; it {value}. '
        'Correct command_timeout_s, or the time-out of the controller, before any other motion',
    )


def _peak_speed(positions_m: FloatArray, times_s: FloatArray) -> float:
    """Return the largest mean speed over 0.1 s."""
    peak = 0.0
    for i, time_s in enumerate(times_s):
        j = int(np.searchsorted(times_s, time_s + 0.1))
        if j < len(times_s) and times_s[j] > time_s:
            way = float(np.linalg.norm(positions_m[j] - positions_m[i]))
            peak = max(peak, way / float(times_s[j] - time_s))
    return peak


def _text(vector_m: FloatArray) -> str:
    return '(' + ', '.join(f'{value * 1e3:.1f}' for value in vector_m) + ')'
