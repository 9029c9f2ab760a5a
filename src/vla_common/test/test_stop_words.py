# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Stop commands in many forms, and other commands that contain stop words."""

import time
import unicodedata

from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
import pytest
from vla_common import stop_lexicon
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
    'aufhören',
    'Hör auf!',
    'bitte hör auf zu schieben',
    'hou op',
    'hou op met duwen',
    'sluta',
    'sluta knuffa kuben',
    'przestań',
    'хватит',
    'Хватит толкать куб!',
    'прекратите',
    '待って',
    'ちょっと待って',
    '等一下',
    '잠깐만',
    'hold op',
    'στοπ',
    'oprește-te',
    'simama',
    'ça suffit',
    'smettila',
    'stahp',
    'stpo',
    'please sotp now',
    'st0p',
    'st op',
    'quit it',
    "that's enough",
    'cancel that',
    'wait',
    'waaait!! please',
    'wait s t o p',
    's t o p',
    'S T O P !!!',
    'please s t o p',
    's t o p the robot',
    's.t.o.p.',
    's, t, o, p',
    's_t_o_p',
    's-t-o-p',
    's\nt\no\np',
    's  t  o  o   p',
    'push the cube. h a l t',
    '\N{OCTAGONAL SIGN}',
    'pick up the red cube \N{OCTAGONAL SIGN}',
    'pick up the red\N{OCTAGONAL SIGN}cube',
    '\N{OCTAGONAL SIGN}\ufe0f\N{OCTAGONAL SIGN}',
    '\N{RAISED HAND}',
    'robot \N{RAISED HAND}\N{EMOJI MODIFIER FITZPATRICK TYPE-5}',
    '\N{NO ENTRY}',
    '\ufeffstop',
    's\u200dt\u200do\u200dp',
    's\u0336t\u0336o\u0336p\u0336',
    '\u202estop\u202c',
    'sto\u0301p',
    '\ufeffpick up the cube. st\u043ep',
    '\u0455\u0442\u043e\u0440',
    '\u0405\u0422\u041e\u0420',
    'S\u03a4\u039f\u03a1',
    '\u041dALT',
    '\ua731\u1d1b\u1d0f\u1d18',
    '\u13da\u13a2O\u13e2',
    'd\u03bfn\u00b4t m\u043eve',
    'st\u0585p',
    'st\u00f8p',
    '\U0001f182\U0001f183\U0001f17e\U0001f17f',
    '\U0001f1f8 \U0001f1f9 \U0001f1f4 \U0001f1f5',
    's\u20e3t\u20e3o\u20e3p\u20e3',
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
    'pick up the stop sign',
    'point at the traffic stop sign',
    'stopwatch',
    'a stopwatch',
    'non-stop',
    'nonstop please',
    'no stopwatch',
    'put the door stop on the plate',
    'push the cube until i say stop',
    'never stop moving',
    'do not halt',
    'pick up the doorstop',
    'stop_sign',
    'stoplight',
    'point at the red stoplight',
    'wait for the red cube',
    'wait, pick up the blue cube instead',
    'pick up the cube, wait',
    'hold op art over the plate',
    'pause button',
    'pick up the pause button',
    'cancel the order of the red bowl',
    'quit smoking',
    'enough cubes',
    'that is enough cake for the plate',
    'no more cubes',
    'pick a b c d',
    'put cube s t o p',
    'put an s t o p e r n on the plate',
    'i o u a cube',
    'pick up the \N{RAISED HAND} sticker',
    'pick up the red cube \N{RAISED HAND}',
    'high five \N{RAISED HAND}',
    'возьми красный куб',
    'поставь куб на остановку',
    'hör mal',
    'hou de kubus vast',
    'sto andando',
    'st andrews cross',
    'pick up the s top',
    'topsy',
)


@pytest.mark.parametrize('text', STOPS)
def test_stop_commands_are_detected(text: str) -> None:
    assert is_stop_command(text)


@pytest.mark.parametrize('text', OTHERS)
def test_other_commands_are_no_stop(text: str) -> None:
    assert not is_stop_command(text)


