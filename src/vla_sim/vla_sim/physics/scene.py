# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Scene: objects, receptacles and appearance."""

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field

from vla_sim.physics.scene_constants import CAMERA_POSITION_M
from vla_sim.physics.scene_constants import CAMERA_TARGET_M

Rgb = tuple[float, float, float]
Point3 = tuple[float, float, float]


@dataclass(frozen=True)
class Item:
    """
    Upright object or receptacle on the table, in base_link.

    Parameters
    ----------
    color, shape
        Color and shape by name.
    x_m, y_m, yaw_rad
        Pose on the table.
    radius_m
        Half width of a cube, outer radius of every other shape.
    rgb
        Rendered color, linear 0 .. 1, which differs slightly from the pure color.
    number
        1, or the number among several of the same color and shape.
    inside
        Name of the receptacle in which it lies at the start; empty for on the table.

    """

    color: str
    shape: str
    x_m: float
    y_m: float
    yaw_rad: float
    radius_m: float
    rgb: Rgb
    number: int = 1
    inside: str = ''

    @property
    def name(self) -> str:
        """Return color and shape, such as 'red cube'; the second such one is 'red cube 2'."""
        name = f'{self.color} {self.shape}'
        return name if self.number == 1 else f'{name} {self.number}'


@dataclass(frozen=True)
class Appearance:
    """Light, table and camera, which affect the image but not the physics."""

    table_texture: str = 'plain'
    table_rgb: Rgb = (0.55, 0.50, 0.44)
    table_rgb2: Rgb = (0.50, 0.45, 0.40)
    background_rgb: Rgb = (0.45, 0.48, 0.52)
    light_position_m: Point3 = (0.8, 0.4, 1.8)
    light_rgb: Rgb = (0.55, 0.55, 0.55)
    ambient: float = 0.35
    headlight: float = 0.25
    camera_position_m: Point3 = CAMERA_POSITION_M
    camera_target_m: Point3 = CAMERA_TARGET_M
    camera_roll_rad: float = 0.0


@dataclass(frozen=True)
class Scene:
    """A table with objects and receptacles."""

    items: tuple[Item, ...]
    receptacles: tuple[Item, ...]
    appearance: Appearance = field(default_factory=Appearance)
    seed: int = 0

    def __post_init__(self) -> None:
        """Check names."""
        if len(set(self.names)) < len(self.names):
            raise ValueError(f'names must differ, got {self.names}; number equal objects')
        receptacles = {item.name for item in self.receptacles}
        if unknown := {item.inside for item in self if item.inside} - receptacles:
            raise ValueError(
                f'an object can lie in one of {sorted(receptacles)}; got {sorted(unknown)}'
            )

    def __iter__(self) -> Iterator[Item]:
        yield from self.items
        yield from self.receptacles

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of all objects and receptacles."""
        return tuple(item.name for item in self)

    def contents(self, name: str) -> tuple[str, ...]:
        """Return the names of the objects that lie in a receptacle at the start."""
        return tuple(item.name for item in self if item.inside and item.inside == name)

    def find(self, name: str) -> Item:
        """Return the object or receptacle of a name."""
        for item in self:
            if item.name == name:
                return item
        raise KeyError(f'a name must be one of {sorted(self.names)}; got {name!r}')
