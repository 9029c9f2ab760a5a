# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Monitor of joint states, and the robot model that they belong to."""

from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import dataclass
import math
from typing import TYPE_CHECKING

from vla_common.arrays import FloatArray
from vla_common.clock import TimePoint
from vla_kinematics.joint_state_reader import JointStateReader
from vla_safety.types.input_fault import InputFault

if TYPE_CHECKING:
    from vla_safety.robot.robot_model import RobotModel

# How long the fault of a message is reported.
_REPORT_S = 1.0


@dataclass(frozen=True)
class JointReading:
    """Joints as a message has them."""

    names: Sequence[str]
    positions: Sequence[float]
    velocities: Sequence[float]
    stamp_ns: int


@dataclass(frozen=True)
class JointStatus:
    """Robot model and measured joints (n,), as far as they are known, and why they are not."""

    model: 'RobotModel | None'
    joints: FloatArray | None
    age_s: float
    fault: InputFault | None


class JointMonitor:
    """
    Keep the newest joint state that is valid and in time.

    Parameters
    ----------
    make_model
        Returns the robot model of a URDF; ValueError if it does not fit the parameters.
    max_age_s
        Age above which joint states are not used.

    """

    def __init__(self, make_model: 'Callable[[str], RobotModel]', max_age_s: float) -> None:
        self._make_model = make_model
        self._max_age_s = max_age_s
        self._model: RobotModel | None = None
        self._reader: JointStateReader | None = None
        self._joints: FloatArray | None = None
        self._measured_s = -math.inf
        self._fault: tuple[InputFault, float] | None = None
        self._description_problem = 'none was received. Start the robot driver'

    @property
    def model(self) -> 'RobotModel | None':
        """Return the robot model; None while there is no valid description."""
        return self._model

    def set_description(self, urdf_text: str) -> bool:
        """
        Use a robot description; the first valid one is kept.

        Returns
        -------
        bool
            Whether it is used now.

        Raises
        ------
        ValueError
            If it does not fit the parameters.

        """
        if self._model is not None:
            return False
        try:
            self._model = self._make_model(urdf_text)
        except ValueError as error:
            self._description_problem = str(error)
            raise
        self._reset_reader()
        return True

    def update(self, sample: JointReading, now: TimePoint) -> bool:
        """Record a message; return whether it has the joints of the arm."""
        if self._reader is None:
            return False
        now_ns = round(now.ros_s * 1e9)
        try:
            read = self._reader.read(
                sample.names, sample.positions, sample.velocities, sample.stamp_ns, now_ns
            )
        except ValueError as error:
            self._fault = (InputFault('joint_state_invalid', str(error)), now.steady_s)
            return False
        if read is None:
            return False
        self._joints = read.positions
        self._measured_s = now.steady_s - max((now_ns - sample.stamp_ns) * 1e-9, 0.0)
        return True

    def status(self, now: TimePoint) -> JointStatus:
        """Return model and joints, or why one of them is missing."""
        age_s = now.steady_s - self._measured_s
        if self._model is None:
            text = f'the joint checks need a robot_description; {self._description_problem}'
            return JointStatus(None, None, age_s, InputFault('robot_description', text))
        if self._joints is not None and age_s <= self._max_age_s:
            return JointStatus(self._model, self._joints, age_s, None)
        return JointStatus(self._model, None, age_s, self._state_fault(age_s, now))

    def on_clock_jump(self) -> None:
        """Forget the joints: their stamp is of the clock before the jump."""
        self._reset_reader()

    def _state_fault(self, age_s: float, now: TimePoint) -> InputFault:
        if self._fault is not None and now.steady_s - self._fault[1] <= _REPORT_S:
            return self._fault[0]
        if self._joints is None:
            return InputFault(
                'joint_state_unknown',
                'the joint checks need joint_states with all joints of the arm; none were'
                ' received. Start the robot driver, or correct joint_names',
            )
        return InputFault(
            'joint_state_stale',
            f'joint_states may be at most {self._max_age_s:g} s old; they are {age_s:.3f} s old.'
            ' Check that the robot driver runs',
        )

    def _reset_reader(self) -> None:
        self._joints, self._fault = None, None
        if self._model is not None:
            names = self._model.arm.joint_names
            self._reader = JointStateReader(names, '', self._max_age_s)
