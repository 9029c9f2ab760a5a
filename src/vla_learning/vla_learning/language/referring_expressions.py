# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Objects of a scene and references to them, independent of the wording."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Literal
from typing import NamedTuple

from vla_learning.language.command_templates import GRASPABLE_CLASSES

#: train; heldout_phrasing = held-out wording; heldout_pairs = held-out (color, class) as target.
Split = Literal['train', 'heldout_phrasing', 'heldout_pairs']


class Noun(IntEnum):
    """Meaning of a noun in a command; the first five are the classes of detections."""

    CUBE = 0
    CYLINDER = 1
    SPHERE = 2
    BOWL = 3
    PLATE = 4
    ANY = 5  # any object, as in "the red thing"
    UNKNOWN = 6  # an object class outside of this vocabulary
    NONE = 7  # no object is named


@dataclass(frozen=True)
class SceneObject:
    """Color and class of an object or receptacle on the table."""

    color: str
    kind: str

    @property
    def is_graspable(self) -> bool:
        """Whether the gripper can grasp it; bowls and plates are receptacles."""
        return self.kind in GRASPABLE_CLASSES


class ObjectReference(NamedTuple):
    """Reference to an object by color, noun or both."""

    color: str | None = None
    noun: Noun = Noun.NONE

    def matches(self, candidate: SceneObject) -> bool:
        """Return whether the reference can mean `candidate`."""
        return self.allows(candidate.kind) and self.color in (None, candidate.color)

    def allows(self, kind: str) -> bool:
        """Return whether the noun can mean an object of the class `kind`."""
        is_any = self.noun == Noun.ANY and kind in GRASPABLE_CLASSES
        return is_any or self.noun == Noun[kind.upper()]


NO_REFERENCE = ObjectReference()


def refer_by(color: str | None, kind: str | None) -> ObjectReference:
    """Return the reference by color, class or both; without a class it is any object."""
    return ObjectReference(color, Noun[kind.upper()] if kind else Noun.ANY)
