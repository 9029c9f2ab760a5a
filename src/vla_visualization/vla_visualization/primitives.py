# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Shapes to draw, independent of ROS. Constructors reject shapes that viewers cannot draw."""

from collections.abc import Iterable
from dataclasses import dataclass
import math

import numpy as np
from numpy.typing import NDArray

#: x, y, z [m] in the base frame.
Vector = tuple[float, float, float]
#: Red, green, blue, opacity, each 0 .. 1.
Color = tuple[float, float, float, float]
#: Namespace and id; the same in every scene that contains the shape.
MarkerKey = tuple[str, int]


def to_vectors(points: NDArray) -> tuple[Vector, ...]:
    """Convert an array (N, 3) to tuples of floats."""
    return tuple((x, y, z) for x, y, z in np.asarray(points, np.float64).tolist())


def _are_colors(colors: NDArray) -> bool:
    """Return whether all rows (N, 4) are within 0 .. 1 and not transparent."""
    return bool(((colors >= 0) & (colors <= 1)).all() and (colors[:, 3] > 0).all())


@dataclass(frozen=True, kw_only=True)
class Primitive:
    """Base class of all shapes."""

    ns: str
    id: int = 0  # noqa: A003 (the name in visualization_msgs/Marker)
    color: Color
    #: Time [s] after which the viewer deletes the shape; 0 means never.
    lifetime_s: float = 0.0

    def __post_init__(self) -> None:
        if not self.ns:
            self._fail('a namespace', self.ns)
        self._check_color(self.color)
        if not (math.isfinite(self.lifetime_s) and self.lifetime_s >= 0):
            self._fail('a finite lifetime_s >= 0', self.lifetime_s)

    @property
    def key(self) -> MarkerKey:
        """Namespace and id of the shape."""
        return self.ns, self.id

    def _fail(self, rule: str, value: object) -> None:
        shape = f'{type(self).__name__} {self.ns}/{self.id}'
        raise ValueError(f'{shape} needs {rule}; got {value}. Correct the data')

    def _check_color(self, color: Color) -> None:
        if not (all(0 <= part <= 1 for part in color) and color[3] > 0):
            self._fail('color parts within 0 .. 1 and opacity above 0', color)

    def _check_size(self, *sizes_m: float) -> None:
        if not all(math.isfinite(size) and size > 0 for size in sizes_m):
            self._fail('finite sizes above 0', sizes_m)

    def _check_points(self, points: Iterable[Vector]) -> None:
        if not np.isfinite(np.asarray(tuple(points), dtype=np.float64)).all():
            self._fail('finite coordinates', points)


@dataclass(frozen=True, kw_only=True)
class Sphere(Primitive):
    """Sphere."""

    center: Vector
    diameter_m: float

    def __post_init__(self) -> None:
        super().__post_init__()
        self._check_points([self.center])
        self._check_size(self.diameter_m)


@dataclass(frozen=True, kw_only=True)
class Disc(Primitive):
    """Upright cylinder."""

    center: Vector
    diameter_m: float
    height_m: float

    def __post_init__(self) -> None:
        super().__post_init__()
        self._check_points([self.center])
        self._check_size(self.diameter_m, self.height_m)


@dataclass(frozen=True, kw_only=True)
class Cube(Primitive):
    """Box with an orientation."""

    center: Vector
    size_m: Vector
    orientation_xyzw: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 1.0)

    def __post_init__(self) -> None:
        super().__post_init__()
        self._check_points([self.center])
        self._check_size(*self.size_m)
        if not abs(math.hypot(*self.orientation_xyzw) - 1) < 1e-3:
            self._fail('a unit quaternion', self.orientation_xyzw)


@dataclass(frozen=True, kw_only=True)
class Arrow(Primitive):
    """Arrow from one point to another."""

    start: Vector
    end: Vector
    shaft_diameter_m: float

    def __post_init__(self) -> None:
        super().__post_init__()
        self._check_points([self.start, self.end])
        self._check_size(self.shaft_diameter_m)


@dataclass(frozen=True, kw_only=True)
class PointSet(Primitive):
    """Base class of shapes made of points; `colors` is empty or has one entry per point."""

    points: tuple[Vector, ...]
    colors: tuple[Color, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        self._check_points(self.points)
        if len(self.colors) not in (0, len(self.points)):
            self._fail(f'0 or {len(self.points)} colors', len(self.colors))
        # One comparison of arrays: a mosaic of an image has hundreds of colors.
        if self.colors and not _are_colors(np.asarray(self.colors)):
            for color in self.colors:
                self._check_color(color)


@dataclass(frozen=True, kw_only=True)
class Line(PointSet):
    """Open polyline through two or more points."""

    width_m: float

    def __post_init__(self) -> None:
        super().__post_init__()
        self._check_size(self.width_m)
        if len(self.points) < 2:
            self._fail('two or more points', len(self.points))


@dataclass(frozen=True, kw_only=True)
class Points(PointSet):
    """Spheres of one size."""

    diameter_m: float

    def __post_init__(self) -> None:
        super().__post_init__()
        self._check_size(self.diameter_m)
        if not self.points:
            self._fail('one or more points', 0)


@dataclass(frozen=True, kw_only=True)
class Triangles(PointSet):
    """Triangles; each has three consecutive points."""

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.points or len(self.points) % 3:
            self._fail('three points per triangle', len(self.points))


@dataclass(frozen=True, kw_only=True)
class Squares(PointSet):
    """Squares of one size that face the viewer."""

    width_m: float

    def __post_init__(self) -> None:
        super().__post_init__()
        self._check_size(self.width_m)
        if not self.points:
            self._fail('one or more points', 0)


@dataclass(frozen=True, kw_only=True)
class Text(Primitive):
    """Text that faces the viewer."""

    position: Vector
    text: str
    height_m: float

    def __post_init__(self) -> None:
        super().__post_init__()
        self._check_points([self.position])
        self._check_size(self.height_m)
        if not self.text.strip():
            self._fail('text', repr(self.text))
