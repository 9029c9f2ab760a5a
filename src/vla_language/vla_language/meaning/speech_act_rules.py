# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Rules on speech acts: polite phrases, cue words and negations."""

from collections.abc import Sequence
from itertools import pairwise
import re

from vla_common.command_meaning import SpeechAct
from vla_language.meaning.vocabulary import FILLERS
from vla_language.meaning.vocabulary import lemmas
from vla_language.meaning.vocabulary import NEGATIONS
from vla_language.meaning.vocabulary import TASK_WORDS

_IMPERATIVES = 'pick|grab|lift|take|put|place|push|slide|nudge|shove|point|drop|move|pop|stick'
_REQUESTS = f'{_IMPERATIVES}|show|hold|get|give|bring|fetch'
# Polite phrases with "if", "when" or "not" that hold no condition or negation.
_POLITE = re.compile(
    r"""\b(?:
    if\ (?:it|that)\ ?(?:is|'s|isn't|is\ not|'s\ not|was|wasn't|would\ be)\ (?:\w+\ ){0,2}?
        (?:ok|okay|alright|right|fine|possible|convenient|trouble|bother|hassle|problem|to\ ask)
    | if\ (?:at\ all\ )?(?:possible|convenient|you\ please)
    | if\ you\ (?:please|can|could|would|wouldn't|wouldnt|don't|dont|do\ not|like|want
        |will|may|have|'d|are|get|feel)
        (?:\ (?:be|mind|so|kind|good|nice|to|like|manage|able|enough|as|a|the|please|have|get
        |time|moment|second|minute|chance|it|that|up|free|ready|willing))*
    | (?:grateful|happy|happier|glad|great|nice|lovely|kind|obliged|appreciate\ it|thankful)\ if
    | if\ (?:only\ )?i\ (?:could|can)(?:\ (?:reach|ask|help\ it))*
    | (?:don't|dont|do\ not|never)\ (?:worry|forget\ to|hesitate\ to|hesitate\ and|be\ shy)
    | (?:^|(?<=[,.;:!-]\ )|(?<=please\ ))(?:(?:you\ )?(?:must|should)\ (?:not|never)|mustn't|don't
        |dont|do\ not|never)\ (?:forget|fail|hesitate|neglect)\ to
    | ^(?:(?:never\ mind|forget|ignore|disregard)\ (?:what\ (?:i|we)\ (?:just\ )?(?:said|told\ you
            |asked)(?:\ before|\ earlier|\ just\ now)?|(?:my|the)\ (?:last|previous)\ (?:order
            |command|instruction|request))
        |(?:don't|dont|do\ not)\ (?:wait|bother)(?:\ (?:for|about)\ (?:me|us|him|her|them))?)
        (?=\ [,;:!-]\ (?:(?:just|please|now|instead)\ )*(?:"""
    rf"""{_REQUESTS}"""
    r""")\b)
    | why\ (?:don't|dont|do\ not|not)\ (?:you|we)?
    | i\ (?:\w+\ )?(?:don't|dont|can't|cant|cannot|couldn't|can\ not|do\ not)
        \ (?:find|see|spot|locate|reach)\ (?:the|a|any|that|your)\b
        (?=.*[,.;:!?-]\ (?:so\ |and\ )?(?:please\ )?(?:point|show|find|pick|grab|lift|get|bring
        |give|put)\b)
    | and\ (?:no(?:body|\ one)\ gets\ (?:hurt|harmed)|nothing\ else
        |no\ other\ (?:object|thing|one)s?)
    | out\ of\ (?:\w+\ ){0,2}(?:'s\ )?(?:reach|sight|harm|the\ way)
    | i\ misspoke(?:\ (?:before|earlier))? | my\ (?:mistake|bad) | i\ beg\ your\ pardon
    | i\ (?:'d|would)(?=.*\bif\ i\ (?:could|can|had)\b.*\b(?:please|would\ you|could\ you)\b)
    | (?:don't|dont|do\ not)\ you\ (?:agree|think)(?=$|\ [,.!?;])
    | (?:don't|dont|do\ not)\ (?:just\ (?:stand|sit|lie|wait|stare)(?:\ (?:there|around))?
        |(?:touch|move|disturb)\ (?:the\ (?:others?|rest)|any\ others?|anything\ else)
        |let\ it\ fall(?=$|\ [,.!?;])|panic|argue|dawdle
        |tell\ me|say\ (?:it|anything|a\ word)|answer|laugh|ask(?:\ me)?(?:\ why)?
        |be\ (?:shy|scared|afraid|silly|lazy|slow|long|late|difficult|stupid)
        |make\ me\ (?:wait|ask|say\ it)
        |(?:you\ )?(?:drop|break|lose)\ (?:it|her|him|them)(?=$|\ [,.!?;])
        |let\ (?:go\ of\ it|it\ go)(?=$|\ [,.!?;])|be\ \w+(?=$|\ [,.!?;]))
    | (?:i\ (?:\w+\ )?)?(?:don't|dont|do\ not)\ (?:care|mind)(?!\ (?:the|to)\b)
    | (?:and\ )?then\ (?:stop|rest|relax|wait|you're\ done|we're\ done)(?=$|\ [.!])
    | you\ (?:like|fancy|please|prefer)(?:\ best|\ most)?(?=$|\ [,.!?;]
        |\ (?:and|in|on|into|to|left|right)\b)
    | never\ mind(?:\ (?:that|it|all\ that|him|her|them))?(?=\ ,\ \w)
    | i\ (?:could|can)\ (?:really\ |sure\ |just\ )?(?:use|do\ with)
    )(?!\w)""",
    re.VERBOSE,
)
_GRACE = 'the (?:goodness|kindness|grace|courtesy|decency)'
# "Pushing the cube is what my sister does", but not "is what I need".
_GERUND_SUBJECT = (
    r'^\w+ing\b[^,.;:!?]* (?:is|was) what (?!you\b)(?:\w+ ){1,3}?'
    r'(?:does|do|did|likes?|liked|loves?|loved)\b'
)
# "Would you like to lift it" is an order, "would you like the cube" is not.
_CHOICE_QUESTION = re.compile(r'^which (?!one|of|thing|ever)')
# An order behind the question: "which ball is nearest? Just lift it."
_ANSWERED = re.compile(
    r'[,.;:!?-] (?:(?:and|so|but|now|then|just|please|simply|go on ,) )*'
    rf'(?:{_REQUESTS})\b'
)
_OTHER_QUESTION = re.compile(
    r'^would you (?:ever|be (?!so|kind|good|nice|willing|able|up|an? |my ))|'
    r'\b(?:in|on|into|onto|to) which (?:\w+ ){1,2}\?$|^(?:my|the) question (?:is|was)\b|'
    r'^(?:would|do|did) you (?:like|want|need|have|own)\b'
    rf'(?! (?:to|{_GRACE})\b)'
)
# Negations of the whole sentence, which no tagger may overlook.
_STRONG_NEGATION = re.compile(
    r"\b(?:don't|dont|do not|never|must not|mustn't|should not|shouldn't|nobody|no one|avoid"
    r'|hold off|(?:all|every\w+|(?:any|some|no)where) (?:but|except|besides|other than))\b'
    r'(?! (?:you )?(?:know|see|remember|understand|think|recall|have)|(?<=never) (?:was|were|knew'
    r'|thought)\b)'
)
_NO_ORDER_BEHIND = (
    r"(?!.*[,.;:!?-] (?:(?:and|so|but|now|then|just|please|let 's see|let it|could you|can you"
    rf"|would you|why not|why don't you|you) (?:[,:] )?)*(?:{_REQUESTS}|i 'd (?:love|like)|i want"
    r'|i need)\b)'
)
# Orders to somebody else, and what others do.
_OTHER_ADDRESSEE = (
    r'^(?:doctor|dr|mr|mrs|ms|miss|professor|prof|nurse)(?: \.)? (?!here\b|speaking\b)\w+ , '
    r'|^(?:(?:please|can you|could you) )?(?:tell|ask|remind|teach|help|instruct|invite) '
    r'(?!me\b|us\b|you|it\b|(?:the |your )?(?:robot|arm|gripper|hand)\b)'
    r'(?:(?:my|our|the|your|a|his|her) )?\w+'
    rf'(?: \w+){{0,3}}? (?:how )?to (?:{_IMPERATIVES})\b'
    r'|\b(?:while|because|since|as) the robot (?:is|was|has)\b'
    rf'|^(?:whoever|anyone who|everyone who|those who|people who)\b{_NO_ORDER_BEHIND}'
    r"|\bi (?:shall|will|'ll|am going to|'m going to|can|could) \w+\b.*\bmyself\b"
    rf'{_NO_ORDER_BEHIND}'
    rf'|^[^:]*\b(?:lesson|chapter|rule|step)\b[^:]*: we (?:{_IMPERATIVES})\b'
)
# What is said or dreamt, and exclamations, without an order behind them.
_HEARSAY = (
    r'^(?:well , )?(?:rumou?r has it|word (?:is|has it)|legend has it|(?:they|people) say'
    rf'|it is said|i (?:heard|read|dreamt|dreamed|remember)) (?:that )?{_NO_ORDER_BEHIND}'
    rf'|\bwish (?:that )?(?:somebody|someone|anybody|they|he|she|people)\b{_NO_ORDER_BEHIND}'
    rf'|\bas if (?:i|you|we|he|she|they|anybody|anyone)\b{_NO_ORDER_BEHIND}|\? me \?'
)
_EXCLAMATION = rf'^(?:oh , |well , )?what an? (?!about\b){_NO_ORDER_BEHIND}'
# One clause about the past, words of somebody else, and what others do.
_STATEMENT = re.compile(
    r'^(?:it|that|this|he|she|they) (?:was|were|had|has been|had been)\b[^,.;:!?]*[.!]?$'
    r'|, (?:he|she|they|someone|somebody|(?:the|my|our) \w+) (?:said|asked|shouted|wrote|says)\b'
    r'|, (?:he|she|they|someone|somebody) told me\b|\bor not to\b'
    r'|^(?!i |as )(?:\w+ ){1,3}?(?:said|says|whispered|shouted) to (?:me|us|him|her|them) ,'
    rf'|^(?:good|clever|smart|real|nice|proper|other|most|all) robots (?:{_IMPERATIVES})\b'
    rf'|{_GERUND_SUBJECT}|{_OTHER_ADDRESSEE}|{_HEARSAY}|{_EXCLAMATION}'
    r"|^(?:(?:well|oh|and|so|hey|robot) (?:, )?)*i (?:(?:would|'d|really|do) )+hate to (?:see|have"
    rf'|find|watch)\b(?!.*(?:[,.;:!-]|\bso|\bbut) (?:(?:so|please|just|and|can|could|would|you) )*'
    rf'(?:{_REQUESTS})\b)'
    r'|\b(?:not|never) (?:an? |my )?(?:order|command|instruction|request)\b'
)
# "Lift the cube... forget it" is no order any more.
_CANCELLATION = re.compile(
    r'[,.!?;-] (?:(?:no|oh|wait|actually|sorry|hmm|er|on second thought) [, ]*)*'
    r'(?:forget (?:it|that|about it)|cancel(?: that| it)?|never mind(?: that)?|scratch that|stop'
    r"|don't|do not|abort|(?:just )?kidding|hold (?:back|it)|i 'm good|changed my mind"
    r"|i changed my mind|leave it|no don't|(?:don't|do not) bother(?: .*)?"
    r'|(?:forget|ignore|disregard|never mind) (?:what i .*|(?:the|my) (?:last|previous) \w+)'
    r'|(?:no need(?: any ?more)?|too late)(?: , i .*)?)'
    r'(?:(?: ,)? please|(?: ,)? thanks|(?: ,)? sorry| [,.!;])*$'
    # "Put it in the bowl? On no account!"
    r'|\? (?:(?:on|under) no (?:account|circumstances)|no (?:way|chance)(?: \w+)?'
    r'|not (?:a chance|on your life|at all)|(?:certainly|absolutely|definitely|of course) not)'
    r'(?: [,.!;])*$'
)
#: Words without which a speech act is not believed if other words are unaccounted for.
_CUES = {
    SpeechAct.NEGATED: NEGATIONS | frozenset(
        'stop quit cancel forget keep hands stay forbidden let needn mustn prohibited no-one '
        'halt cease abstain untouched alone bother'.split()
    ),
    SpeechAct.CONDITIONAL: frozenset(
        'if when unless once after before until till while whenever as should provided providing '
        'assuming case event moment only suppose supposing otherwise where because since'.split()
    ),
    SpeechAct.LATER: frozenset(
        'tomorrow later tonight minute minutes second seconds hour hours noon midnight monday '
        'tuesday wednesday thursday friday saturday sunday week month year day days evening '
        'morning afternoon lunch dinner breakfast soon sometime time eventually next will shall '
        "i'll we'll you'll 'll going might may someday weekend o'clock clock pm am then "
        'while future afterwards'.split()
    ),
}  # fmt: skip


