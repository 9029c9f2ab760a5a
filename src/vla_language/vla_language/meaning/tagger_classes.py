# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Sizes and classes of the tagger, which its network and its weights share."""

from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SHAPES
from vla_common.command_meaning import SpeechAct
from vla_language.encoders.minilm import CHANNELS
from vla_language.meaning.tags import Entity
from vla_language.meaning.tags import WordKind

#: Longer sentences have no tags behind this word.
MAX_WORDS = 40
#: Prefixes of the tensors in the file of the weights.
TAGGER_PREFIX, NOUNS_PREFIX = 'tagger.', 'nouns.'
STATES = 2 * CHANNELS
#: Layers of a network whose weights do not state their number.
LAYERS = 2
KINDS, ENTITIES = tuple(WordKind), tuple(Entity)
TASKS, ACTS = tuple(RequestedTask), tuple(SpeechAct)
#: Classes in the order of the outputs; stored in the header of the weights.
CLASSES = {
    'entities': [*ENTITIES],
    'kinds': [*KINDS],
    'tasks': [*TASKS],
    'speech_acts': [*ACTS],
    'shapes': [*SHAPES],
}
#: Name of the graph, its inputs and its outputs.
GRAPH = 'tagger'
INPUTS, OUTPUTS = ('states', 'features', 'mask'), ('entities', 'kinds', 'task', 'speech_act')
