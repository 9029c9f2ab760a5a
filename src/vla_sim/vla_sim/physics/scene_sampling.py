# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Random scenes, reproducible by their seeds."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from vla_sim.physics.scene import Appearance
from vla_sim.physics.scene import Item
from vla_sim.physics.scene import Point3
from vla_sim.physics.scene import Rgb
from vla_sim.physics.scene import Scene
from vla_sim.physics.scene_constants import CAMERA_POSITION_M
from vla_sim.physics.scene_constants import CAMERA_TARGET_M
from vla_sim.physics.scene_constants import COLORS
from vla_sim.physics.scene_constants import OBJECT_RADIUS_M
from vla_sim.physics.scene_constants import OBJECT_SHAPES
from vla_sim.physics.scene_constants import RECEPTACLE_RADIUS_M
from vla_sim.physics.scene_constants import RECEPTACLE_SHAPES
from vla_sim.physics.scene_constants import WORKSPACE_X_M
from vla_sim.physics.scene_constants import WORKSPACE_Y_M

Kind = tuple[str, str]

TABLE_TEXTURES: Final = ('plain', 'checker', 'grid', 'speckle', 'gradient')
# Colors of tables: gray, wood and muted tints, unlike the colors of objects.
_TABLES: Final = np.array(
    [
        (0.55, 0.50, 0.44),
        (0.62, 0.50, 0.36),
        (0.46, 0.36, 0.27),
        (0.50, 0.52, 0.55),
        (0.38, 0.40, 0.43),
        (0.60, 0.58, 0.52),
        (0.42, 0.48, 0.47),
        (0.52, 0.46, 0.48),
    ]
)
# Free space for the open fingers beside an object and around a receptacle.
_FINGER_SPACE_M: Final = 0.055
_MIN_GAP_M: Final = 0.10
_MAX_TRIES: Final = 50


def _rgb(values: np.ndarray) -> Rgb:
    r, g, b = np.clip(values, 0.02, 1.0).tolist()
    return r, g, b


def _point(values: np.ndarray) -> Point3:
    x, y, z = values.tolist()
    return x, y, z


def sample_appearance(rng: np.random.Generator) -> Appearance:
    """Sample light, table and camera."""
    table = _TABLES[rng.integers(len(_TABLES))] * rng.uniform(0.85, 1.15)
    angle = rng.uniform(-np.pi, np.pi)
    far = rng.uniform(0.2, 1.2)
    light = np.array([0.45 + far * np.cos(angle), far * np.sin(angle), rng.uniform(1.4, 2.2)])
    position = np.array(CAMERA_POSITION_M) + rng.normal(0.0, 0.008, 3).clip(-0.02, 0.02)
    # 0.5 degrees at a distance of 0.88 m.
    target = np.array(CAMERA_TARGET_M) + rng.normal(0.0, 0.0077, 3).clip(-0.02, 0.02)
    return Appearance(
        table_texture=str(rng.choice(TABLE_TEXTURES)),
        table_rgb=_rgb(table + rng.normal(0, 0.02, 3)),
        table_rgb2=_rgb(table * rng.uniform(0.75, 0.95)),
        background_rgb=_rgb(np.full(3, rng.uniform(0.3, 0.6)) + rng.normal(0, 0.04, 3)),
        light_position_m=_point(light),
        light_rgb=_rgb(rng.uniform(0.4, 0.75) * (1 + rng.normal(0, 0.03, 3))),
        ambient=float(rng.uniform(0.25, 0.42)),
        headlight=float(rng.uniform(0.12, 0.32)),
        camera_position_m=_point(position),
        camera_target_m=_point(target),
        camera_roll_rad=float(np.clip(rng.normal(0.0, 0.005), -0.0125, 0.0125)),
    )


def parse_name(name: str) -> Kind:
    """Return color and shape of a name such as 'red cube'."""
    color, _, shape = name.partition(' ')
    if color not in COLORS or shape not in (*OBJECT_SHAPES, *RECEPTACLE_SHAPES):
        raise ValueError(
            f'a name must be one of {sorted(COLORS)} and one of '
            f'{sorted((*OBJECT_SHAPES, *RECEPTACLE_SHAPES))}; got {name!r}'
        )
    return color, shape


def _draw_kinds(
    rng: np.random.Generator,
    chosen: list[Kind],
    count: int,
    shapes: Sequence[str],
    taken: Sequence[Kind],
) -> list[Kind]:
    """Extend `chosen` to `count` kinds; most new ones share color or shape with another one."""
    pool = [(c, s) for c in COLORS for s in shapes if (c, s) not in chosen and (c, s) not in taken]
    chosen = list(chosen)
    while len(chosen) < count:
        near = [k for k in pool if any((k[0] == o[0]) != (k[1] == o[1]) for o in chosen)]
        choice = near if near and rng.random() < 0.6 else pool
        kind = choice[rng.integers(len(choice))]
        pool.remove(kind)
        chosen.append(kind)
    return chosen