def _styles() -> list[str]:
    """Return the letters a to z in every style of Unicode that has all of them."""
    starts = [0xFF21, 0xFF41, 0x24B6, 0x24D0, 0x249C, 0x1F110, 0x1F130, 0x1F150, 0x1F170, 0x1F1E6]
    starts += list(range(0x1D400, 0x1D6A4, 26))
    alphabets = [''.join(chr(start + i) for i in range(26)) for start in starts]
    return [letters for letters in alphabets if all(unicodedata.name(c, '') for c in letters)]


@pytest.mark.parametrize('word', ['stop', 'halt', 'freeze'])
def test_styles_of_letters_have_no_influence(word: str) -> None:
    styles = _styles()
    assert len(styles) > 20
    for letters in styles:
        assert is_stop_command(word.translate({ord('a') + i: c for i, c in enumerate(letters)}))


def _look_alikes() -> dict[str, str]:
    letters = stop_lexicon.LOOK_ALIKES.split()
    return dict(zip(letters[::2], letters[1::2], strict=True))


@pytest.mark.parametrize('word', ['stop', 'halt', 'freeze', 'do not move', 'cancel', 'quit'])
def test_letters_that_look_like_latin_ones_have_no_influence(word: str) -> None:
    look_alikes = _look_alikes()
    for letter in set(word) - {' '}:
        for other in look_alikes[letter]:
            for changed in (other, other.upper()):
                assert is_stop_command(word.replace(letter, changed)), (letter, changed)


@given(st.data())
def test_mixed_look_alikes_have_no_influence(data: st.DataObject) -> None:
    look_alikes = _look_alikes()
    letters = [data.draw(st.sampled_from(letter + look_alikes[letter])) for letter in 'stop']
    invisible = st.text(st.sampled_from('\u200b\u200d\ufeff\u00ad\u0301'), max_size=2)
    assert is_stop_command(''.join(letter + data.draw(invisible) for letter in letters))


@pytest.mark.parametrize('alphabet', ['LOOK_ALIKES', 'PHRASES', 'FILLERS', 'UNAMBIGUOUS'])
def test_no_entry_of_the_lexicon_is_written_twice(alphabet: str) -> None:
    text = getattr(stop_lexicon, alphabet)
    entries = text.strip().splitlines() if alphabet == 'PHRASES' else text.split()
    characters = list(''.join(entries)) if alphabet == 'LOOK_ALIKES' else entries
    assert sorted({c for c in characters if characters.count(c) > 1}) == []


@pytest.mark.parametrize('table', ['UNAMBIGUOUS', 'AMBIGUOUS', 'UNSPACED'])
def test_every_stop_word_alone_is_a_stop(table: str) -> None:
    words = getattr(stop_lexicon, table).split()
    assert [word for word in words if not is_stop_command(f'{word.upper()}!')] == []


@pytest.mark.parametrize('table', ['PHRASES', 'LEADING_PHRASES'])
def test_every_phrase_is_a_stop(table: str) -> None:
    phrases = [line.strip() for line in getattr(stop_lexicon, table).strip().splitlines()]
    assert [phrase for phrase in phrases if not is_stop_command(f'robot, {phrase} now!')] == []


def test_fillers_alone_are_no_stop() -> None:
    fillers = stop_lexicon.FILLERS.split()
    assert [word for word in fillers if word != 'wait' and is_stop_command(word)] == []
    assert not is_stop_command(' '.join(fillers))


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_accepted(text: str) -> None:
    assert is_stop_command(text) in (True, False)


@settings(deadline=None, max_examples=400)
@given(
    st.text(max_size=5000)
    | st.text(st.sampled_from(' aeostp.\n\u0301\u043e\U0001f642停'), max_size=5000)
)
def test_any_text_is_classified_in_bounded_time(text: str) -> None:
    start_s = time.thread_time()
    result = is_stop_command(text)
    assert time.thread_time() - start_s < 0.2
    if result and len(text) <= 4000:
        assert is_stop_command(f'pick up the cube. {text}')


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
