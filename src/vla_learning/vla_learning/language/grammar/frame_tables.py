# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Sentence frames of the robot's tasks.

Marks: <words that name the act>, {T} target, {DR} relation and destination, {D} destination
without its relation, {DRI} relation and pronoun, {PD} relation and goal of a push, {W} direction,
{L} landmark of the target, {PL} named place. All other words are fillers. A frame "verb: rest"
starts with a verb that can be inflected.
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
    'bring: {T} <over here>|hand: {T} <to me>|hand: {T} <over>|hand: <over> {T}|'
    'pass: {T} <over>|pass: {T} <to me>|lend: <me> {T}|give: {T} <to me>|'
    'take: {T} <off the table>|lift: {T} <off the table>|raise: {T} <off the table>|'
    'remove: {T} <from the table>|lift: {T} <into the air>|raise: {T} <up>|'
    'take: {T} <in your hand>|take: {T} <into your gripper>|pick: <out> {T}|take: <up> {T}|'
    'get: {T} <off the table>|put: {T} <in my hand>|get: {T} <for me>|fetch: {T} <for me>|'
    'hold: <on to> {T}|bring: <over> {T}|snatch: <up> {T}|close: <your gripper on> {T}|'
    'close: <your fingers around> {T}|wrap: <your fingers around> {T}|get: <your hands on> {T}|'
    'take: {T} <out of> {L}|pick: {T} <up from> {L}|lift: {T} <out of> {L}|take: {T} <from> {L}|'
    'remove: {T} <from> {L}|select: {T}|keep: <hold of> {T}|reach: <for> {T}|'
    'grasp: {T} and <lift it>|grab: {T} and <lift it up>|take: {T} and <hold it>|'
    'get: {T} and <raise it>|reach: <for> {T} and <pick it up>'
)
_PLACE_VERBS = (
    'put put put place place set lay drop deposit stick move transfer carry bring take shift '
    'relocate transport deliver pop park rest leave position insert slip dump toss chuck tuck '
    'plop stow store load add return stack balance lower get send arrange stand sit nestle '
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
    'fetch: {T} and <deposit it> {DR}|put: {T} {PL}|move: {T} {PL}|place: {T} {PL}|'
    'set: {T} {PL}|bring: {T} {PL}|drop: {T} {PL}|pick: <up> {T} and <put it> {PL}'
)
_PUSH_VERBS = (
    'push push push push slide slide nudge nudge shove shift move move scoot poke tap knock '
    'bump prod budge drag pull sweep edge inch roll press flick drive displace jostle propel '
    'thrust swipe reposition glide ease guide steer shunt tug kick jog'
)
_PUSH_FRAMES = (
    'push: {W} {T}|slide: {W} {T}|move: {W} {T}|shift: {W} {T}|give: {T} a <push> {W}|'
    'give: {T} a <nudge> {W}|give: {T} a little <shove> {W}|give: {T} a <tap> {W}|send: {T} {W}|'
    'make: {T} <go> {W}|get: {T} <moving> {W}|have: {T} <moved> {W}|get: {T} to <slide> {W}|'
    'let: {T} <slide> {W}|make: {T} <move> {W}|move: {T} <over> {W}|cause: {T} to <move> {W}|'
    'push: <against> {T} so it <goes> {W}|use: your arm to <push> {T} {W}|make: {T} <slide> {W}|'
    'push: {T} {PD}|slide: {T} {PD}|nudge: {T} {PD}|shove: {T} {PD}|move: {T} {PD}|'
    'roll: {T} {PD}|push: {T} {PL}|slide: {T} {PL}|push: {T}|nudge: {T}|shove: {T}|slide: {T}'
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
    'target: {T}|detect: {T}|figure: <out where> {T} <is>'
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
#: Frames that are whole sentences.
SENTENCE_FRAMES = {
    RequestedTask.PICK: (
        "i <want> {T}|i <need> {T}|i'd <like> {T}|i would <like> {T}|can i <have> {T}|"
        'could i <have> {T}|may i <have> {T}|let me <have> {T}|<gimme> {T}|'
        'i could <do with> {T}|mind <passing> {T}|{T} please|i want {T} <lifted>|'
        'i want {T} <picked up>|{T} needs to be <picked up>|{T} should be <lifted>|'
        "{T} , <pick it up>|{T} has to be <grabbed>|<lift> , {T}|i'd like {T} <in my hand>|"
        "{T} <in your gripper> please|i want you <holding> {T}|i'd love to <have> {T}|"
        'we <need> {T}|what i <want> is {T}|the thing i <need> is {T}|see {T} ? <grab it>|'
        "there is {T} , <pick it up>|{T} : <lift it>|there's {T} , could you <get it>|"
        'you see {T} ? <pick it up>|{T} , <lift> please|<grasp> {T} now'
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
        'there is {T} , <pop it> {DR}|i want {T} {PL}'
    ).split('|'),
    RequestedTask.PUSH: (
        'i want {T} <pushed> {W}|i want {T} <moved> {W}|{T} should <move> {W}|'
        '{T} should <go> {W}|{T} needs to <move> {W}|{T} needs <pushing> {W}|'
        "{T} , <push it> {W}|{T} {W} please|i'd like {T} {W}|{T} has to <slide> {W}|"
        '{T} must be <nudged> {W}|i want {T} to <go> {W}|{W} with {T}|'
        '<push> it {W} , {T} i mean|<move> this {W} : {T}|{T} would be better a bit {W}|'
        '{T} ought to <be> {W}|can {T} <go> {W}|could {T} <be shifted> {W}|'
        'i need {T} <shifted> {PD}|{T} : <push> {W}'
    ).split('|'),
    RequestedTask.POINT: (
        "<where is> {T}|<where's> {T}|<where> can i <find> {T}|<where> did {T} <go>|"
        'do you know <where> {T} <is>|can you see <where> {T} <is>|'
        "i want to know <where> {T} <is>|i can't <find> {T}|i'm <looking for> {T}|"
        '<which one is> {T}|<which> of these <is> {T}|<which> thing is {T}|'
        "<where> exactly is {T}|<whereabouts> is {T}|i've <lost> {T}|any idea <where> {T} <is>|"
        '<where> on the table is {T}|<where> would {T} <be>|i wonder <where> {T} <is>|'
        'have you <seen> {T}|{T} , <where is it>|i need to <see> {T}|'
        "could you tell <which one> is {T}|i don't know <where> {T} <is>|i cannot <see> {T}|"
        'i want {T} <pointed out>|i need you <pointing at> {T}|so <where did> you <put> {T}|'
        'what is the <location of> {T}|remind me <where> {T} <is>'
    ).split('|'),
}
