# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Generator of tagged sentences: orders, and sentences that are no order of one task."""

from collections.abc import Callable
from collections.abc import Iterator

import numpy as np
from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SpeechAct
from vla_language.meaning.tags import WordKind
from vla_learning.language.grammar.dictionary_words import DictionaryWords
from vla_learning.language.grammar.frames import FrameExpander
from vla_learning.language.grammar.morphology import misspell
from vla_learning.language.grammar.non_orders import NonOrderGenerator
from vla_learning.language.grammar.orders import OrderGenerator
from vla_learning.language.grammar.tagged_words import label
from vla_learning.language.grammar.tagged_words import LabeledSentence
from vla_learning.language.grammar.tagged_words import LabeledWord
from vla_learning.language.grammar.two_steps import TwoStepGenerator

MAX_WORDS = 40
#: Share of sentences with one misspelled word.
_TYPO_SHARE = 0.10
_END_MARK_SHARE = 0.12
#: Share of sentences without determiners.
_TELEGRAPHIC_SHARE = 0.07
_HYPHEN_SHARE = 0.04
#: Share of sentences with a remark in front, and of those with one behind.
_REMARK_SHARE = 0.13
_HESITATION_SHARE = 0.03
_HESITATIONS = 'um|uh|er|erm|like|you know|hmm|. . .|please|, um ,|, er ,|just'.split('|')
_SYMBOL_SHARE = 0.015
#: Share of orders in quotation marks.
_QUOTED_SHARE = 0.01
_JOINED_KINDS = (WordKind.COLOR, WordKind.NOUN, WordKind.SUPERLATIVE, WordKind.ATTRIBUTE)
_SYMBOLS = r'@ # $ % ^ & * + = < > | \ / ~ { } [ ] _ -> => <- 7 42 x1 () ; ::'.split()

#: Short words that are often confused.
_CONFUSED = {'to': 'too', 'of': 'off', 'off': 'of', 'your': 'you', 'the': 'te', 'an': 'and'}

_Words = list[LabeledWord]
_Draft = tuple[_Words, RequestedTask, SpeechAct]


class SentenceGenerator:
    """
    Draw tagged sentences.

    Parameters
    ----------
    seed
        Seed of all choices.
    dictionary
        Words of the open classes.

    """

    def __init__(self, seed: int, dictionary: DictionaryWords) -> None:
        self._rng = np.random.default_rng(seed)
        frames = FrameExpander(self._rng, dictionary)
        orders = OrderGenerator(frames)
        others = NonOrderGenerator(frames, orders, dictionary)
        #: Generators with their shares.
        self._kinds: list[tuple[float, Callable[[], _Draft]]] = [
            (0.48, orders.order),
            (0.07, orders.correction),
            (0.012, orders.choice),
            (0.008, orders.counted),
            (0.03, orders.replacement),
            (0.03, orders.negated_alternative),
            (0.13, others.written),
            (0.05, others.negation),
            (0.012, others.cancellation),
            (0.05, others.condition),
            (0.04, others.future),
            (0.055, others.report),
            (0.015, others.homonym),
            (0.01, others.remark),
            (0.02, others.quotation),
            (0.06, others.question),
            (0.05, others.several),
            (0.06, TwoStepGenerator(frames, orders).sentence),
            (0.01, orders.pronoun_order),
            (0.08, others.other_task),
            (0.03, others.chat),
            (0.025, others.fragment),
            (0.008, others.odd_description),
        ]
        self._frames = frames

    def sentences(self, count: int) -> Iterator[LabeledSentence]:
        """Yield `count` different sentences."""
        seen: set[str] = set()
        while len(seen) < count:
            sentence = self.sentence()
            if 1 <= len(sentence.words) <= MAX_WORDS and sentence.text not in seen:
                seen.add(sentence.text)
                yield sentence

    def sentence(self) -> LabeledSentence:
        """Return a sentence."""
        shares = np.array([share for share, _ in self._kinds])
        index = int(self._rng.choice(len(shares), p=shares / shares.sum()))
        self._frames.draw.is_telegraphic = self._rng.random() < _TELEGRAPHIC_SHARE
        words, task, speech_act = self._kinds[index][1]()
        words = self._frames.remarks.around(words, _REMARK_SHARE)
        words = self._with_marks(words)
        if self._rng.random() < _HESITATION_SHARE:
            words = self._with_hesitation(words)
        if speech_act is SpeechAct.ORDER and self._rng.random() < _END_MARK_SHARE:
            words = words + label(self._frames.draw.pick('.!?'))
        if words and self._rng.random() < _TYPO_SHARE:
            words = self._with_typo(words)
        return LabeledSentence(tuple(words), task, speech_act)

    def _with_marks(self, words: _Words) -> _Words:
        """Return the words with a hyphen, symbol or quotation marks in a share of the cases."""
        place = self._rng.random()
        index = int(self._rng.integers(len(words) + 1))
        if place < _SYMBOL_SHARE:
            symbol = label(_SYMBOLS[int(self._rng.integers(len(_SYMBOLS)))], WordKind.UNACCOUNTED)
            return words[:index] + symbol + words[index:]
        if place < _SYMBOL_SHARE + _QUOTED_SHARE:
            mark = label(self._frames.draw.pick(('"', "'")))
            return mark + words + mark
        if place < _SYMBOL_SHARE + _QUOTED_SHARE + _HYPHEN_SHARE:
            return self._with_hyphen(words)
        return words

    def _with_hesitation(self, words: _Words) -> _Words:
        index = int(self._rng.integers(len(words) + 1))
        return [*words[:index], *label(self._frames.draw.pick(_HESITATIONS)), *words[index:]]

    def _with_hyphen(self, words: _Words) -> _Words:
        """Return the words with a hyphen in a compound such as dark-red."""
        places = [
            i
            for i in range(1, len(words))
            if words[i].kind in _JOINED_KINDS
            and words[i - 1].kind in _JOINED_KINDS
            and words[i - 1].entity is words[i].entity
        ]
        if not places:
            return words
        index = places[int(self._rng.integers(len(places)))]
        hyphen = words[index - 1]._replace(text='-')
        return [*words[:index], hyphen, *words[index:]]

    def _with_typo(self, words: _Words) -> _Words:
        index = int(self._rng.integers(len(words)))
        word = words[index]
        if word.text in _CONFUSED:
            return [*words[:index], word._replace(text=_CONFUSED[word.text]), *words[index + 1 :]]
        if len(word.text) < 4 or not word.text.isalpha():
            return words
        wrong = word._replace(text=misspell(word.text, self._rng))
        return [*words[:index], wrong, *words[index + 1 :]]
