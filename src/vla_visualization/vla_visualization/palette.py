# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Colors with the same meaning in markers and overlay."""

import numpy as np
from numpy.typing import NDArray
from vla_visualization.observations import PlannedPath
from vla_visualization.observations import Severity
from vla_visualization.primitives import Color

Rgb = tuple[float, float, float]

TARGET: Rgb = (1.0, 0.62, 0.1)
DESTINATION: Rgb = (0.2, 0.85, 1.0)
PATH: Rgb = (0.45, 1.0, 0.45)
PENDING: Rgb = (1.0, 0.85, 0.2)
GRIPPER_OPEN: Rgb = (1.0, 1.0, 1.0)
GRIPPER_CLOSED: Rgb = (0.95, 0.3, 0.95)
REFUSED: Rgb = (1.0, 0.25, 0.2)

SEVERITY_COLORS: dict[Severity, Rgb] = {
    Severity.INFO: (1.0, 1.0, 1.0),
    Severity.SUCCESS: (0.45, 1.0, 0.45),
    Severity.WARNING: (1.0, 0.85, 0.2),
    Severity.ERROR: (1.0, 0.45, 0.4),
}

#: Colors of detected objects by their names, bright enough for a dark background.
OBJECT_COLORS: dict[str, Rgb] = {
    'red': (0.86, 0.16, 0.14),
    'green': (0.15, 0.62, 0.2),
    'blue': (0.2, 0.36, 0.92),
    'yellow': (0.95, 0.8, 0.12),
    'orange': (0.97, 0.52, 0.1),
    'purple': (0.56, 0.24, 0.72),
    'white': (0.95, 0.95, 0.95),
    'black': (0.12, 0.12, 0.13),
}
#: Color of an object whose color has no entry.
UNKNOWN_OBJECT: Rgb = (0.6, 0.6, 0.6)
PANEL: Rgb = (0.075, 0.085, 0.1)
CHIP: Rgb = (0.18, 0.2, 0.23)
MUTED: Rgb = (0.62, 0.66, 0.7)
LABEL: Rgb = (0.88, 0.9, 0.92)
TABLE: Rgb = (0.86, 0.8, 0.76)
TRAIL: Rgb = (0.85, 0.87, 1.0)
WORKSPACE: Rgb = (0.5, 0.6, 0.75)

_QUERY_COLORS = {'target': TARGET, 'destination': DESTINATION}

# From small to large weights: warm colors for the target, cold colors for the destination.
_RAMPS: dict[str, tuple[Rgb, ...]] = {
    'target': ((0.55, 0.0, 0.35), (0.95, 0.25, 0.1), (1.0, 0.9, 0.2)),
    'destination': ((0.1, 0.1, 0.6), (0.1, 0.5, 1.0), (0.4, 1.0, 1.0)),
}


def opaque(rgb: Rgb, opacity: float = 1.0) -> Color:
    """Return a color with an opacity."""
    return (*rgb, opacity)


def interpolate(low: Rgb, high: Rgb, fraction: float) -> Rgb:
    """Return the linear interpolation from `low` (fraction 0) to `high` (fraction 1)."""
    part = min(max(fraction, 0.0), 1.0)
    r, g, b = (a + (z - a) * part for a, z in zip(low, high, strict=True))
    return r, g, b


def query_color(query: str) -> Rgb:
    """Return the color of a query, as in its heat map."""
    return _QUERY_COLORS.get(query, TARGET)


def object_color(name: str) -> Rgb:
    """Return the color to draw an object of a color name in."""
    return OBJECT_COLORS.get(name, UNKNOWN_OBJECT)


def to_bytes(rgb: Rgb) -> tuple[int, int, int]:
    """Return red, green and blue within 0 .. 255."""
    r, g, b = (round(255 * part) for part in rgb)
    return r, g, b


def path_color(path: PlannedPath) -> Rgb:
    """Return the color of a path: planned, waiting for approval, or refused by the gate."""
    return PENDING if path.pending else REFUSED if path.refused else PATH


def heat_colors(values: NDArray, query: str) -> NDArray[np.float32]:
    """Map values (...,) within 0 .. 1 to the colors (..., 3) of a query, RGB within 0 .. 1."""
    ramp = np.array(_RAMPS.get(query, _RAMPS['target']), dtype=np.float32)
    stops = np.linspace(0, 1, len(ramp))
    parts = [np.interp(values, stops, ramp[:, channel]) for channel in range(3)]
    return np.stack(parts, axis=-1).astype(np.float32)