#: Polite questions that are orders.
_POSSIBLE = re.compile(
    r'^(?:(?:is it|would it be|might it be) possible (?:for you )?(?:that|to) (?:you )?'
    r'|would you (?:be (?:so )?(?:kind|good|nice|willing|able)(?: enough)?(?: as)?'
    rf'|have {_GRACE}) to )(?:{_IMPERATIVES})\b'
)
#: Least words of a negated remark, and words with which it has a subject.
_MIN_REMARK = 4
_SUBJECTS = frozenset('i nobody he she they my it this that counting you we'.split())
_PAUSES = frozenset(',.;:!?-')
_SO = frozenset('so but'.split())
_SUBJECTS_OF_PURPOSES = frozenset('i we you he she they there'.split())
#: Words of clauses that may deny, forbid or quote an order.
_ORDERING = TASK_WORDS | frozenset(
    'must should shall may can cannot want need would allow stop forbid say tell ask order if '
    'when unless until after before once later '
    'instruction command mean write read sing teach case request permit'.split()
)
#: An order at the beginning or behind "please", unless somebody is quoted.
_REQUEST = re.compile(
    rf'^(?:(?:{"|".join(sorted(FILLERS))}) (?:, )?)*(?:{_IMPERATIVES})\b'
    rf'|(?:^|[,.;:!-] )(?:(?:and|so|but|now|then) )*please (?:{_IMPERATIVES})\b'
    rf"|^(?:i (?:can )?see|there(?: is| 's)) .* there (?:{_IMPERATIVES}) it\b"
)
#: "You will lift it for me, please."
_WILL = re.compile(
    r'^(?=.*\b(?:please|for me|for us|yes|now)\b)(?:(?:please|robot|now|ok|okay) (?:, )?)*'
    rf'you will (?:please |now |just )?(?:{_IMPERATIVES})\b'
    r'(?!.*\b(?:if|when|whenever|once|after|until|unless|as|next(?! to\b)|always|often|never'
    r'|signal|cue|command|said|says|think|bet|guess|it will)\b)'
)
_PROHIBITION = re.compile(
    rf"^(?:(?:{'|'.join(sorted(FILLERS))}) (?:, )?)*(?:never|don't|dont|do not|no more)\b"
)
#: What the person would do: "I'd lift it if I could reach".
_IN_MY_PLACE = re.compile(
    rf"^i (?:'d|would) (?:{_IMPERATIVES})\b.*\bif\b(?!.*\b(?:please|(?:would|could|can) you)\b)"
)
_SUPPOSITION = re.compile(
    rf'^if i were you\b{_NO_ORDER_BEHIND}|^(?:had|were) (?:i|we|he|she|they|it)\b|'
    r'^if [^,]*\b(?:were|had)\b[^,]* , [^,]*\b(?:could|would|might)\b|'
    r"^if (?!you\b|i\b|it\b|that\b)[^,]*\bwere\b.*\bi (?:would|'d)\b|"
    r'^(?:(?:hey|hi|ok|okay|now|so|robot) (?:, )?)*suppos(?:e|ing)\b(?! you (?:could|can)\b)'
)
#: Somebody else's words behind a colon, "the sign reads: ...", and words about them.
_QUOTED = re.compile(
    r"^(?!(?:[^:]* )?(?:i|i'll|let) )[^:]*\b"
    r'(?:said|wrote|shouted|ordered|(?:told|asked|tell) (?:me|us|him|her))(?: \w+){0,2} :'
    r'|^[^:]*\b(?:sign|manual|book|poster|notice|note|label|sticker|script|song|wall|leaflet'
    r'|instructions|example)\b[^:]* (?:reads?|says?|goe?s?|states?|gives?|it is)\b[^:]*:'
    r'|^[^:]*\b(?:as (?:its|the|an?) (?:\w+ ){0,2}example|in big letters)(?: ,)? :'
    r"|\bthat(?: is|'s| 's) (?:how|what) (?:they|he|she|we|it)\b"
    r"|\bi (?:(?:'ll|'ve|will|have) )(?:\w+ )*myself\b"
    rf'|\b(?:somebody|someone|they|he|she|\w+ robot) (?:will|would) (?:{_IMPERATIVES}|look)\b'
)
_QUOTATION = re.compile(
    r'"|\b(?:said|says|asked|asks|told|tells|wrote|shouted|ordered|whispered|yelled|heard)\b'
)


