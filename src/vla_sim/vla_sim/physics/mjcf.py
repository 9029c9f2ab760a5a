# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""MJCF text of a scene: table, light, camera, arm and objects."""

from collections.abc import Iterator
import math

import numpy as np
from vla_common.arrays import FloatArray
from vla_sim.physics.arm import arm_body
from vla_sim.physics.arm import arm_defaults
from vla_sim.physics.arm import arm_tail
from vla_sim.physics.scene import Appearance
from vla_sim.physics.scene import Item
from vla_sim.physics.scene import Scene
from vla_sim.physics.scene_constants import BOWL_HEIGHT_M
from vla_sim.physics.scene_constants import CAMERA_FOV_Y_DEG
from vla_sim.physics.scene_constants import FLOOR_M
from vla_sim.physics.scene_constants import FLOOR_RADIUS_M
from vla_sim.physics.scene_constants import height_m
from vla_sim.physics.scene_constants import IMAGE_HEIGHT_PX
from vla_sim.physics.scene_constants import IMAGE_WIDTH_PX
from vla_sim.physics.scene_constants import PLATE_RIM_M
from vla_sim.physics.scene_constants import RECEPTACLE_RADIUS_M

TIMESTEP_S = 0.002
_RING_SEGMENTS = 16


def _text(values: FloatArray | tuple[float, ...]) -> str:
    return ' '.join(f'{v:.6g}' for v in values)


def _object_geom(item: Item) -> str:
    r = item.radius_m
    size = {'cube': (r, r, r), 'cylinder': (r, height_m('cylinder', r)), 'sphere': (r,)}
    kind = {'cube': 'box'}.get(item.shape, item.shape)
    return (
        f'<geom class="object" type="{kind}" size="{_text(size[item.shape])}" '
        f'rgba="{_text(item.rgb)} 1"/>'
    )


def _wall(angle_rad: float, low_m: float, high_m: float, rise_m: float, rgba: str) -> str:
    """Return one flat segment of a ring with radius `low_m` at the bottom, `high_m` at the top."""
    slope_rad = math.atan2(high_m - low_m, rise_m)
    width_m = math.tan(math.pi / _RING_SEGMENTS) * max(low_m, high_m)
    c, s = math.cos(angle_rad), math.sin(angle_rad)
    center_m = (low_m + high_m) / 2
    length_m = math.hypot(high_m - low_m, rise_m)
    x_axis = (c * math.cos(slope_rad), s * math.cos(slope_rad), -math.sin(slope_rad))
    return (
        f'<geom class="receptacle" type="box" size="0.0022 {width_m:.5f} {length_m / 2:.5f}" '
        f'pos="{_text((center_m * c, center_m * s, rise_m / 2 + 0.002))}" '
        f'xyaxes="{_text(x_axis)} {-s:.6g} {c:.6g} 0" mass="0.008" rgba="{rgba}"/>'
    )


def _receptacle_geoms(item: Item) -> str:
    scale = item.radius_m / RECEPTACLE_RADIUS_M[item.shape]
    low, rise = FLOOR_RADIUS_M[item.shape] * scale, PLATE_RIM_M
    if item.shape == 'bowl':
        rise = BOWL_HEIGHT_M
    rgba, half = f'{_text(item.rgb)} 1', FLOOR_M / 2
    walls = ''.join(
        _wall(2 * math.pi * i / _RING_SEGMENTS, low, item.radius_m - 0.002, rise, rgba)
        for i in range(_RING_SEGMENTS)
    )
    return (
        f'<geom class="receptacle" type="cylinder" size="{low:.5f} {half}" pos="0 0 {half}" '
        f'mass="0.3" rgba="{rgba}"/>{walls}'
    )


def _bodies(scene: Scene) -> Iterator[str]:
    for item in scene.items:
        z = height_m(item.shape, item.radius_m) + (FLOOR_M if item.inside else 0.0)
        yield (
            f'<body name="{item.name}" pos="{item.x_m:.5f} {item.y_m:.5f} {z:.5f}" '
            f'quat="{_text((math.cos(item.yaw_rad / 2), 0, 0, math.sin(item.yaw_rad / 2)))}">'
            f'<freejoint/>{_object_geom(item)}</body>'
        )
    for item in scene.receptacles:
        yield (
            f'<body name="{item.name}" pos="{item.x_m:.5f} {item.y_m:.5f} 0">'
            f'<freejoint/>{_receptacle_geoms(item)}</body>'
        )


def camera_axes(appearance: Appearance) -> FloatArray:
    """Return right, up and back (3, 3) of the camera of an appearance, its axes in MuJoCo."""
    position, target = np.array(appearance.camera_position_m), np.array(appearance.camera_target_m)
    back = position - target
    right = np.cross((0.0, 0.0, 1.0), back)
    right /= np.linalg.norm(right)
    up = np.cross(back, right)
    roll = appearance.camera_roll_rad
    up /= np.linalg.norm(up)
    back /= np.linalg.norm(back)
    right, up = (
        math.cos(roll) * right + math.sin(roll) * up,
        math.cos(roll) * up - math.sin(roll) * right,
    )
    return np.stack((right, up, back))


