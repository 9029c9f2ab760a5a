# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Meaning of a tagged sentence."""

from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace

from vla_common.command_meaning import CommandMeaning
from vla_common.command_meaning import ObjectDescription
from vla_common.command_meaning import Relation
from vla_common.command_meaning import RequestedTask
from vla_common.command_meaning import SpeechAct
from vla_common.command_meaning import Superlative
from vla_language.meaning.choice_rules import with_choice
from vla_language.meaning.closed_classes import read_place
from vla_language.meaning.closed_classes import read_relation
from vla_language.meaning.closed_classes import read_superlative
from vla_language.meaning.description_reader import DescribingWords
from vla_language.meaning.description_reader import either_of
from vla_language.meaning.description_reader import read_description
from vla_language.meaning.destination_rules import as_receptacle
from vla_language.meaning.destination_rules import relation_of_destination
from vla_language.meaning.destination_rules import with_noun_before
from vla_language.meaning.exclusion_rules import ANYTHING_NOUNS
from vla_language.meaning.exclusion_rules import container_of
from vla_language.meaning.exclusion_rules import excludes_from_destination
from vla_language.meaning.exclusion_rules import has_correction
from vla_language.meaning.exclusion_rules import is_chosen
from vla_language.meaning.exclusion_rules import with_noun_of
from vla_language.meaning.exclusion_rules import without_kind_of_target
from vla_language.meaning.noun_shapes import is_plural_noun
from vla_language.meaning.noun_shapes import NounShapes
from vla_language.meaning.onlookers import are_onlookers
from vla_language.meaning.open_ends import with_open_end
from vla_language.meaning.order_reader import read_order
from vla_language.meaning.order_reader import read_speech_act
from vla_language.meaning.order_reader import speech_act_words
from vla_language.meaning.order_reader import unaccounted_words
from vla_language.meaning.spatial_phrases import find_class
from vla_language.meaning.spatial_phrases import PLACE_CLASSES
from vla_language.meaning.tagged_sentence import TaggedSentence
from vla_language.meaning.tags import Entity
from vla_language.meaning.tags import WordKind
from vla_language.meaning.task_rules import is_bare_verb
from vla_language.meaning.task_rules import is_hidden

_TABLE_WORDS = frozenset(
    'table tabletop desk workspace surface edge side end center centre board border bench '
    'counter desktop'.split()
)
#: Prepositions that are no relation of ours.
_ODD_RELATIONS = frozenset('opposite around across through past via amid among amongst'.split())
#: Numbers of a group.
_NUMBERS = frozenset('two three four five'.split())
_ANYTHING = ObjectDescription('anything there')
_OTHER = frozenset(('other',))
_LANDMARKS = {
    Entity.TARGET: Entity.TARGET_LANDMARK,
    Entity.DESTINATION: Entity.DESTINATION_LANDMARK,
}


@dataclass
class _Notes:
    """What is found beside the descriptions while a sentence is read."""

    unaccounted: list[str] = field(default_factory=list)
    corrections: list[tuple[str, str]] = field(default_factory=list)