def sample_radius_m(rng: np.random.Generator, shape: str) -> float:
    """Sample half width or radius of an object."""
    if shape in RECEPTACLE_SHAPES:
        return RECEPTACLE_RADIUS_M[shape] * rng.uniform(0.97, 1.05)
    return OBJECT_RADIUS_M[shape] * rng.uniform(0.9, 1.1)


def min_gap_m(a: str, radius_a: float, b: str, radius_b: float) -> float:
    """Return the least distance of two centres between which the open gripper fits."""
    wide = [r for s, r in ((a, radius_a), (b, radius_b)) if s in RECEPTACLE_SHAPES]
    return sum(wide) + (2 - len(wide)) * _FINGER_SPACE_M if wide else _MIN_GAP_M


def sample_item(
    rng: np.random.Generator, kind: Kind, position_m: np.ndarray, radius_m: float
) -> Item:
    """Sample yaw and shade of an object at x, y (2,)."""
    color, shape = kind
    return Item(
        color=color,
        shape=shape,
        x_m=float(position_m[0]),
        y_m=float(position_m[1]),
        yaw_rad=float(rng.uniform(-np.pi, np.pi)) if shape == 'cube' else 0.0,
        radius_m=float(radius_m),
        rgb=_rgb(np.array(COLORS[color]) + rng.uniform(-0.04, 0.04, 3)),
    )


def _arrange(
    rng: np.random.Generator, shapes: Sequence[str], radii: Sequence[float], margin_m: float
) -> np.ndarray | None:
    spots: list[np.ndarray] = []
    low, high = np.transpose((WORKSPACE_X_M, WORKSPACE_Y_M))
    low, high = low - margin_m, high + margin_m
    for i, shape in enumerate(shapes):
        gaps = np.array([min_gap_m(shape, radii[i], shapes[j], radii[j]) for j in range(i)])
        for _ in range(40):
            spot = rng.uniform(low, high)
            if i == 0 or (np.linalg.norm(np.array(spots) - spot, axis=1) >= gaps).all():
                spots.append(spot)
                break
        else:
            return None
    return np.array(spots)


def _items(rng: np.random.Generator, kinds: Sequence[Kind], margin_m: float) -> list[Item]:
    radii = [sample_radius_m(rng, shape) for _, shape in kinds]
    # Large objects first: they are the hardest to place.
    order = sorted(range(len(kinds)), key=lambda i: -radii[i])
    for _ in range(_MAX_TRIES):
        shapes = [kinds[i][1] for i in order]
        spots = _arrange(rng, shapes, [radii[i] for i in order], margin_m)
        if spots is not None:
            break
    else:
        raise ValueError(f'{len(kinds)} objects do not fit on the table; request fewer')
    place = {i: spots[n] for n, i in enumerate(order)}
    return [
        sample_item(rng, kind, place[i], radius_m)
        for i, (kind, radius_m) in enumerate(zip(kinds, radii, strict=True))
    ]


def sample_scene(
    rng: np.random.Generator | int,
    include: Sequence[str] = (),
    *,
    exclude: Sequence[str] = (),
    objects: int | None = None,
    receptacles: int | None = None,
    margin_m: float = 0.0,
) -> Scene:
    """
    Sample a scene of 3 to 6 objects and 1 to 3 receptacles.

    Parameters
    ----------
    rng
        Random generator or seed.
    include
        Names that the scene must contain.
    exclude
        Names that the scene must not contain, for commands about absent objects.
    objects
        Number of objects; by default random, 3 to 6.
    receptacles
        Number of receptacles; by default random, 1 to 3.
    margin_m
        Margin around the workspace in which objects may lie, too.

    """
    seed = rng if isinstance(rng, int) else -1
    rng = np.random.default_rng(rng) if isinstance(rng, int) else rng
    included = list(dict.fromkeys(parse_name(name) for name in include))
    excluded = [parse_name(name) for name in exclude]
    if clash := sorted(set(include) & set(exclude)):
        raise ValueError(f'include and exclude must not share a name; both contain {clash}')
    count = int(rng.integers(3, 7)) if objects is None else objects
    receptacle_count = int(rng.integers(1, 4)) if receptacles is None else receptacles
    object_kinds = _draw_kinds(
        rng, [k for k in included if k[1] in OBJECT_SHAPES], count, OBJECT_SHAPES, excluded
    )
    receptacle_kinds = _draw_kinds(
        rng,
        [k for k in included if k[1] in RECEPTACLE_SHAPES],
        receptacle_count,
        RECEPTACLE_SHAPES,
        excluded,
    )
    items = _items(rng, [*object_kinds, *receptacle_kinds], margin_m)
    return Scene(
        items=tuple(items[: len(object_kinds)]),
        receptacles=tuple(items[len(object_kinds) :]),
        appearance=sample_appearance(rng),
        seed=seed,
    )
