# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Steps of commands, with the shipped weights."""

from functools import cache
import time

from meaning_summary import summarize
import pytest
from vla_common.command_meaning import CommandMeaning
from vla_common.command_meaning import SpeechAct
from vla_language.meaning.meaning_parser import MeaningParser
from vla_language.meaning.meaning_verdict import find_refusal
from vla_language.meaning.parser_loading import load_meaning_parser
from vla_language.meaning.step_parser import parse_steps


@cache
def parser() -> MeaningParser:
    return load_meaning_parser()


def parse(text: str) -> tuple[CommandMeaning, ...]:
    return parse_steps(text, parser().parse, parser().split_steps)


TWO_STEPS = {
    'put the red cube in the bowl, then push the blue cube left': (
        'place red/cube in */bowl', 'push blue/cube left'),
    'red ball in the bowl then orange cube on the plate, ta': (
        'place red/sphere in */bowl', 'place orange/cube on */plate'),
    'The orange cube in the bowl, the purple one on the plate.': (
        'place orange/cube in */bowl', 'place purple/cube on */plate'),
    'push both the red cube and the blue ball left': (
        'push red/cube left', 'push blue/sphere left'),
    'put both the red and the blue cube into the bowl': (
        'place red/cube in */bowl', 'place blue/cube in */bowl'),
    'put both the red cube and the blue ball into the bowl': (
        'place red/cube in */bowl', 'place blue/sphere in */bowl'),
    'Push the ball towards the red bowl and put the cube in the green one.': (
        'push */sphere towards red/bowl', 'place */cube in green/bowl'),
    'Put the red cube in the bowl, and not before that lift the can.': (
        'place red/cube in */bowl', 'pick */cylinder'),
    'cylinder -> bowl; ball -> plate': (
        'place */cylinder in */bowl', 'place */sphere in */plate'),
    'red sphere goes into the black bowl and the yellow cylinder goes onto the white plate': (
        'place red/sphere in black/bowl', 'place yellow/cylinder on white/plate'),
    'Shove the green cube to the right. Do the same with the orange one.': (
        'push green/cube right', 'push orange/cube right'),
    'put the red ball in the bowl but before that push the green cube left': (
        'push green/cube left', 'place red/sphere in */bowl'),
    'push purple ball left, push it forward': (
        'push purple/sphere left', 'push purple/sphere forward'),
    'Get the purple ball into the bowl, then have the yellow cube on top of the green one.': (
        'place purple/sphere in */bowl', 'place yellow/cube on green/cube'),
    'um take the cube and put it in the bowl and after you did that push the ball to your right': (
        'place */cube in */bowl', 'push */sphere right'),
    'push the blue can back a bit and thn drop the white cube in the bowl': (
        'push blue/cylinder back', 'place white/cube in */bowl'),
    'After showing Mia the purple bowl, pass me the white cylinder.': (
        'point purple/bowl', 'pick white/cylinder'),
    'point at the red ball and then pick it up': ('point red/sphere', 'pick red/sphere'),
    'point at the red ball and pick it up': ('point red/sphere', 'pick red/sphere'),
    'pick up the red cube, push the blue ball left': ('pick red/cube', 'push blue/sphere left'),
    'slide the white can right n then the black can left': (
        'push white/cylinder right', 'push black/cylinder left'),
    'push the red ball forward and then the blue ball too.': (
        'push red/sphere forward', 'push blue/sphere forward'),
    'put the red cube in the bowl and then the blue one too': (
        'place red/cube in */bowl', 'place blue/cube in */bowl'),
    'point at the red cube, then the blue ball': ('point red/cube', 'point blue/sphere'),
    '1) push the red cube left 2) lift the blue ball': (
        'push red/cube left', 'pick blue/sphere'),
    '1. push the red cube left; 2. lift the blue ball': (
        'push red/cube left', 'pick blue/sphere'),
    'Task one, push the red cube left, and task two, lift the blue ball': (
        'push red/cube left', 'pick blue/sphere'),
    "after you've shown me the red ball, push the blue cube left": (
        'point red/sphere', 'push blue/cube left'),
    'lift the blue ball after putting the red cube in the bowl': (
        'place red/cube in */bowl', 'pick blue/sphere'),
    'step 1: put the red cube in the bowl. step 2: push the blue ball left': (
        'place red/cube in */bowl', 'push blue/sphere left'),
    '1) pick up the red cube 2) point at the white bowl': (
        'pick red/cube', 'point white/bowl'),
    'Task one, push the green cube back, task two, lift the blue ball.': (
        'push green/cube back', 'pick blue/sphere'),
    'before you put the ball in the bowl, push the green block back': (
        'push green/cube back', 'place */sphere in */bowl'),
    'push the red cube left and then push it left': ('push red/cube left', 'push red/cube left'),
    'put the left cube in the bowl, then lift the right one': (
        'place */cube leftmost in */bowl', 'pick */cube rightmost'),
    'pick up the ball and put it in the bowl, then push the can left': (
        'place */sphere in */bowl', 'push */cylinder left'),
    'could you push the ball left and then lift the red cube?': (
        'push */sphere left', 'pick red/cube'),
    'point at the bowl and put the ball in it': ('point */bowl', 'place */sphere in */bowl'),
    'lift the cube and point at it': ('pick */cube', 'point */cube'),
    'push the red cube forward; point to the blue bowl': ('push red/cube forward',
                                                          'point blue/bowl'),
    'green cube in the bowl, yellow cube on the plate please': (
        'place green/cube in */bowl', 'place yellow/cube on */plate'),
    'Nudge the blue sphere left and the purple sphere right.': (
        'push blue/sphere left', 'push purple/sphere right'),
    'stack the blue cube on the green cube and finish by lifting the orange sphere': (
        'place blue/cube on green/cube', 'pick orange/sphere'),
    'Pull the yellow cylinder back towards you, then pile the red cube on top of it.': (
        'push yellow/cylinder back', 'place red/cube on yellow/cylinder'),
    "Please point to the purple can and, while you're at it, to the yellow ball too.": (
        'point purple/cylinder', 'point yellow/sphere'),
    'Two jobs, no excuses: white can onto the green plate, then push the red cube back.': (
        'place white/cylinder on green/plate', 'push red/cube back'),
    'Slide the ball over toward the orange bowl, then put the yellow cube into that bowl.': (
        'push */sphere towards orange/bowl', 'place yellow/cube in orange/bowl'),
    'point at the white plate and then put the ball next to that plate': (
        'point white/plate', 'place */sphere next_to white/plate'),
}  # fmt: skip