def polite_words(words: Sequence[str]) -> frozenset[int]:
    """Return the indices of the words in polite phrases such as "if you don't mind"."""
    starts = [0]
    for word in words:
        starts.append(starts[-1] + len(word) + 1)
    text = ' '.join(words)
    spans = [match.span() for match in _POLITE.finditer(text)]
    return frozenset(
        i
        for i, start in enumerate(starts[:-1])
        if any(first <= start < end for first, end in spans)
    )


def negated_remarks(words: Sequence[str]) -> frozenset[int]:
    """
    Return the indices of negated clauses that give the reason of the order behind them.

    "I never liked messy tables, so lift it", but not "you must never, ever, lift it".
    """
    ends = [i for i, word in enumerate(words) if word in _PAUSES]
    found: set[int] = set()
    for start, end in pairwise((-1, *ends)):
        clause, behind = words[start + 1 : end], words[end + 1 : end + 2]
        lemmas_of_clause = {lemma for word in clause for lemma in lemmas(word)}
        is_reason = words[end] in '.;' or _SO.issuperset(behind)
        is_negated = len(clause) >= _MIN_REMARK and bool((NEGATIONS | {'nobody'}) & set(clause))
        has_subject = is_negated and clause[0] in _SUBJECTS
        if not (is_reason and has_subject) or _ORDERING & lemmas_of_clause:
            break
        found.update(range(start + 1, end))
    return frozenset(found)


