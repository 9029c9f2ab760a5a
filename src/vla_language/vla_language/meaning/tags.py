# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Classes of the tagger: the object that a word describes, its kind, and its step."""

from enum import StrEnum


class Entity(StrEnum):
    """Object that a word describes."""

    NONE = 'none'
    TARGET = 'target'
    DESTINATION = 'destination'
    TARGET_LANDMARK = 'target_landmark'
    DESTINATION_LANDMARK = 'destination_landmark'
    #: An object that is not meant: excluded, or named before a correction.
    EXCLUDED = 'excluded'


class WordKind(StrEnum):
    """What a word contributes."""

    FILLER = 'filler'
    ACT = 'act'
    COLOR = 'color'
    NOUN = 'noun'
    ATTRIBUTE = 'attribute'
    SUPERLATIVE = 'superlative'
    RELATION = 'relation'
    DIRECTION = 'direction'
    NEGATION = 'negation'
    #: Content that is no part of the robot's tasks.
    UNACCOUNTED = 'unaccounted'
    PRONOUN = 'pronoun'


class Step(StrEnum):
    """Step of a command of two steps to which a word belongs, in the order of execution."""

    FIRST = 'first'
    SECOND = 'second'
    #: "Then", "after you have", or a remark.
    NEITHER = 'neither'