@pytest.mark.parametrize('text', TWO_STEPS)
def test_two_steps_are_in_their_order(text: str) -> None:
    meanings = parse(text)
    assert tuple(map(summarize, meanings)) == TWO_STEPS[text]
    assert [find_refusal(meaning) for meaning in meanings] == [None, None]


@pytest.mark.parametrize(
    ('text', 'meaning'),
    [
        ('pick up the red cube, then put it in the bowl', 'place red/cube in */bowl'),
        ('pick purple cube then place on white plate', 'place purple/cube on white/plate'),
        ('take the red cube and put it in the bowl', 'place red/cube in */bowl'),
        ('take the red cube and slide it to the left', 'push red/cube left'),
        ('find the red cube and pick it up', 'pick red/cube'),
        ('lift the red cube then hold it', 'pick red/cube'),
        ('the red cube belongs on the plate; put it there', 'place red/cube on */plate'),
        ('the can belongs at the far edge, take it there', 'place */cylinder @far_edge'),
        ('put the cube in the bowl, then stop', 'place */cube in */bowl'),
        ('lift the cube, and then we are done', 'pick */cube'),
        ('take the ball and park it at the far edge of the table', 'place */sphere @far_edge'),
        ('pick up the red cube, sorry, push the blue ball left', 'push blue/sphere left'),
        ("push the ball left, then don't touch the red cube", 'push */sphere -red/cube left'),
        ('Lift the red cube, I did the same with the blue ball.', 'pick red/cube -blue/sphere'),
        ('red cube in the bowl, not on the plate', 'place red/cube -*/plate in */bowl'),
        ('the red cube in the bowl, on the plate', 'place red/cube [in */bowl] on */plate'),
    ],
)
def test_one_task_is_one_step(text: str, meaning: str) -> None:
    meanings = parse(text)
    assert [summarize(meaning) for meaning in meanings] == [meaning]
    assert meanings[0].speech_act is SpeechAct.ORDER


