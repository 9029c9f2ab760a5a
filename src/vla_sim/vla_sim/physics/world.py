# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Simulated world: physics and arm control."""

import threading

import mujoco
import numpy as np
from vla_common.arrays import FloatArray
from vla_common.rotation import yaw_to_quaternion
from vla_sim.physics.arm import JOINT_SPEED_RAD_S
from vla_sim.physics.arm import JOINTS
from vla_sim.physics.arm import REST_RAD
from vla_sim.physics.inverse_kinematics import ArmKinematics
from vla_sim.physics.mjcf import scene_mjcf
from vla_sim.physics.mjcf import TIMESTEP_S
from vla_sim.physics.rendering import camera_spec
from vla_sim.physics.rendering import CameraSpec
from vla_sim.physics.rendering import ImageArray
from vla_sim.physics.rendering import Renderer
from vla_sim.physics.scene import Scene
from vla_sim.physics.scene_constants import CONTROL_PERIOD_S
from vla_sim.physics.scene_constants import FINGER_TRAVEL_M
from vla_sim.physics.scene_constants import HOME_POSITION_M
from vla_sim.physics.scene_constants import HOME_YAW_RAD
from vla_sim.physics.scene_constants import IMAGE_HEIGHT_PX
from vla_sim.physics.scene_constants import IMAGE_WIDTH_PX
from vla_sim.physics.world_state import ObjectPose
from vla_sim.physics.world_state import RobotState
from vla_sim.physics.world_state import rotation_matrix
from vla_sim.physics.world_state import Snapshot

_DOF = len(JOINTS)
_SUBSTEPS = round(CONTROL_PERIOD_S / TIMESTEP_S)
_RAMP = 5
# The fingers close in 0.4 s.
_OPENING_PER_S = 2.5
_GRASP_DEPTH_M = 0.01
_STATE = int(mujoco.mjtState.mjSTATE_INTEGRATION)


