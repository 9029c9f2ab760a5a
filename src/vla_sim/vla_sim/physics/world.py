# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Simulated world: physics and arm control."""

import threading

import mujoco
import numpy as np
from vla_common.arrays import FloatArray
from vla_sim.physics.arm_control import ArmControl
from vla_sim.physics.mjcf import camera_axes
from vla_sim.physics.mjcf import TIMESTEP_S
from vla_sim.physics.rendering import camera_spec
from vla_sim.physics.rendering import CameraSpec
from vla_sim.physics.rendering import ImageArray
from vla_sim.physics.rendering import Renderer
from vla_sim.physics.robot_arm import BUILTIN
from vla_sim.physics.robot_arm import RobotArm
from vla_sim.physics.robot_arm import TOOL_SITE
from vla_sim.physics.scene import Appearance
from vla_sim.physics.scene import Scene
from vla_sim.physics.scene_constants import CONTROL_PERIOD_S
from vla_sim.physics.scene_constants import IMAGE_HEIGHT_PX
from vla_sim.physics.scene_constants import IMAGE_WIDTH_PX
from vla_sim.physics.scene_model import scene_model
from vla_sim.physics.world_state import ObjectPose
from vla_sim.physics.world_state import RobotState
from vla_sim.physics.world_state import Snapshot

_SUBSTEPS = round(CONTROL_PERIOD_S / TIMESTEP_S)
_RAMP = 5
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
    robot
        Arm.

    """

    def __init__(self, scene: Scene, *, shadows: bool = False, robot: RobotArm = BUILTIN) -> None:
        self.scene, self.robot = scene, robot
        self.model = scene_model(scene, robot, shadows=shadows)
        self.data = mujoco.MjData(self.model)
        self._control = ArmControl(self.model, robot)
        self.kinematics = self._control.kinematics
        self._lock = threading.RLock()
        self._renderer: Renderer | None = None
        self._tool = self.model.site(robot.prefix + TOOL_SITE).id
        self._bodies = {name: self.model.body(name).id for name in scene.names}
        self._names = {body: name for name, body in self._bodies.items()}
        self._gripper_bodies = {
            self.model.body(robot.prefix + name).id for name in robot.gripper.bodies
        }
        self.set_arm(*self._control.target)

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
        with self._lock:
            self._control.follow_pose(position_m, quaternion_xyzw, opening)

    def set_joint_target(self, joints_rad: FloatArray, opening: float) -> None:
        """Set the joints (n,) at the end of the next control tick, and the gripper opening."""
        with self._lock:
            self._control.follow_joints(joints_rad, opening)

    def step(self, ticks: int = 1) -> None:
        """Advance by control ticks of 20 ms."""
        for _ in range(ticks):
            with self._lock:
                goal = self._control.advance(self.data.ctrl)
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

    def robot_state(self) -> RobotState:
        """Return pose and velocity of the tool, and the gripper opening."""
        with self._lock:
            data, quaternion, velocity = self.data, np.zeros(4), np.zeros(6)
            mujoco.mju_mat2Quat(quaternion, data.site_xmat[self._tool])
            mujoco.mj_objectVelocity(
                self.model, data, mujoco.mjtObj.mjOBJ_SITE, self._tool, velocity, 0
            )
            fingers = float(data.qpos[self._control.finger_positions].mean())
            return RobotState(
                data.site_xpos[self._tool].copy(),
                quaternion[[1, 2, 3, 0]],
                velocity[3:],
                velocity[:3],
                self.robot.gripper.to_opening(fingers),
            )

    def joint_state(self) -> tuple[tuple[str, ...], FloatArray, FloatArray]:
        """
        Return names, positions and velocities of joints and gripper.

        The fingers of the built-in arm are two joints; the gripper of another arm is one.
        """
        control, gripper = self._control, self.robot.gripper
        with self._lock:
            positions = self.data.qpos[control.joint_positions]
            velocities = self.data.qvel[control.joint_velocities]
            fingers = self.data.qpos[control.finger_positions]
            finger_velocities = self.data.qvel[control.finger_velocities]
        names = gripper.measured_joints
        if not self.robot.is_builtin:
            names = (gripper.joint_name,)
            fingers, finger_velocities = fingers.mean()[None], finger_velocities.mean()[None]
        return (
            (*self.robot.joints, *names),
            np.concatenate((positions, fingers)),
            np.concatenate((velocities, finger_velocities)),
        )

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
        gripper = self._gripper_bodies
        # A scene has about ten contacts: sets are faster than np.isin.
        near = [pair for pair in pairs.tolist() if not gripper.isdisjoint(pair)]
        return frozenset(
            self._names[body] for pair in near for body in pair if body in self._names
        )

    def set_arm(self, position_m: FloatArray, quaternion_xyzw: FloatArray, opening: float) -> None:
        """Place the arm at a tool pose; raise ValueError if it cannot reach it."""
        with self._lock:
            self._control.place(position_m, quaternion_xyzw, opening, self.data)
            mujoco.mj_forward(self.model, self.data)

    def hide_arm(self) -> None:
        """Make the arm invisible; must be called before the first image."""
        bodies = self.model.geom_bodyid
        is_arm = (bodies > 0) & ~np.isin(bodies, list(self._names))
        self.model.geom_rgba[is_arm, 3] = 0.0

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
            control = self._control
            return Snapshot(
                state, control.joints_rad.copy(), control.gripper_position, control.target
            )

    def restore(self, snapshot: Snapshot) -> None:
        """Restore a snapshot of this world."""
        with self._lock:
            mujoco.mj_setState(self.model, self.data, snapshot.state, _STATE)
            self._control.joints_rad = snapshot.joints_rad.copy()
            self._control.gripper_position = snapshot.gripper_position
            self._control.target = snapshot.target
            mujoco.mj_forward(self.model, self.data)
            # mj_forward has changed the warm start of the solver, which would change later steps.
            mujoco.mj_setState(self.model, self.data, snapshot.state, _STATE)

    def camera(
        self, width_px: int = IMAGE_WIDTH_PX, height_px: int = IMAGE_HEIGHT_PX
    ) -> CameraSpec:
        """Return the camera with its true pose, including the random offset."""
        return camera_spec(self.model, width_px, height_px)

    def place_camera(self, look: Appearance) -> None:
        """Place the camera as in an appearance; the next image is from there."""
        camera, quaternion = self.model.camera('camera').id, np.zeros(4)
        mujoco.mju_mat2Quat(quaternion, camera_axes(look).T.ravel())
        with self._lock:
            self.model.cam_pos[camera] = look.camera_position_m
            self.model.cam_quat[camera] = quaternion

    def render(
        self, width_px: int = IMAGE_WIDTH_PX, height_px: int = IMAGE_HEIGHT_PX
    ) -> ImageArray:
        """Return the RGB image of the camera (height, width, 3)."""
        if self._renderer is None:
            self._renderer = Renderer(self.model)
        with self._lock:
            self._renderer.update(self.data)
        return self._renderer.render(width_px, height_px)

    def close(self) -> None:
        """Free graphics memory; called by the thread that rendered."""
        if self._renderer is not None:
            self._renderer.close()
            self._renderer = None