class SentenceReader:
    """
    Build the meaning of tagged sentences from closed lists, colors and nouns.

    Parameters
    ----------
    nouns
        Resolver of nouns.

    """

    def __init__(self, nouns: NounShapes) -> None:
        self._nouns = nouns

    def read(self, sentence: TaggedSentence) -> CommandMeaning:
        """Return the meaning of a sentence."""
        notes = _Notes(unaccounted_words(sentence))
        target = self._describe_located(sentence, Entity.TARGET, notes)
        if target and sentence.is_place_negated:
            target = _elsewhere(target)
        of_destination = _Notes()
        destination = self._describe_located(sentence, Entity.DESTINATION, of_destination)
        excluded = self._describe(sentence, Entity.EXCLUDED, notes)
        is_corrected = has_correction(sentence)
        if excluded and (is_corrected or is_chosen(excluded)):
            target = with_noun_of(target, excluded)
        if excluded and not is_corrected:
            runs = sentence.runs(Entity.EXCLUDED)  # "anything except a cube"
            others = self._describe_each(r for r in runs if r.text not in ANYTHING_NOUNS)
            others = without_kind_of_target(others, target, sentence) if target else others
            if destination and excludes_from_destination(sentence, excluded, target, destination):
                destination = replace(destination, excluded=others)
            elif target:
                target = replace(target, excluded=(*target.excluded, *others))
        target = target and self._with_noun_of_remark(target, sentence)
        target = target and with_choice(target, sentence, Entity.TARGET)
        destination = destination and with_choice(destination, sentence, Entity.DESTINATION)
        relation_words = sentence.relation_words(Entity.DESTINATION)
        if not relation_words:
            relation_words = sentence.relation_words(Entity.EXCLUDED)
        if not relation_words:
            relation_words = sentence.words_before(Entity.DESTINATION, _ODD_RELATIONS)
        place = self._place(sentence, destination, relation_words)
        relation = Relation.NONE
        if place:
            destination = None
        else:
            notes.unaccounted += of_destination.unaccounted
            notes.corrections += of_destination.corrections
        if destination:
            relation, strange = relation_of_destination(relation_words, destination, sentence.task)
            notes.unaccounted += strange
            destination = as_receptacle(destination, relation)
            destination = with_noun_before(sentence, destination, relation, target, excluded)
        if target and set(notes.unaccounted) == {'other'}:
            destination = _with_other(sentence, target, destination, notes)
        if target and target.superlative is not Superlative.NONE:
            # "See those three cubes? Lift the middle one."
            named = self._named_group(sentence, target.shapes)
            notes.unaccounted = [w for w in notes.unaccounted if w not in named]
        order = read_order(sentence, bool(destination or place))
        if order.task is RequestedTask.PLACE and is_hidden(notes.unaccounted):
            notes.unaccounted.clear()  # "hide it behind the can"
        unaccounted = dict.fromkeys((*notes.unaccounted, *order.unaccounted))
        order, unaccounted = with_open_end(
            sentence, order, unaccounted, has_goal=bool(destination or place)
        )
        if order.task is RequestedTask.POINT and are_onlookers(
            unaccounted, sentence, self._nouns.is_person
        ):
            unaccounted = {}
        if target is None and is_bare_verb(unaccounted):
            unaccounted = {}  # "pick up": the object is missing, no word is
        act = read_speech_act(sentence, bool(unaccounted))
        if act is SpeechAct.ORDER and 'then' in unaccounted:
            act = SpeechAct.SEVERAL
        if act is SpeechAct.REPORT and order.task is RequestedTask.NONE:
            act = act if target or unaccounted else SpeechAct.ORDER  # "hello"
        if act is not SpeechAct.ORDER:
            unaccounted = dict.fromkeys(speech_act_words(sentence, act)) | unaccounted
        return CommandMeaning(
            act,
            order.task,
            target,
            destination,
            relation,
            place,
            order.direction,
            excluded if is_corrected or target is None else None,
            tuple(unaccounted),
            tuple(notes.corrections),
        )

    def _describe(
        self, sentence: TaggedSentence, entity: Entity, notes: _Notes
    ) -> ObjectDescription | None:
        words = sentence.describing_words(entity)
        if words is None:
            return None
        result = read_description(words, self._nouns)
        if entity is not Entity.EXCLUDED:
            notes.unaccounted += result.unaccounted
        notes.corrections += result.corrections
        return result.description

    def _describe_each(self, runs: Iterable[DescribingWords]) -> tuple[ObjectDescription, ...]:
        """Return descriptions of objects that are not meant: "the blue and red ones" are both."""
        plain = (
            replace(run, colors=tuple(r for r in run.colors if r.text != 'and')) for run in runs
        )
        return tuple(read_description(run, self._nouns).description for run in plain)

    def _describe_located(
        self, sentence: TaggedSentence, entity: Entity, notes: _Notes
    ) -> ObjectDescription | None:
        """Return a description with the landmark at which the object is."""
        description = self._describe(sentence, entity, notes)
        words = sentence.describing_words(_LANDMARKS[entity])
        if description is None or words is None:
            return description
        place = sentence.relation_words(entity, _LANDMARKS[entity])
        if entity is Entity.DESTINATION:
            place = sentence.relation_words(_LANDMARKS[entity]) or place
        if set(words.text.split()) <= _TABLE_WORDS:
            return _at_table(description, [*place, *words.text.split()])
        if not place and any(word.text == 'between' for word in sentence.words):
            place = ['between']
        relation = read_relation(place)
        runs = sentence.runs(_LANDMARKS[entity])
        is_pair = relation is Relation.BETWEEN and len(runs) == 2
        landmark = either_of(*self._describe_each(runs)) if is_pair else None
        if is_pair and landmark is None:
            notes.unaccounted += runs[0].text.split()
        landmark = landmark or self._describe(sentence, _LANDMARKS[entity], notes)
        if relation is Relation.UNKNOWN:  # "that keeps the red ball company"
            relation = read_relation(
                sentence.texts(WordKind.RELATION, (entity, _LANDMARKS[entity]))
            )
        if relation is Relation.UNKNOWN:
            notes.unaccounted += place
        if relation is Relation.NONE:
            relation = Relation.IN
        return replace(description, relation=relation, landmark=landmark)

    def _named_group(
        self, sentence: TaggedSentence, shapes: frozenset[str] | None
    ) -> frozenset[str]:
        """Return the words of "three cubes" in a remark, if the target is one of them."""
        named: set[str] = set()
        for i, word in enumerate(sentence.words):
            is_named = word.entity is Entity.NONE and is_plural_noun(word.text)
            if shapes and is_named and self._nouns.shapes_of([word.text]) == shapes:
                before = sentence.words[i - 1].text if i else ''
                named |= {word.text, before} if before in _NUMBERS else {word.text}
        return frozenset(named)

    def _with_noun_of_remark(
        self, target: ObjectDescription, sentence: TaggedSentence
    ) -> ObjectDescription:
        """Return a target without a noun as named before: "there are two cubes, lift the left"."""
        if target.shapes is not None or target.superlative is Superlative.NONE:
            return target
        first = next(i for i, w in enumerate(sentence.words) if w.entity is Entity.TARGET)
        named = [
            self._nouns.shapes_of([word.text])
            for word in sentence.words[:first]
            if word.entity is Entity.NONE and is_plural_noun(word.text)
        ]
        found = {shapes for shapes in named if shapes}
        return replace(target, shapes=found.pop()) if len(found) == 1 else target

    @staticmethod
    def _place(
        sentence: TaggedSentence,
        destination: ObjectDescription | None,
        relation_words: Sequence[str],
    ) -> str:
        """Return the place of the table that a destination names, or ''."""
        if destination is not None and destination.colors is not None:
            return ''
        words = list(relation_words)
        if destination is not None:
            words += destination.words.split()
        if words and (destination is None or not destination.shapes):
            words += [word.text for word in sentence.words if word.text in _TABLE_WORDS]
        landmark = sentence.describing_words(Entity.DESTINATION_LANDMARK)
        if landmark:
            words += landmark.text.split()
        is_place = bool(_TABLE_WORDS & set(words)) or 'middle' in words
        return read_place(words) if is_place or find_class(words, PLACE_CLASSES) else ''