class World:
    """
    One scene with gravity and contacts, and an arm that follows a tool pose.

    Any thread may step and read. Only the thread that rendered first may render.

    Parameters
    ----------
    scene
        Scene.
    shadows
        Whether shadows are rendered.

    """

    def __init__(self, scene: Scene, *, shadows: bool = False) -> None:
        self.scene = scene
        self.model = mujoco.MjModel.from_xml_string(scene_mjcf(scene, shadows))
        self.data = mujoco.MjData(self.model)
        self.kinematics = ArmKinematics()
        self._lock = threading.RLock()
        self._renderer: Renderer | None = None
        self._tool = self.model.site('tool0').id
        self._bodies = {name: self.model.body(name).id for name in scene.names}
        self._names = {body: name for name, body in self._bodies.items()}
        self._gripper_bodies = [
            self.model.body(n).id for n in ('hand', 'finger_left', 'finger_right')
        ]
        self._joints_rad = REST_RAD.copy()
        self._finger_m = FINGER_TRAVEL_M
        home = np.array(HOME_POSITION_M)
        self._target = (home, yaw_to_quaternion(HOME_YAW_RAD), 1.0)
        self.set_arm(*self._target)

    def __enter__(self) -> 'World':
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def time_s(self) -> float:
        """Return the simulated time."""
        return float(self.data.time)

    def set_target(
        self, position_m: FloatArray, quaternion_xyzw: FloatArray, opening: float
    ) -> None:
        """Set the target of tool pose and gripper opening, in base_link."""
        position = np.array(position_m, dtype=float)
        quaternion = np.array(quaternion_xyzw, dtype=float)
        values = np.concatenate([position, quaternion, [opening]])
        if values.shape != (8,) or not np.isfinite(values).all():
            raise ValueError(f'a target must be 3 + 4 + 1 finite numbers; got {values.tolist()}')
        length = float(np.linalg.norm(quaternion))
        if abs(length - 1) > 1e-2:
            raise ValueError(
                f'a target must have a unit quaternion; got one of length {length:.4g}'
            )
        with self._lock:
            self._target = (position, quaternion / length, float(np.clip(opening, 0, 1)))

    def step(self, ticks: int = 1) -> None:
        """Advance by control ticks of 20 ms."""
        for _ in range(ticks):
            with self._lock:
                goal = self._control()
                start = self.data.ctrl.copy()
                # A ramp: a step of the setpoint would make the joints jerk at every tick.
                for i in range(1, _RAMP + 1):
                    self.data.ctrl[:] = start + i / _RAMP * (goal - start)
                    mujoco.mj_step(self.model, self.data, _SUBSTEPS // _RAMP)
                self._refresh()

    def _refresh(self) -> None:
        """Update poses and velocities; mj_step leaves those of the previous step."""
        mujoco.mj_kinematics(self.model, self.data)
        mujoco.mj_comPos(self.model, self.data)
        mujoco.mj_comVel(self.model, self.data)

    def _control(self) -> FloatArray:
        """Return the setpoints of the actuators for this tick (8,)."""
        position, quaternion, opening = self._target
        joints = self.kinematics.track(self._joints_rad, position, rotation_matrix(quaternion))
        move = joints - self._joints_rad
        limit = float(np.max(np.abs(move) / JOINT_SPEED_RAD_S)) / CONTROL_PERIOD_S
        self._joints_rad = self._joints_rad + move / max(1.0, limit)
        reach = _OPENING_PER_S * FINGER_TRAVEL_M * CONTROL_PERIOD_S
        # The closed setpoint is beyond contact, so that an object between the fingers is held.
        goal = opening * FINGER_TRAVEL_M if opening > 0.02 else -_GRASP_DEPTH_M
        self._finger_m += float(np.clip(goal - self._finger_m, -reach, reach))
        return np.append(self._joints_rad, self._finger_m)

    def robot_state(self) -> RobotState:
        """Return pose and velocity of the tool, and the gripper opening."""
        with self._lock:
            data, quaternion, velocity = self.data, np.zeros(4), np.zeros(6)
            mujoco.mju_mat2Quat(quaternion, data.site_xmat[self._tool])
            mujoco.mj_objectVelocity(
                self.model, data, mujoco.mjtObj.mjOBJ_SITE, self._tool, velocity, 0
            )
            opening = data.qpos[_DOF : _DOF + 2].mean() / FINGER_TRAVEL_M
            return RobotState(
                data.site_xpos[self._tool].copy(),
                quaternion[[1, 2, 3, 0]],
                velocity[3:],
                velocity[:3],
                float(np.clip(opening, 0, 1)),
            )

    def joint_state(self) -> tuple[tuple[str, ...], FloatArray, FloatArray]:
        """Return names, positions and velocities of joints and fingers."""
        with self._lock:
            count = _DOF + 2
            names = (*JOINTS, 'finger_left', 'finger_right')
            return names, self.data.qpos[:count].copy(), self.data.qvel[:count].copy()

    def object_poses(self) -> dict[str, ObjectPose]:
        """Return the poses of all objects and receptacles by name."""
        with self._lock:
            return {name: self._pose(body) for name, body in self._bodies.items()}

    def _pose(self, body: int) -> ObjectPose:
        at = self.model.body_dofadr[body]
        return ObjectPose(
            self.data.xpos[body].copy(),
            self.data.xquat[body][[1, 2, 3, 0]],
            float(np.linalg.norm(self.data.qvel[at : at + 3])),
        )

    def touched(self) -> frozenset[str]:
        """Return the names of objects in contact with the gripper."""
        with self._lock:
            pairs = self.model.geom_bodyid[self.data.contact.geom]
        near = pairs[np.isin(pairs, self._gripper_bodies).any(axis=1)].ravel().tolist()
        return frozenset(self._names[body] for body in near if body in self._names)

    def set_arm(self, position_m: FloatArray, quaternion_xyzw: FloatArray, opening: float) -> None:
        """Place the arm at a tool pose; raise ValueError if it cannot reach it."""
        position, rotation = np.asarray(position_m, float), rotation_matrix(quaternion_xyzw)
        with self._lock:
            # From the current joints or from the rest pose: one of them avoids the joint limits.
            joints = self.kinematics.solve(position, rotation, self._joints_rad)
            if joints is None:
                joints = self.kinematics.solve(position, rotation)
            if joints is None:
                text = np.round(position_m, 3).tolist()
                raise ValueError(f'a tool pose must be within reach; the arm cannot reach {text}')
            self._joints_rad, self._finger_m = joints, opening * FINGER_TRAVEL_M
            self.data.qpos[:_DOF], self.data.qpos[_DOF : _DOF + 2] = joints, self._finger_m
            self.data.qvel[: _DOF + 2] = 0.0
            self.data.ctrl[:_DOF], self.data.ctrl[_DOF] = joints, self._finger_m
            self.set_target(position_m, quaternion_xyzw, opening)
            mujoco.mj_forward(self.model, self.data)

    def set_object(self, name: str, position_m: FloatArray, quaternion_xyzw: FloatArray) -> None:
        """Place an object at rest."""
        with self._lock:
            body = self._bodies[name]
            joint = self.model.body_jntadr[body]
            at, dof = self.model.jnt_qposadr[joint], self.model.jnt_dofadr[joint]
            self.data.qpos[at : at + 3] = position_m
            self.data.qpos[at + 3 : at + 7] = np.asarray(quaternion_xyzw)[[3, 0, 1, 2]]
            self.data.qvel[dof : dof + 6] = 0.0
            mujoco.mj_forward(self.model, self.data)

    def snapshot(self) -> Snapshot:
        """Return the state for `restore`."""
        with self._lock:
            state = np.empty(mujoco.mj_stateSize(self.model, _STATE))
            mujoco.mj_getState(self.model, self.data, state, _STATE)
            return Snapshot(state, self._joints_rad.copy(), self._finger_m, self._target)

    def restore(self, snapshot: Snapshot) -> None:
        """Restore a snapshot of this world."""
        with self._lock:
            mujoco.mj_setState(self.model, self.data, snapshot.state, _STATE)
            self._joints_rad, self._finger_m = snapshot.joints_rad.copy(), snapshot.finger_m
            self._target = snapshot.target
            mujoco.mj_forward(self.model, self.data)
            # mj_forward has changed the warm start of the solver, which would change later steps.
            mujoco.mj_setState(self.model, self.data, snapshot.state, _STATE)

    def camera(
        self, width_px: int = IMAGE_WIDTH_PX, height_px: int = IMAGE_HEIGHT_PX
    ) -> CameraSpec:
        """Return the camera with its true pose, including the random offset."""
        return camera_spec(self.model, width_px, height_px)

    def render(
        self, width_px: int = IMAGE_WIDTH_PX, height_px: int = IMAGE_HEIGHT_PX
    ) -> ImageArray:
        """Return the RGB image of the camera (height, width, 3)."""
        if self._renderer is None:
            self._renderer = Renderer(self.model)
        with self._lock:
            positions = self.data.qpos.copy()
        return self._renderer.render(positions, width_px, height_px)

    def close(self) -> None:
        """Free graphics memory; called by the thread that rendered."""
        if self._renderer is not None:
            self._renderer.close()
            self._renderer = None