@pytest.mark.parametrize(
    'text',
    [
        'push the red cube left, then the blue ball right, then lift the can',
        'push the red cube left, push the blue ball right, lift the can',
        'put the leftmost cube in the bowl, then put the leftmost cube on the plate',
        'put the ball in the bowl then put them on the plate',
        'put the red cube in the bowl and then put the ball next to it',
        'put the cube in the bowl, then do a dance',
        'push both cubes left and then lift the ball',
        'pick up the red cube and push the ball next to it left',
        'put the red cube and the blue ball in the bowl',
        'Push the red cube left, push it forward, push it back.',
        'Put the red cube in the bowl. She pushed the blue ball to the left.',
        'Put the red cube in the bowl. The blue ball already moved to the left.',
        'Put the red cube in the bowl. Tom put the blue ball on the plate.',
        'Lift the red cube. If it works, do the same with the blue ball.',
    ],
)
def test_more_than_two_clear_steps_are_several(text: str) -> None:
    (meaning,) = parse(text)
    assert meaning.speech_act is SpeechAct.SEVERAL


@pytest.mark.parametrize(
    ('text', 'act'),
    [
        ("don't pick up the red cube, and never push the ball left", SpeechAct.NEGATED),
        ('did you push the ball left and then lift the cube?', SpeechAct.QUESTION),
        ('I pushed the ball left and then lifted the red cube', SpeechAct.REPORT),
        ('she said "pick up the white cube" and then left the room', SpeechAct.REPORT),
        ('push the ball left, then tomorrow lift the red cube', SpeechAct.SEVERAL),
        ('push the ball left, and if it falls lift the cube', SpeechAct.CONDITIONAL),
        ('if the ball is red, push it left and then lift the cube', SpeechAct.CONDITIONAL),
        ('as soon as the cube is in the bowl, lift the ball', SpeechAct.CONDITIONAL),
    ],
)
def test_what_is_no_order_stays_none(text: str, act: SpeechAct) -> None:
    (meaning,) = parse(text)
    assert meaning.speech_act is act


@pytest.mark.parametrize(
    'text',
    [
        "don't pick up the red cube, then push the ball left",
        'put it in the bowl and then push it left',
        'put the red cube in the bowl and the ball is on the plate',
        'the red cube in the bowl, the ball on the floor',
    ],
)
def test_a_sequence_with_an_unclear_or_stated_step_is_refused(text: str) -> None:
    (meaning,) = parse(text)
    assert find_refusal(meaning) is not None


@pytest.mark.parametrize(
    ('text', 'refused'),
    [
        ('push the red cube left, then lift the purple tiger', 1),
        ('pick up the pink cube, push the red ball left', 0),
        ('pick up the red cube, push the pink ball left', 1),
        ('put the red cube in the bowl, then push the ball left twice', 1),
        ('push the cube left and put the ball in it', 1),
    ],
)
def test_a_step_that_is_not_understood_stays_a_step(text: str, refused: int) -> None:
    refusals = [find_refusal(meaning) for meaning in parse(text)]
    assert [refusal is not None for refusal in refusals] == [refused == 0, refused == 1]


@pytest.mark.parametrize(
    'piece', ['push the cube left, ', 'lift it and put it there then ', 'put the cube, ']
)
@pytest.mark.parametrize('length', [239, 512])
def test_long_texts_are_parsed_in_bounded_time(piece: str, length: int) -> None:
    text = piece * (length // len(piece))
    start_s = time.thread_time()
    assert all(meaning.speech_act is not SpeechAct.ORDER for meaning in parse(text))
    assert time.thread_time() - start_s < 0.4, 'the language node reports a hang after 0.5 s'