def _at_table(description: ObjectDescription, words: Sequence[str]) -> ObjectDescription:
    """Return a description with "on the left side of the table" as a superlative."""
    superlative, _ = read_superlative([word for word in words if word not in _TABLE_WORDS])
    if superlative is Superlative.UNKNOWN:
        return description  # "on the table" selects nothing
    return replace(description, superlative=superlative)


def _with_other(
    sentence: TaggedSentence,
    target: ObjectDescription,
    destination: ObjectDescription | None,
    notes: _Notes,
) -> ObjectDescription | None:
    """
    Return the destination of a sentence in which only "other" is unaccounted for.

    "The other ball, not the blue one", and "the red cube on the other cube"; the word is accounted
    for by what is excluded.
    """
    is_goal = destination is not None and (
        'other' in destination.words.split() or sentence.words_before(Entity.DESTINATION, _OTHER)
    )
    if target.excluded or is_goal:
        notes.unaccounted.clear()
    if destination is None or not is_goal:
        return destination
    not_meant = (*destination.excluded, target, *container_of(target))
    return replace(destination, excluded=not_meant)


def _elsewhere(target: ObjectDescription) -> ObjectDescription:
    """Return the description of an object that is not at its place."""
    place = replace(_ANYTHING, relation=target.relation, landmark=target.landmark)
    return replace(
        target, relation=Relation.NONE, landmark=None, excluded=(*target.excluded, place)
    )
