# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""A command about a scene together with its labels."""

from dataclasses import dataclass

from vla_learning.language.referring_expressions import NO_REFERENCE
from vla_learning.language.referring_expressions import ObjectReference
from vla_policy.types.vocabulary import Direction
from vla_policy.types.vocabulary import TaskKind
from vla_policy.types.vocabulary import Verdict


@dataclass(frozen=True)
class LabeledCommand:
    """A command and its meaning; indices refer to the objects of the scene, -1 for none."""

    text: str
    task: TaskKind
    verdict: Verdict = Verdict.OK
    target: int = -1
    destination: int = -1
    direction: Direction = Direction.NONE
    #: References to target and destination.
    references: tuple[ObjectReference, ObjectReference] = (NO_REFERENCE, NO_REFERENCE)
