# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Checks of the joint path of a chunk: an error in one refuses the chunk."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING

import numpy as np
from vla_safety.checks.check_context import CheckContext
from vla_safety.checks.check_context import chunk_violation
from vla_safety.types.chunk import Chunk
from vla_safety.types.chunk import Violation

if TYPE_CHECKING:
    from vla_kinematics.joint_path import JointPath
    from vla_safety.robot.robot_model import RobotModel

    PathCheck = Callable[[JointPath, RobotModel, Chunk, CheckContext], list[Violation]]

Check = Callable[[Chunk, CheckContext], list[Violation]]


def check_failed(error: Exception) -> list[Violation]:
    """Return the refusal of a chunk whose joint check raised an error."""
    text = f'{type(error).__name__}: {error}'
    return chunk_violation(
        'joint_check_failed',
        np.nan,
        np.nan,
        f'a chunk is executed only if its joint path can be checked; the check failed with {text}.'
        ' Report this error; a node without a URDF does not check joints',
    )


def on_path(check: 'PathCheck') -> Check:
    """Return a check of the joint path; an error in it refuses the chunk."""

    @wraps(check)
    def checked(chunk: Chunk, context: CheckContext) -> list[Violation]:
        status = context.joints
        if status is None or status.model is None or status.joints is None:
            return []  # check_joint_state has refused the chunk if the joints are checked
        try:
            return check(status.model.path(chunk, status.joints), status.model, chunk, context)
        except Exception as error:  # noqa: BLE001 no error may let a chunk pass
            return check_failed(error)

    return checked
