# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Sentence frames of the robot's tasks.

Marks: <words that name the act>, {T} target, {DR} relation and destination, {D} destination
without its relation, {DRI} relation and pronoun, {IN} relation into a receptacle, {PD} relation
and goal of a push, {W} direction, {PL} named place, {FL} relation and landmark from which the
target is taken. All other words are fillers. A frame "verb: rest" starts with a verb that can be
inflected.
"""

from vla_common.command_meaning import RequestedTask

# The tables keep several entries per line.
# fmt: off

_PICK_VERBS = (
    'pick grab lift take get grasp fetch raise collect hold retrieve seize snatch pluck gather '
    'hoist elevate clutch grip clasp acquire obtain nab secure catch pinch scoop snag procure'
)
_PICK_FRAMES = (
    'pick: <up> {T}|pick: <up> {T}|pick: <up> {T}|pick: {T} <up>|pick: {T} <up>|lift: <up> {T}|'
    'lift: {T} <up>|take: <hold of> {T}|get: <hold of> {T}|grab: <hold of> {T}|scoop: <up> {T}|'
    'scoop: {T} <up>|hold: <up> {T}|hold: {T} <up>|hand: <me> {T}|give: <me> {T}|pass: <me> {T}|'
    'bring: <me> {T}|get: <me> {T}|fetch: <me> {T}|bring: {T} <to me>|bring: {T} <here>|'
    'bring: {T} <over here>|hand: {T} <to me>|hand: {T} <over>|hand: <over> {T}|pass: {T} <over>|'
    'pass: {T} <to me>|lend: <me> {T}|give: {T} <to me>|take: {T} <off the table>|'
    'lift: {T} <off the table>|raise: {T} <off the table>|remove: {T} <from the table>|'
    'lift: {T} <into the air>|raise: {T} <up>|take: {T} <in your hand>|'
    'take: {T} <into your gripper>|pick: <out> {T}|take: <up> {T}|get: {T} <off the table>|'
    'put: {T} <in my hand>|get: {T} <for me>|fetch: {T} <for me>|hold: <on to> {T}|'
    'bring: <over> {T}|snatch: <up> {T}|close: <your gripper on> {T}|'
    'get: <your gripper around> {T}|put: <your hand on> {T}|have: <your claw on> {T}|'
    'close: <the claw around> {T}|close: <your fingers around> {T}|'
    'wrap: <your fingers around> {T}|get: <your hands on> {T}|take: {T} {FL}|pick: {T} <up> {FL}|'
    'pick: <up> {T} {FL}|pick: {T} {FL}|grasp: {T} {FL}|lift: {T} {FL}|grab: {T} {FL}|'
    'remove: {T} {FL}|select: {T}|keep: <hold of> {T}|reach: <for> {T}|grasp: {T} and <lift it>|'
    'grab: {T} and <lift it up>|take: {T} and <hold it>|get: {T} and <raise it>|'
    'reach: <for> {T} and <pick it up>|find: {T} and <pick it up>|look: for {T} and <grab it>|'
    'locate: {T} , then <lift it>|go: to {T} and <take it>|find: {T} and <bring it to me>|'
    'approach: {T} and <grasp it>|grip: {T} and <lift>|search: for {T} and <lift it up>|'
    'take: {T} <away>|pull: {T} <up>|go: and <pick up> {T}|lay: <hold of> {T}|'
    'point: out {T} , then <pick it up>|give: {T} <to me please>|let: <me hold> {T}'
)
_PLACE_VERBS = (
    'put put put place place set lay drop deposit stick move transfer carry bring shift '
    'relocate transport deliver pop park rest leave position insert slip dump toss chuck tuck '
    'plop stow store load add throw return stack balance lower send arrange stand sit nestle '
    'plonk plunk perch haul release slot sling lob plant stash'
)
_PLACE_FRAMES = (
    'put: {T} {DR}|place: {T} {DR}|set: {T} {DR}|move: {T} {DR}|drop: {T} {DR}|put: {T} {DR}|'
    'put: {T} <down> {DR}|set: {T} <down> {DR}|place: {T} <down> {DR}|set: <down> {T} {DR}|'
    'pick: <up> {T} and <put it> {DR}|take: {T} and <put it> {DR}|grab: {T} and <place it> {DR}|'
    'get: {T} and <drop it> {DR}|pick: {T} <up> and <move it> {DR}|'
    'lift: {T} and <set it down> {DR}|take: {T} and <slide it> {DR}|'
    'grab: {T} and just <pop it> {DR}|take: {T} and <stick it> {DR}|'
    'pick: <up> {T} , then <put it> {DR}|grab: {T} , carry it over and <drop it> {DR}|'
    'let: {T} <fall> {DR}|have: {T} <placed> {DR}|make: sure {T} <ends up> {DR}|'
    'see: to it that {T} <lands> {DR}|fill: {D} <with> {T}|take: {T} <over> {DR}|give: {D} {T}|'
    'use: your gripper to <put> {T} {DR}|help: {T} <get> {DR}|put: {DR} {T}|'
    'take: {T} from the table and <stick it> {DR}|grab: {T} , then <drop it> {DR}|'
    'fetch: {T} and <deposit it> {DR}|put: {T} {PL}|place: {T} {PL}|set: {T} {PL}|bring: {T} {PL}|'
    'drop: {T} {PL}|pick: <up> {T} and <put it> {PL}|pick: <up> {T} and <place> {DR}|'
    'pick: {T} and <place> {DR}|pick: {T} {FL} and <place> {DR}|take: {T} {FL} and <put it> {DR}|'
    'pick: <up> {T} {FL} and <put it> {DR}|find: {T} and <put it> {DR}|'
    'look: for {T} and <drop it> {DR}|find: {D} and <put> {T} {DRI}|take: {D} and <put> {T} {DRI}|'
    'go: to {T} and <move it> {DR}|get: {T} , <pop it> {DR}|take: {T} and just <pop it> {DR}|'
    'take: {T} and <ease it> {IN}|slide: {T} {IN}|push: {T} {IN}|'
    'slide: {T} so that it <falls> {IN}|scoot: {T} {IN}|ease: {T} {IN}|guide: {T} {IN}|'
    'grab: {T} and <push it> {IN}|roll: {T} {IN}|take: {T} , <put it> {DR} and leave it there|'
    'put: {T} <away> {DR}|put: {T} <back> {DR}|put: {T}|place: {T}|set: {T} <down>|drop: {T}|'
    'put: {T} <down>|lay: {T} <down>|let: <go of> {T} {DR}|have: {T} <put> {DR}'
)
_PUSH_VERBS = (
    'push push push push slide slide nudge nudge shove shift move move scoot poke tap knock bump '
    'prod budge drag pull sweep edge inch roll press flick drive displace jostle propel thrust '
    'swipe reposition glide ease guide steer shunt tug kick jog'
)
_PUSH_FRAMES = (
    'push: {W} {T}|slide: {W} {T}|move: {W} {T}|shift: {W} {T}|give: {T} a <push> {W}|'
    'give: {T} a <nudge> {W}|give: {T} a little <shove> {W}|give: {T} a <tap> {W}|send: {T} {W}|'
    'make: {T} <go> {W}|get: {T} <moving> {W}|have: {T} <moved> {W}|get: {T} to <slide> {W}|'
    'let: {T} <slide> {W}|make: {T} <move> {W}|move: {T} <over> {W}|cause: {T} to <move> {W}|'
    'push: <against> {T} so it <goes> {W}|use: your arm to <push> {T} {W}|make: {T} <slide> {W}|'
    'push: {T} {PD}|slide: {T} {PD}|nudge: {T} {PD}|shove: {T} {PD}|move: {T} {PD}|roll: {T} {PD}|'
    'push: {T} {PL}|slide: {T} {PL}|move: {T} {PL}|nudge: {T} {PL}|move: {T} {PL}|'
    'go: to {T} and <push it> {W}|find: {T} and <push it> {W}|take: {T} and <slide it> {W}|'
    'put: your gripper behind {T} and <push> {W}|grab: {T} and <pull it> {W}|'
    'touch: {T} and <move it> {W}|reach: for {T} and <nudge it> {W}|'
    'locate: {T} , then <shove it> {W}|bring: {T} {W}|take: {T} {W}|get: {T} {W}|have: {T} {W}|'
    'pull: {T} {PD}|drag: {T} {PD}|nudge: {T} {PD}|scoot: {T} {PD}|give: {T} a <push> {PD}|'
    'push: {T}|nudge: {T}|shove: {T}|slide: {T}'
)
_POINT_FRAMES = (
    'point: <at> {T}|point: <at> {T}|point: <at> {T}|point: <to> {T}|point: <to> {T}|'
    'point: <toward> {T}|point: <towards> {T}|point: <out> {T}|point: <me to> {T}|'
    'point: <your arm at> {T}|point: <your gripper at> {T}|point: <your hand at> {T}|'
    'point: <your finger at> {T}|point: <straight at> {T}|point: <out to me> {T}|show: <me> {T}|'
    'show: <me> {T}|show: {T}|show: <me where> {T} <is>|show: <where> {T} <is>|indicate: {T}|'
    'locate: {T}|find: {T}|find: <me> {T}|identify: {T}|spot: {T}|highlight: {T}|'
    'single: <out> {T}|pinpoint: {T}|aim: <at> {T}|aim: <your arm at> {T}|gesture: <at> {T}|'
    'gesture: <toward> {T}|gesture: <to> {T}|tell: <me where> {T} <is>|hover: <over> {T}|'
    'hover: <above> {T}|look: <for> {T}|search: <for> {T}|direct: <me to> {T}|'
    'direct: <your hand at> {T}|signal: {T}|reveal: {T}|let: <me know where> {T} <is>|'
    'say: <where> {T} <is>|mark: {T}|demonstrate: <where> {T} <is>|motion: <towards> {T}|'
    'track: <down> {T}|seek: <out> {T}|draw: <my attention to> {T}|'
    'pick: <out> {T} <with your finger>|wave: <at> {T}|nod: <at> {T}|move: <your arm over> {T}|'
    'target: {T}|detect: {T}|figure: <out where> {T} <is>|look: around and <show me> {T}|'
    'find: {T} and <point at it>|put: <your finger on> {T}|look: <where> {T} <is>|'
    'hold: <your hand over> {T}|find: <out where> {T} <is>'
)


def _with_verbs(verbs: str, tail: str, frames: str) -> tuple[str, ...]:
    return (*(f'{verb}: {tail}' for verb in verbs.split()), *frames.split('|'))


#: Frames that start with a verb.
VERB_FRAMES = {
    RequestedTask.PICK: _with_verbs(_PICK_VERBS, '{T}', _PICK_FRAMES),
    RequestedTask.PLACE: _with_verbs(_PLACE_VERBS, '{T} {DR}', _PLACE_FRAMES),
    RequestedTask.PUSH: _with_verbs(_PUSH_VERBS, '{T} {W}', _PUSH_FRAMES),
    RequestedTask.POINT: tuple(_POINT_FRAMES.split('|')),
}
#: Frames about an object that is not named.
PRONOUN_FRAMES = {
    RequestedTask.PICK: (
        '<pick> it <up>|<grab> it|<take> that one|<give> it <to me>|<lift> that'
    ).split('|'),
    RequestedTask.PLACE: (
        '<put> it {DR}|<drop> that {DR}|<place> it there|<put> it back'
    ).split('|'),
    RequestedTask.PUSH: (
        '<push> it {W}|<move> that {W}|<slide> it {W}|<nudge> this {W}|<push> it'
    ).split('|'),
    RequestedTask.POINT: '<point at> it|<show me> that|<where is> it|<find> it'.split('|'),
}
#: Frames that are whole sentences.
SENTENCE_FRAMES = {
    RequestedTask.PICK: (
        "i <want> {T}|i <need> {T}|i'd <like> {T}|i would <like> {T}|can i <have> {T}|"
        'could i <have> {T}|may i <have> {T}|let me <have> {T}|<gimme> {T}|i could <do with> {T}|'
        'mind <passing> {T}|{T} please|i want {T} <lifted>|i want {T} <picked up>|'
        '{T} needs to be <picked up>|{T} should be <lifted>|{T} , <pick it up>|'
        "{T} has to be <grabbed>|<lift> , {T}|i'd like {T} <in my hand>|"
        "{T} <in your gripper> please|i want you <holding> {T}|i'd love to <have> {T}|"
        'we <need> {T}|what i <want> is {T}|the thing i <need> is {T}|see {T} ? <grab it>|'
        "there is {T} , <pick it up>|{T} : <lift it>|there's {T} , could you <get it>|"
        'you see {T} ? <pick it up>|{T} is what i <want>|i am after {T} , <get it>|'
        'my hand is empty , <give me> {T}|{T} , <lift> please|<grasp> {T} now'
    ).split('|'),
    RequestedTask.PLACE: (
        '{T} <belongs> {DR}|{T} <goes> {DR}|{T} should <go> {DR}|i <want> {T} {DR}|'
        "i <need> {T} {DR}|{T} has to be {DR}|i'd <like> {T} {DR}|{T} {DR} please|"
        '{T} , <put it> {DR}|{DR} <put> {T}|{DR} <goes> {T}|{T} needs to <go> {DR}|'
        "i want {T} <placed> {DR}|{T} is supposed to <be> {DR}|let's <have> {T} {DR}|"
        "{T} ought to be <put> {DR}|{D} is where {T} <goes>|i'd like to <see> {T} {DR}|"
        '{T} must <end up> {DR}|{T} would look nice {DR}|see {T} ? <put it> {DR}|'
        '{D} <needs> {T} {DRI}|{T} , {D} , please|{T} , {D}|from here {T} <goes> {DR}|'
        '{DR} i <want> {T}|<put> this {DR} : {T}|<drop> it {DR} , {T} i mean|'
        '{T} would be happier {DR}|can {T} <go> {DR}|could {T} <be moved> {DR}|'
        '{T} wants to be {DR}|{T} {DR}|<place> {T} {PL}|{T} , <put it> {PL}|'
        'see {D} ? <put> {T} {DRI}|there is {D} , <drop> {T} {DRI}|{D} is empty , <put> {T} {DRI}|'
        '{D} : <put> {T} {DRI}|you see {D} ? {T} <goes> {DRI}|{T} : just <pop it> {DR}|'
        'just <pop it> {DR} , {T}|here is {T} , it <goes> {DR}|{T} {IN}|'
        'there is {T} , <pop it> {DR}|i want {T} {PL}'
    ).split('|'),
    RequestedTask.PUSH: (
        'i want {T} <pushed> {W}|i want {T} <moved> {W}|{T} should <move> {W}|{T} should <go> {W}|'
        '{T} needs to <move> {W}|{T} needs <pushing> {W}|{T} , <push it> {W}|{T} {W} please|'
        "i'd like {T} {W}|{T} has to <slide> {W}|{T} must be <nudged> {W}|i want {T} to <go> {W}|"
        '{W} with {T}|<push> it {W} , {T} i mean|<move> this {W} : {T}|'
        '{T} would be better a bit {W}|{T} ought to <be> {W}|can {T} <go> {W}|'
        'could {T} <be shifted> {W}|i need {T} <shifted> {PD}|{T} : <push> {W}|{T} {W}|{T} , {W}|'
        'see {T} ? <push it> {W}|there is {T} , <nudge it> {W}|i want {T} {PD}|'
        '{T} should <go> {PL}'
    ).split('|'),
    RequestedTask.POINT: (
        "<where is> {T}|<where's> {T}|<where> can i <find> {T}|<where> did {T} <go>|"
        'do you know <where> {T} <is>|can you see <where> {T} <is>|'
        "i want to know <where> {T} <is>|i can't <find> {T}|i'm <looking for> {T}|"
        '<which one is> {T}|<which> of these <is> {T}|<which> thing is {T}|<where> exactly is {T}|'
        "<whereabouts> is {T}|i've <lost> {T}|any idea <where> {T} <is>|"
        '<where> on the table is {T}|<where> would {T} <be>|i wonder <where> {T} <is>|'
        'have you <seen> {T}|{T} , <where is it>|i need to <see> {T}|'
        "could you tell <which one> is {T}|i don't know <where> {T} <is>|i cannot <see> {T}|"
        'i want {T} <pointed out>|i need you <pointing at> {T}|so <where did> you <put> {T}|'
        'what is the <location of> {T}|remind me <where> {T} <is>|{T} : <where is it>|'
        '{T} , <show me>|i want to <see> {T}|is there {T} ? <point at it>|'
        'tell me , <where is> {T}|<where> , please , <is> {T}'
    ).split('|'),
}