def _camera(appearance: Appearance) -> str:
    right, up, _ = camera_axes(appearance)
    position = appearance.camera_position_m
    return (
        f'<camera name="camera" pos="{_text(position)}" fovy="{CAMERA_FOV_Y_DEG}" '
        f'xyaxes="{_text(right)} {_text(up)}"/>'
    )


def _table_texture(appearance: Appearance) -> str:
    kind, mark = {
        'plain': ('flat', 'none'),
        'checker': ('checker', 'none'),
        'grid': ('flat', 'edge'),
        'speckle': ('flat', 'random'),
        'gradient': ('gradient', 'none'),
    }[appearance.table_texture]
    return (
        f'<texture name="table" type="2d" builtin="{kind}" mark="{mark}" random="0.04" '
        f'width="128" height="128" rgb1="{_text(appearance.table_rgb)}" '
        f'rgb2="{_text(appearance.table_rgb2)}" markrgb="{_text(appearance.table_rgb2)}"/>'
    )


def _assets(appearance: Appearance) -> str:
    repeat = 1 if appearance.table_texture == 'gradient' else 8
    return (
        f'<texture type="skybox" builtin="gradient" rgb1="{_text(appearance.background_rgb)}" '
        f'rgb2="0.2 0.2 0.22" width="64" height="64"/>{_table_texture(appearance)}'
        f'<material name="table" texture="table" texrepeat="{repeat} {repeat}" '
        f'specular="0.1" shininess="0.1" reflectance="0"/>'
    )


#: Options of tables and arms alike: MuJoCo warns, in a file, where two that are attached differ.
_PHYSICS = (
    f'<option timestep="{TIMESTEP_S}" integrator="implicitfast" cone="elliptic" impratio="5"/>'
)
_TEMPLATE = """<mujoco model="tabletop">
<compiler angle="radian" autolimits="true"/>
{physics}
<visual><headlight ambient="{ambient}" diffuse="{head}" specular="0 0 0"/>
<quality shadowsize="{shadow}" offsamples="0" numslices="16" numstacks="12"/>
<map znear="0.02" zfar="20"/><global offwidth="{width}" offheight="{height}"/></visual>
<default><geom solref="0.008 1"/>{defaults}
<default class="object"><geom condim="6" density="700" friction="0.7 0.01 0.002"
 group="2"/></default>
<default class="receptacle"><geom condim="4" friction="0.7 0.01 0.001" group="2"/></default>
</default>
<asset>{assets}</asset>
<worldbody>
<light pos="{light}" dir="{light_dir}" directional="true" castshadow="{casts}"
 diffuse="{diffuse}" ambient="0 0 0" specular="0.2 0.2 0.2"/>
<geom name="floor" type="plane" size="4 4 0.1" pos="0 0 -0.75" rgba="{floor} 1"/>
<geom name="table" type="box" size="0.62 0.65 0.03" pos="0.42 0 -0.03" material="table"
 condim="4" friction="0.7 0.01 0.002"/>
{camera}{arm}{bodies}</worldbody>{tail}</mujoco>"""


def scene_mjcf(scene: Scene, shadows: bool = False, *, with_arm: bool = True) -> str:
    """Return the MJCF text of a scene, with the built-in arm or without an arm."""
    appearance = scene.appearance
    light = np.array(appearance.light_position_m)
    target = np.array((0.45, 0.0, 0.0))
    return _TEMPLATE.format(
        physics=_PHYSICS,
        width=IMAGE_WIDTH_PX,
        height=IMAGE_HEIGHT_PX,
        shadow=2048 if shadows else 0,
        casts=str(shadows).lower(),
        ambient=_text((appearance.ambient,) * 3),
        head=_text((appearance.headlight,) * 3),
        diffuse=_text(appearance.light_rgb),
        light=_text(light),
        light_dir=_text(target - light),
        floor=_text(appearance.background_rgb),
        assets=_assets(appearance),
        camera=_camera(appearance),
        defaults=arm_defaults(),
        arm=arm_body() if with_arm else '',
        tail=arm_tail() if with_arm else '',
        bodies=''.join(_bodies(scene)),
    )


def arm_mjcf(*, with_actuators: bool = False) -> str:
    """Return the MJCF text of the built-in arm alone."""
    tail = arm_tail() if with_actuators else ''
    return (
        f'<mujoco><compiler angle="radian" autolimits="true"/>{_PHYSICS}<default>{arm_defaults()}'
        f'</default><worldbody>{arm_body()}</worldbody>{tail}</mujoco>'
    )