def purposes(words: Sequence[str]) -> frozenset[int]:
    """
    Return the indices of a clause at the end that says what the order is for.

    "Push it left so I have room for the laptop", but not "so you can lift it".
    """
    for start, (word, after) in enumerate(pairwise(words)):
        if start == 0 or word != 'so' or after not in _SUBJECTS_OF_PURPOSES:
            continue
        clause = words[start:]
        lemmas_of_clause = {lemma for word in clause for lemma in lemmas(word)}
        if not (_ORDERING | NEGATIONS) & lemmas_of_clause and not _PAUSES & set(clause[:-1]):
            return frozenset(range(start, len(words)))
    return frozenset()


def revise_speech_act(
    act: SpeechAct, words: Sequence[str], polite: frozenset[int], has_unaccounted: bool
) -> SpeechAct:
    """
    Return the speech act that the words of a sentence allow.

    Parameters
    ----------
    act
        Speech act that was predicted.
    words
        Words of the sentence.
    polite
        Indices of words in polite phrases.
    has_unaccounted
        Whether words are left that refuse the command by themselves.

    """
    text = ' '.join(words)
    if act is SpeechAct.ORDER and (_STATEMENT.search(text) or _QUOTED.search(text)):
        return SpeechAct.REPORT
    if act is SpeechAct.ORDER and (_SUPPOSITION.search(text) or _IN_MY_PLACE.search(text)):
        return SpeechAct.CONDITIONAL
    if act is SpeechAct.REPORT and _PROHIBITION.search(text):
        return SpeechAct.NEGATED
    if act is SpeechAct.REPORT and _REQUEST.search(text) and not _QUOTATION.search(text):
        return SpeechAct.ORDER
    is_choice = _CHOICE_QUESTION.search(text) and not _ANSWERED.search(text)
    if act is SpeechAct.ORDER and (is_choice or _OTHER_QUESTION.search(text)):
        return SpeechAct.QUESTION
    if act is SpeechAct.QUESTION and _POSSIBLE.search(text):
        act = SpeechAct.ORDER
    if act is SpeechAct.ORDER and _CANCELLATION.search(text):
        return SpeechAct.NEGATED
    if act not in _CUES:
        return act
    cues = cue_words(act, words, polite)
    if act is SpeechAct.LATER and _WILL.search(text) and set(cues) <= {'will', 'next'}:
        return SpeechAct.ORDER
    if cues:
        return act
    if has_unaccounted or polite:
        return SpeechAct.ORDER
    # "You should have grabbed it" is no negation, and no order either.
    return SpeechAct.REPORT if act is SpeechAct.NEGATED else act


def cue_words(act: SpeechAct, words: Sequence[str], polite: frozenset[int]) -> list[str]:
    """Return the words outside polite phrases that mark a negation, condition or other time."""
    return [
        word
        for i, word in enumerate(words)
        if i not in polite and (word in _CUES[act] or word.endswith("n't"))
    ]


def strong_negations(words: Sequence[str], polite: frozenset[int]) -> frozenset[int]:
    """Return the indices of the first words of negations that are in no polite phrase."""
    text = ' '.join(words)
    found = (text[: match.start()].count(' ') for match in _STRONG_NEGATION.finditer(text))
    return frozenset(found) - polite
