# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Stop commands in many forms, and other commands that contain stop words."""

from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
import pytest
from vla_common.stop_words import is_stop_command

STOPS = (
    'stop',
    'STOP!',
    '  Stop.  ',
    'halt',
    'freeze',
    'stop stop stop',
    'stooooop',
    'STOPPPP!!!',
    'please stop',
    'please stop now',
    'ok stop',
    'OK, stop!',
    'no, stop',
    'no no no stop',
    'could you please stop',
    'can you stop?',
    'I want you to stop',
    'robot, stop right now',
    'stop the robot',
    'stop moving',
    'stop it immediately',
    'stop pushing the cube',
    'hey robot freeze',
    'push the red cube. stop!',
    'wait, stop',
    'stop, that is my cup',
    'stop: you hit the bowl',
    'emergency stop',
    'e-stop',
    'E-STOP NOW',
    'abort',
    'abort the task',
    "don't move",
    'don\u2019t move',
    'please do not move',
    'stand still please',
    'hold it',
    '\uff53\uff54\uff4f\uff50',
    'st\u200bop',
    'Stopp!',
    'bitte sofort anhalten',
    'halt',
    'bleib stehen',
    'nicht bewegen',
    'arrête',
    'arretez',
    "arrête s'il te plaît",
    "s'il vous plaît arrêtez",
    'ne bouge pas',
    'para',
    'para ya',
    'por favor, detente',
    'alto',
    '¡Alto!',
    '¡para ahora!',
    'no te muevas',
    'fermati',
    'ferma',
    'basta',
    'pare',
    'por favor pare agora',
    'stój',
    'zatrzymaj',
    'stanna nu',
    'dur',
    'lütfen dur',
    'стоп',
    'Стой!',
    'пожалуйста, остановись',
    'قف',
    'रुको',
    '停',
    '停止\uff01',
    '请停下',
    '停下来',
    '别动',
    '止まれ',
    '止まってください',
    'すぐ止めて',
    'everybody stop',
    'e stop',
    'Nothalt!',
    'Not-Halt',
    'haltet an',
    'Halte !',
    'arrête-toi',
    "arrêt d'urgence",
    'ne bougez plus',
    '¡párate!',
    'alto ahí',
    'non ti muovere',
    'durdur',
    'berhenti',
    'oprește',
    'állj',
    'dừng lại',
    'หยุด',
    'עצור',
    'не двигайся',
    '停止してください',
    'やめてください',
    '멈춰 주세요',
    '그만해요',
    'ストップ',
    'ｽﾄｯﾌﾟ',
    '멈춰',
    '지금 멈춰',
    '정지!',
)
OTHERS = (
    'pick up the stopwatch',
    'pick up the stop sign',
    'point at the thing that stopped',
    'halte den Würfel fest',
    'alto el fuego',
    'put the dung beetle away',
    'e stopper',
    '',
    ' ',
    '?!',
    'pick up the red cube',
    'push the red cube to the bus stop sign',
    'push the cube to the stop',
    'put the blue sphere next to the stop button',
    'do not stop',
    "don't stop",
    'never stop',
    'please do not stop now',
    'keep going',
    'pick up the cube and then stop',
    'lift the stopper',
    'unstoppable',
    'stop-sign',
    'para el cubo rojo usa la pinza',
    'para coger el cubo',
    'la torre alta',
    'move to the alto',
    'pick up the frozen pea',
    'point at the halting problem',
    'do not move the red cube',
    "don't move the bowl",
    'hold it over the plate',
    'nonstop',
    'please',
    'the robot',
    'now',
    'place the dur cube',
    '不停',
    '停车标志在哪里',
    'push it right now',
    'turn the fermata',
)


@pytest.mark.parametrize('text', STOPS)
def test_stop_commands_are_detected(text: str) -> None:
    assert is_stop_command(text)


@pytest.mark.parametrize('text', OTHERS)
def test_other_commands_are_no_stop(text: str) -> None:
    assert not is_stop_command(text)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_accepted(text: str) -> None:
    assert is_stop_command(text) in (True, False)


@settings(deadline=None)
@given(
    word=st.sampled_from(('stop', 'halt', 'freeze')),
    before=st.lists(st.sampled_from(('please', 'ok', 'robot', 'can you')), max_size=4),
    after=st.lists(st.sampled_from(('now', 'please', 'the arm', '!!')), max_size=4),
    shout=st.booleans(),
)
def test_fillers_and_case_have_no_influence(
    word: str, before: list[str], after: list[str], shout: bool
) -> None:
    text = ' '.join((*before, word, *after))
    assert is_stop_command(text.upper() if shout else text)


@pytest.mark.timeout(10)
@pytest.mark.parametrize('unit', ['a ', 'please ', 'stop-', '!', 'aa', 'do not ', '停'])
def test_long_texts_are_classified_fast(unit: str) -> None:
    assert not is_stop_command('pick ' + unit * 200_000)
