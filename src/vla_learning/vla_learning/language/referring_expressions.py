# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Objects of a scene and references to them, independent of the wording."""

from dataclasses import dataclass
from typing import Literal
from typing import NamedTuple

from vla_learning.language.command_templates import GRASPABLE_CLASSES
from vla_policy.types.vocabulary import Noun

#: train; heldout_phrasing = held-out wording; heldout_pairs = held-out (color, class) as target.
Split = Literal['train', 'heldout_phrasing', 'heldout_pairs']


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
        kind = Noun[candidate.kind.upper()]
        has_noun = self.noun == kind or (self.noun == Noun.ANY and candidate.is_graspable)
        return has_noun and self.color in (None, candidate.color)


NO_REFERENCE = ObjectReference()


def refer_by(color: str | None, kind: str | None) -> ObjectReference:
    """Return the reference by color, class or both; without a class it is any object."""
    return ObjectReference(color, Noun[kind.upper()] if kind else Noun.ANY)
