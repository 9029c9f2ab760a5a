# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Off-screen rendering of camera images."""

from collections.abc import Hashable
from dataclasses import dataclass
import math
import os
import threading
from typing import NamedTuple

import mujoco
import numpy as np
from numpy.typing import NDArray
from vla_common.arrays import FloatArray
from vla_sim.physics.scene_constants import CAMERA_FOV_Y_DEG
from vla_sim.physics.scene_constants import IMAGE_HEIGHT_PX
from vla_sim.physics.scene_constants import IMAGE_WIDTH_PX
from vla_sim.physics.world_state import rotation_matrix

ImageArray = NDArray[np.uint8]


@dataclass(frozen=True)
class CameraSpec:
    """Pinhole camera and the pose of its optical frame (x right, y down, z forward)."""

    intrinsics: FloatArray  # (3, 3) [px]
    position_m: FloatArray  # (3,) in base_link
    rotation: FloatArray  # (3, 3), optical frame to base_link
    width_px: int
    height_px: int

    @property
    def quaternion_xyzw(self) -> FloatArray:
        """Return the orientation of the optical frame in base_link."""
        wxyz = np.zeros(4)
        mujoco.mju_mat2Quat(wxyz, self.rotation.ravel())
        return wxyz[[1, 2, 3, 0]]

    def project(self, points_m: FloatArray) -> FloatArray:
        """Return the pixels (..., 2) of points (..., 3) in base_link."""
        homogeneous = (np.asarray(points_m) - self.position_m) @ self.rotation @ self.intrinsics.T
        return homogeneous[..., :2] / homogeneous[..., 2:]


def intrinsics(width_px: int, height_px: int) -> FloatArray:
    """Return the intrinsic matrix (3, 3) of the camera for an image size."""
    focal = height_px / 2 / math.tan(math.radians(CAMERA_FOV_Y_DEG) / 2)
    return np.array([[focal, 0.0, width_px / 2], [0.0, focal, height_px / 2], [0.0, 0.0, 1.0]])


def camera_spec(model: mujoco.MjModel, width_px: int, height_px: int) -> CameraSpec:
    """Return the camera of a model."""
    camera = model.camera('camera').id
    rotation = rotation_matrix(model.cam_quat[camera][[1, 2, 3, 0]])
    # MuJoCo cameras point along -z with y up.
    return CameraSpec(
        intrinsics(width_px, height_px),
        model.cam_pos[camera].copy(),
        rotation @ np.diag([1.0, -1.0, -1.0]),
        width_px,
        height_px,
    )


_thread = threading.local()


def _make_current() -> None:
    """Activate the OpenGL context of this thread; it is reused, because its creation is slow."""
    if not hasattr(_thread, 'context'):
        try:
            _thread.context = mujoco.GLContext(IMAGE_WIDTH_PX, IMAGE_HEIGHT_PX)
        except Exception as error:
            backend = os.environ.get('MUJOCO_GL', '')
            raise RuntimeError(
                f'rendering needs OpenGL without a screen; MUJOCO_GL={backend!r} gave: {error}. '
                'Install libegl1 and libgl1-mesa-dri, or libosmesa6 and set MUJOCO_GL=osmesa'
            ) from error
    _thread.context.make_current()


class Canvas(NamedTuple):
    """Graphics memory: scene geometry and OpenGL resources."""

    key: tuple[Hashable, ...] | None
    scene: mujoco.MjvScene
    context: mujoco.MjrContext


def _canvas_key(model: mujoco.MjModel) -> tuple[Hashable, ...] | None:
    """
    Return the properties of a model that its OpenGL resources depend on, apart from textures.

    None for models whose resources are not reused: those with meshes or shadows.
    """
    quality, size = model.vis.quality, model.vis.global_
    if model.nmesh or model.nhfield or model.nskin or model.nflex or quality.shadowsize:
        return None
    planes = model.geom_size[model.geom_type == mujoco.mjtGeom.mjGEOM_PLANE]
    arrays = (model.tex_type, model.tex_width, model.tex_height, model.mat_texid, planes)
    return (
        *(size.offwidth, size.offheight, size.linewidth, quality.offsamples),
        *(quality.numslices, quality.numstacks, quality.numquads),
        *(array.tobytes() for array in arrays),
    )


def _take_canvas(model: mujoco.MjModel) -> Canvas:
    """Return the idle canvas of this thread with the textures of `model`, or a new one."""
    key, idle = _canvas_key(model), getattr(_thread, 'idle', None)
    if key is None or idle is None or idle.key != key:
        context = mujoco.MjrContext(model, mujoco.mjtFontScale.mjFONTSCALE_50)
        return Canvas(key, mujoco.MjvScene(model, maxgeom=400), context)
    _thread.idle = None
    for texture in range(model.ntex):
        mujoco.mjr_uploadTexture(model, idle.context, texture)
    idle.context.mat_texrepeat[: 2 * model.nmat] = model.mat_texrepeat.ravel()
    return idle


def _return_canvas(canvas: Canvas) -> None:
    """Keep the canvas for the next model of this thread, or free it."""
    if canvas.key is None or getattr(_thread, 'idle', None) is not None:
        canvas.context.free()
    else:
        _thread.idle = canvas


class Renderer:
    """
    Render images of a model, while another thread may step the physics between `update` calls.

    One thread only may use it. OpenGL resources are reused by the next renderer of the thread,
    because their creation takes a fourth of the time of an image.

    Parameters
    ----------
    model
        MuJoCo model of the scene.

    """

    def __init__(self, model: mujoco.MjModel) -> None:
        self._model = model
        self._option = mujoco.MjvOption()
        self._camera = mujoco.MjvCamera()
        self._camera.type = mujoco.mjtCamera.mjCAMERA_FIXED
        self._camera.fixedcamid = model.camera('camera').id
        _make_current()
        self._canvas = _take_canvas(model)

    def update(self, data: mujoco.MjData) -> None:
        """Copy poses for the next image; those of `data` must be up to date."""
        mujoco.mj_camlight(self._model, data)
        mujoco.mjv_updateScene(
            self._model,
            data,
            self._option,
            None,
            self._camera,
            mujoco.mjtCatBit.mjCAT_ALL,
            self._canvas.scene,
        )

    def render(self, width_px: int, height_px: int) -> ImageArray:
        """Return RGB (height, width, 3) for the poses of the last update."""
        if width_px > IMAGE_WIDTH_PX or height_px > IMAGE_HEIGHT_PX:
            raise ValueError(
                f'an image must be at most {IMAGE_WIDTH_PX} x {IMAGE_HEIGHT_PX}; '
                f'got {width_px} x {height_px}'
            )
        scene, context = self._canvas.scene, self._canvas.context
        _make_current()
        area = mujoco.MjrRect(0, 0, width_px, height_px)
        # Another world of this thread may have bound or freed its own frame buffer.
        mujoco.mjr_setBuffer(mujoco.mjtFramebuffer.mjFB_OFFSCREEN, context)
        mujoco.mjr_render(area, scene, context)
        image = np.empty((height_px, width_px, 3), np.uint8)
        mujoco.mjr_readPixels(image, None, area, context)
        return np.ascontiguousarray(image[::-1])

    def close(self) -> None:
        """Release the graphics memory of the scene."""
        _make_current()
        _return_canvas(self._canvas)
