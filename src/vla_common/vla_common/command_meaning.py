# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Typed meaning of a command: what is to be done, with which object, and where.

The language node predicts it from the words alone. Nothing in it depends on an image.
"""

from dataclasses import dataclass
from enum import StrEnum

#: Colors and shapes that the robot can detect.
COLORS = ('red', 'green', 'blue', 'yellow', 'orange', 'purple', 'white', 'black')
OBJECT_SHAPES = ('cube', 'cylinder', 'sphere')
RECEPTACLE_SHAPES = ('bowl', 'plate')
SHAPES = OBJECT_SHAPES + RECEPTACLE_SHAPES


class SpeechAct(StrEnum):
    """What a person does with a sentence; only an order is executed."""

    ORDER = 'order'
    QUESTION = 'question'
    REPORT = 'report'
    NEGATED = 'negated'
    CONDITIONAL = 'conditional'
    LATER = 'later'
    SEVERAL = 'several'


class RequestedTask(StrEnum):
    """Task that a command names."""

    PICK = 'pick'
    PLACE = 'place'
    PUSH = 'push'
    POINT = 'point'
    #: An activity that is not one of the robot's tasks.
    OTHER = 'other'
    #: No activity.
    NONE = 'none'


class Relation(StrEnum):
    """Spatial relation of an object to a landmark, seen from the robot."""

    NONE = 'none'
    IN = 'in'
    ON = 'on'
    NEXT_TO = 'next_to'
    LEFT_OF = 'left_of'
    RIGHT_OF = 'right_of'
    IN_FRONT_OF = 'in_front_of'
    BEHIND = 'behind'
    BETWEEN = 'between'
    UNDER = 'under'
    ABOVE = 'above'
    AWAY_FROM = 'away_from'
    TOWARDS = 'towards'
    #: The object has the landmark in or on it.
    CONTAINING = 'containing'
    #: A relation that is in no list.
    UNKNOWN = 'unknown'


class Superlative(StrEnum):
    """How one of several objects is selected, seen from the robot."""

    NONE = 'none'
    LEFTMOST = 'leftmost'
    RIGHTMOST = 'rightmost'
    NEAREST = 'nearest'
    FARTHEST = 'farthest'
    MIDDLE = 'middle'
    #: Any one that fits: the robot takes the nearest.
    ANY = 'any'
    #: Nearest to a corner of the table.
    NEAR_LEFT = 'near_left'
    NEAR_RIGHT = 'near_right'
    FAR_LEFT = 'far_left'
    FAR_RIGHT = 'far_right'
    #: An extreme that cannot be seen: biggest, oldest.
    UNKNOWN = 'unknown'


class PushDirection(StrEnum):
    """Direction of a push, seen from the robot."""

    NONE = 'none'
    LEFT = 'left'
    RIGHT = 'right'
    FORWARD = 'forward'
    BACK = 'back'
    #: A direction that is in no list.
    UNKNOWN = 'unknown'


class GoalRole(StrEnum):
    """Role of an object in a command."""

    TARGET = 'target'
    DESTINATION = 'destination'


@dataclass(frozen=True)
class ObjectDescription:
    """
    Description of one object.

    Parameters
    ----------
    words
        Words of the description as they were read.
    colors
        Colors that fit, of COLORS. None if no color is named; empty if the color is none of these.
    shapes
        Shapes that fit, of SHAPES. None if no noun is named; empty if the noun is none of these.
    superlative
        Extreme that selects one of several.
    ordinal
        Position in a row from `superlative`: 2 with LEFTMOST is the second from the left; 0 for
        none.
    relation, landmark
        Where the object is now: relation to another object.
    excluded
        Descriptions of objects that are not meant.

    """

    words: str
    colors: frozenset[str] | None = None
    shapes: frozenset[str] | None = None
    superlative: Superlative = Superlative.NONE
    ordinal: int = 0
    relation: Relation = Relation.NONE
    landmark: 'ObjectDescription | None' = None
    excluded: tuple['ObjectDescription', ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether color and shape alone select the object."""
        return (
            self.superlative is Superlative.NONE
            and not self.ordinal
            and self.landmark is None
            and not self.excluded
        )


@dataclass(frozen=True)
class CommandMeaning:
    """
    Meaning of a command.

    Parameters
    ----------
    speech_act, task
        What the sentence does, and what it asks for.
    target, destination
        Object to act on, and object that the destination is related to.
    relation
        Relation of the destination: IN or ON a receptacle, NEXT_TO an object.
    place
        Named place of the table as destination: center, left_edge, right_edge, near_edge or
        far_edge; empty for none.
    direction
        Direction of a push.
    corrected
        Description that the person took back.
    unaccounted
        Words that carry content and that no other member accounts for.
    corrections
        Words that were misspelled, each with the word as which it was read.

    """

    speech_act: SpeechAct
    task: RequestedTask
    target: ObjectDescription | None = None
    destination: ObjectDescription | None = None
    relation: Relation = Relation.NONE
    place: str = ''
    direction: PushDirection = PushDirection.NONE
    corrected: ObjectDescription | None = None
    unaccounted: tuple[str, ...] = ()
    corrections: tuple[tuple[str, str], ...] = ()
