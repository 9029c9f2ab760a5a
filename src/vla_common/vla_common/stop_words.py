# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Detection of stop commands by rules, independent of any model.

A missed stop is worse than an unnecessary one. But users would switch off a detector that reports
every mention of a bus stop. A command is therefore split into clauses at punctuation. The command
is a stop if one of its clauses satisfies one of these rules:

- Its first word that is not a filler (please, ok, can you, the robot) is an unambiguous stop word,
  such as stop, halt or freeze: "ok, please stop now", "push the cube. STOP!", "stop pushing".
- It contains only fillers and stop words. This rule covers stop words with a second meaning:
  Spanish "para" is a stop, "para el cubo rojo" is not.
- It is a fixed phrase: "don't move".

"push the red cube to the bus stop sign", "do not stop" and "lift the cube and then stop" are not
stops. Case, accents, punctuation, repeated letters ("STOOOP") and full-width letters have no
influence. Misspellings ("sotp") are not detected.
"""

import re
import unicodedata

_MAX_CHARACTERS = 4096
# Apostrophe or hyphen inside a word: don't, e-stop.
_INSIDE_WORD = re.compile(r"(?<=\w)['\u2019`\u00b4-](?=\w)")
_CLAUSE_END = re.compile(r'[^\w\s]+|\n+')


def _normalize(text: str) -> str:
    """Normalize case, accents, width and repeated letters; join the parts of don't and e-stop."""
    folded = unicodedata.normalize('NFKD', _INSIDE_WORD.sub('', text.casefold()))
    bare = ''.join(c for c in folded if unicodedata.category(c) not in ('Mn', 'Mc', 'Cf'))
    return re.sub(r'(\w)\1+', r'\1', unicodedata.normalize('NFC', bare))


def _words(text: str) -> frozenset[str]:
    return frozenset(_normalize(text).split())


_UNAMBIGUOUS = _words("""
    stop stopp stopping halt freeze estop
    anhalten stoppen nothalt notstopp
    arrête-toi arrêtez-vous
    arrête arrêtez arrêter arrêtes stoppe stoppez
    detente deténgase detenga detengan deténganse
    fermati fermatevi fermarsi
    parem stój zatrzymaj stanna stans
    стоп стой стойте остановись остановитесь стій зупинись
    قف توقف रुको रुकिए
    berhenti hentikan oprește opriți állj zastav zastavte seis durdur durun
    σταματήστε עצור ایست หยุด หยุดเดี๋ยวนี้
""")
# Stop words only without other words; otherwise they have another meaning.
_AMBIGUOUS = _words("""
    abort alto para pare parar basta alt ferma fermo fermare parate dur stai zastav pysähdy σταμάτα
    haltet halte arrêt cease parad párate párense állj dừng stůj
""")
_FILLERS = _words("""
    all and at away can cmon come could dear do emergency everything for guys hey hi
    i immediately instantly it just kindly let like machine me moving movement motion must
    need no now oh ok okay once please pls quick quickly right robot said say should so
    that the there this thx thank thanks to u uh um us wait want we will would yo you your
    arm gripper hand action task program everybody everyone
    bitte sofort jetzt mal nein roboter den der
    s'il vous te plaît svp maintenant non robot tout de suite
    por favor ahora ya inmediatamente agora já não robô
    per favore adesso ora subito
    nu nej snälla proszę teraz lütfen şimdi hemen пожалуйста сейчас робот нет
""")
_PHRASES = frozenset(
    map(
        _normalize,
        (
            'dont move',
            'do not move',
            'stand still',
            'hold still',
            'stay still',
            'hold it',
            'beweg dich nicht',
            'nicht bewegen',
            'ne bouge pas',
            'ne bougez pas',
            'no te muevas',
            'non muoverti',
            'não se mexa',
            'halt an',
            'bleib stehen',
            'stehen bleiben',
            'emergency halt',
            'cut it out',
            'e stop',
            'haltet an',
            'ne bouge plus',
            'ne bougez plus',
            "arrêt d'urgence",
            'parada de emergencia',
            'alto ahí',
            'alto ya',
            'dừng lại',
            'dung lai',
            'non ti muovere',
            'não se mova',
            'ani drgnij',
            'не двигайся',
        ),
    )
)
# Languages without spaces between words: matched as a whole, after these polite words.
_UNSPACED_POLITE = re.compile('^(?:请|請|快|马上|立刻|今|すく|지금)+')
_UNSPACED = frozenset(
    map(
        _normalize,
        (
            '停',
            '停下',
            '停下来',
            '停下來',
            '停止',
            '停住',
            '停一下',
            '别动',
            '別動',
            '不要动',
            '住手',
            '止まれ',
            '止まって',
            '止まってください',
            '止めて',
            '止めろ',
            'とまれ',
            'とまって',
            'ストップ',
            '動くな',
            '停止して',
            '停止してください',
            '止まりなさい',
            'やめて',
            'やめろ',
            'やめてください',
            '멈춰',
            '멈춰요',
            '멈추세요',
            '멈춰라',
            '멈춰주세요',
            '멈추십시오',
            '정지',
            '그만',
            '그만해',
            '그만해요',
            '스톱',
            '停车',
            '停車',
            '停下停下',
        ),
    )
)
_LONGEST_PHRASE = 4


def is_stop_command(text: str) -> bool:
    """
    Return whether `text` is a stop command.

    Parameters
    ----------
    text
        Command of a user, in any form and of any length.

    """
    return any(map(_is_stop_clause, _CLAUSE_END.split(_normalize(text[:_MAX_CHARACTERS]))))


def _is_stop_clause(clause: str) -> bool:
    words = clause.split()
    content = [word for word in words if word not in _FILLERS]
    if not words:
        return False
    if content and (
        content[0] in _UNAMBIGUOUS or all(word in _UNAMBIGUOUS | _AMBIGUOUS for word in content)
    ):
        return True
    if _UNSPACED_POLITE.sub('', ''.join(words)) in _UNSPACED:
        return True
    return _is_phrase(words)


def _is_phrase(words: list[str]) -> bool:
    """Return whether the words are a fixed phrase, with only fillers before and after it."""
    marks = [word in _FILLERS for word in words]
    leading = marks.index(False) if False in marks else len(words)
    trailing = marks[::-1].index(False) if False in marks else len(words)
    return any(
        ' '.join(words[start : start + length]) in _PHRASES
        for start in range(leading + 1)
        for length in range(2, _LONGEST_PHRASE + 1)
        if start + length >= len(words) - trailing
    )
