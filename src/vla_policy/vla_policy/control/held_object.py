# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Object that the gripper holds since an earlier command.

Above the table it appears in the image where the ray through it meets the table, and the network,
which was trained with objects on the table, detects it there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from vla_common.arrays import FloatArray
from vla_common.command_meaning import OBJECT_SHAPES
from vla_policy.control.detections import Detection
from vla_policy.control.free_space import RADIUS_M
from vla_policy.control.observation_validation import RefusalError
from vla_policy.control.task_state import CARRYING
from vla_policy.types.chunk import EndEffectorState
from vla_policy.types.vocabulary import Phase
from vla_policy.types.vocabulary import TaskKind

#: A gripper that is less open than this holds nothing; one that is more open has released it.
_MIN_OPENING: Final = 0.1
_MAX_OPENING: Final = 0.9
#: A held object is detected within this distance of the gripper [m].
_MAX_SHIFT_M: Final = 0.27
#: Space that an object needs which is put down where it was picked up, often beside another [m].
_ROOM_M: Final = 0.03
_HOLDING = CARRYING | {Phase.GRASP}


@dataclass(frozen=True)
class HeldObject:
    """
    Object in the gripper.

    Parameters
    ----------
    name
        Color and shape.
    position
        Position (2,) of the gripper in base_link [m].
    height_m
        Height of the tool centre point in base_link.

    """

    name: str
    position: FloatArray
    height_m: float = 0.0

    @classmethod
    def of(cls, name: str, state: EndEffectorState) -> 'HeldObject | None':
        """
        Return what the gripper holds, None for nothing.

        Parameters
        ----------
        name
            Object that an earlier command grasped; empty for none.
        state
            Measured pose and opening of the gripper.

        """
        holds = _MIN_OPENING < state.gripper < _MAX_OPENING
        # Color and shape are missing where no detection was near the target.
        if not holds or len(name.split()) != 2:
            return None
        return cls(name, state.position[:2], float(state.position[2]))

    def among(self, detections: Sequence[Detection]) -> tuple[Detection, ...]:
        """Return the detections with the held object last, at the position of the gripper."""
        color, kind = self.name.split()
        near = [
            d
            for d in detections
            if d.color == color
            and d.kind in OBJECT_SHAPES
            and d.distance_m(self.position) < _MAX_SHIFT_M
        ]
        # From above, a held object may be detected with another shape.
        seen = min(near, key=lambda d: (d.kind != kind, d.distance_m(self.position)), default=None)
        x_m, y_m = self.position.tolist()
        held = Detection(color, kind, (x_m, y_m), 1.0, -1 if seen is None else seen.cell)
        return (*(d for d in detections if d is not seen), held)

    def require_free_table(self, others: Sequence[Detection]) -> None:
        """
        Check that the object can be put down below the gripper.

        Parameters
        ----------
        others
            Detections without the held object.

        Raises
        ------
        RefusalError
            If something stands there.

        """
        blocking = [d for d in others if d.distance_m(self.position) < RADIUS_M[d.kind] + _ROOM_M]
        if blocking:
            raise RefusalError(
                'gripper_not_free',
                f'what the gripper holds must be put down first; it holds the {self.name}, and'
                f' below it is the {blocking[0].name}. Say where to put the {self.name}',
            )


def name_at_end(task: TaskKind, phase: Phase, target: str) -> str:
    """Return the object that the gripper may hold when a motion ends in a phase."""
    is_done = task is TaskKind.PICK and phase is Phase.DONE
    is_carrying = task in (TaskKind.PICK, TaskKind.PLACE) and phase in _HOLDING
    return target if is_done or is_carrying else ''
