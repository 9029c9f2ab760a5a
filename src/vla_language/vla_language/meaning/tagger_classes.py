# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Sizes and classes of the tagger, which its network and its weights share."""

from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SHAPES
from vla_common.command_meaning import SpeechAct
from vla_language.meaning.tags import Entity
from vla_language.meaning.tags import Step
from vla_language.meaning.tags import WordKind

#: Longer sentences have no tags behind this word.
MAX_WORDS = 40
#: Prefixes of the tensors in the file of the weights.
TAGGER_PREFIX, NOUNS_PREFIX = 'tagger.', 'nouns.'
KINDS, ENTITIES, STEPS = tuple(WordKind), tuple(Entity), tuple(Step)
TASKS, ACTS = tuple(RequestedTask), tuple(SpeechAct)
#: Classes in the order of the outputs; stored in the header of the weights.
CLASSES = {
    'entities': [*ENTITIES],
    'kinds': [*KINDS],
    'steps': [*STEPS],
    'tasks': [*TASKS],
    'speech_acts': [*ACTS],
    'shapes': [*SHAPES],
}
#: Name of the graph, its inputs and its outputs.
GRAPH = 'tagger'
INPUTS = ('states', 'mask', 'words', 'features')
OUTPUTS = ('entities', 'kinds', 'steps', 'task', 'speech_act')
#: Outputs with scores of each word.
WORD_OUTPUTS = OUTPUTS[:3]
