# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Sentence frames of the robot's tasks.

Marks: <words that name the act>, {T} target, {DR} relation and destination, {D} destination
without its relation, {DRI} relation and pronoun, {IN} relation into a receptacle, {NX} relation
beside an object, {PD} relation and goal of a push, {W} direction, {PL} named place, {FL} relation
and landmark from which the target is taken, {TA} any one of several targets, {TC} target by what
it is in, {TS} target by an extreme, {P} person, {C} complaint about the target before, {O} off the
table. All other words are fillers. A frame "verb: rest" starts with a verb that can be inflected.
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
    'get: <your gripper around> {T}|get: <your gripper round> {T}|'
    'get: <your claw round> {T} and <bring it up>|put: <your hand on> {T}|'
    'have: <your claw on> {T}|'
    'close: <the claw around> {T}|close: <your fingers around> {T}|'
    'wrap: <your fingers around> {T}|get: <your hands on> {T}|take: {T} {FL}|pick: {T} <up> {FL}|'
    'pick: <up> {T} {FL}|pick: {T} {FL}|grasp: {T} {FL}|lift: {T} {FL}|grab: {T} {FL}|'
    'remove: {T} {FL}|select: {T}|keep: <hold of> {T}|reach: <for> {T}|grasp: {T} and <lift it>|'
    'grab: {T} and <lift it up>|take: {T} and <hold it>|get: {T} and <raise it>|'
    'reach: <for> {T} and <pick it up>|find: {T} and <pick it up>|look: for {T} and <grab it>|'
    'locate: {T} , then <lift it>|go: to {T} and <take it>|find: {T} and <bring it to me>|'
    'approach: {T} and <grasp it>|grip: {T} and <lift>|search: for {T} and <lift it up>|'
    'take: {T} <away>|pull: {T} <up>|go: and <pick up> {T}|lay: <hold of> {T}|'
    'point: out {T} , then <pick it up>|give: {T} <to me please>|let: <me hold> {T}|'
    'pick: <up> {T} {O}|lift: {T} {O}|take: {T} {O}|grab: {T} {O}|collect: {T} {O}|get: {T} {O}|'
    'grasp: and <lift> {T}|pick: {T} <up> {O}|pluck: {T} {O}|raise: {T} {O}|pick: <up> {T} {O}|'
    'grasp: {T} and <lift it up>|grip: {T} , then <raise it>|pop: {T} <up in the air>|'
    'hold: {T} <up in the air>|lift: {T} <up in the air>|raise: {T} <up to the sky>|'
    'take: {T} <in hand>|take: {T} <in your gripper>|take: {T} <up in your claw>|grab: {T} <up>|'
    'fetch: <up> {T}|hand: <up> {T}|take: <up> {T}|gather: <up> {T}|close: <your hand around> {T}|'
    'have: {T} <up off the surface>|have: {T} <held up>|reach: <over and get> {T}|'
    'reach: <out for> {T} and <take it>|bring: {T} <up>|keep: {T} <in your gripper>|'
    'be: <picking> {T} <up>|be: <lifting> {T}|go: <fetch> {T}|go: <get> {T}|come: and <get> {T}|'
    'extract: {T} {FL}|retrieve: {T} {FL}|pull: {T} <out> {FL}|fish: {T} <out> {FL}|'
    'fish: <out> {T}|get: {T} {FL}|fetch: {T} {FL}|lift: {T} <up> {FL}|pluck: {T} {FL}|'
    'move: your arm to {T} and <grab it>|drive: your hand over to {T} and <close it>|'
    'show: {P} how you <pick up> {T}|show: me how you <lift> {T}|show: {P} how you <grab> {T}'
)
_PLACE_VERBS = (
    'put put put place place set lay drop deposit stick move transfer carry bring shift '
    'relocate transport deliver pop park rest leave position insert slip dump toss chuck tuck '
    'plop stow store load add throw return stack lower send arrange stand sit nestle '
    'plonk plunk perch haul release slot sling lob plant stash bung seat'
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
    'put: {T} <down>|lay: {T} <down>|let: <go of> {T} {DR}|have: {T} <put> {DR}|'
    'bring: {T} <over> {PL}|carry: {T} {PL}|carry: {T} <over> {PL}|take: {T} {PL}|set: {T} {PL}|'
    'set: {T} <down> {PL}|put: {T} <down> {PL}|lay: {T} <down> {PL}|leave: {T} {PL}|'
    'rest: {T} {PL}|'
    'position: {T} {PL}|bring: {T} <over> and <set it> {PL}|take: {T} and <put it down> {PL}|'
    'transfer: {T} {PL}|relocate: {T} {PL}|drop: {T} <off> {PL}|park: {T} {PL}|stand: {T} {PL}|'
    'grasp: {T} and <place it> {DR}|grab: {T} and <set it down> {DR}|take: {T} and <lay it> {DR}|'
    'pick: <up> {T} and <place it> {DR}|pick: {T} <up> and <drop it> {DR}|'
    'move: {T} so that it is {DR}|move: {T} so it <ends up> {DR}|put: {T} so that it lies {DR}|'
    'let: {D} <have> {T}|leave: {T} {DR}|leave: {T} {DR}|leave: {T} {PL}|'
    'stack: {T} {ON}|put: {T} {ON}|place: {T} {ON}|set: {T} {ON}|rest: {T} {ON}|'
    'balance: {T} {ON}|sort: {T} {IN}|sort: {T} {IN}|stack: {T} {ON}|'
    'do: {T} {IN}|do: {T} {DR}|bung: {T} {DR}|shove: {T} {IN}|whack: {T} {IN}|'
    'seat: {T} {DR}|lob: {T} {IN}|be: <placing> {T} {DR}|be: <putting> {T} {DR}|keep: {T} {DR}|'
    'find: {T} , then <put it> {DR}|remove: {T} {FL} and <put it> {DR}|'
    'fetch: {T} {FL} and <set it> {DR}|show: {P} how you <put> {T} {DR}|'
    'pick: <up> {T} {FL} and <place it> {DR}|pick: {T} {FL} and <place it> {DR}|tidy: {T} {IN}|'
    'tidy: {T} <away> {IN}|clear: {T} <away> {IN}|move: {T} {FL} {DR}|shift: {T} {FL} {DR}'
)
_PUSH_VERBS = (
    'push push push push slide slide nudge nudge shove shift move move scoot poke tap knock bump '
    'prod budge drag pull sweep edge inch roll press flick drive displace jostle propel thrust '
    'swipe reposition glide ease guide steer shunt tug jog'
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
    'push: {T}|nudge: {T}|shove: {T}|slide: {T}|go: <push> {T} {W}|go: <push> {T} {W}|'
    'push: {T} <over> {W}|give: {T} a gentle <shove> {W}|give: {T} a good <push> {W}|'
    'place: your fingers behind {T} and <shift it> {W}|put: your hand against {T} and <push> {W}|'
    'get: behind {T} and <push it> {W}|put: your arm next to {T} and <slide it> {W}|'
    'make: {T} to <advance> , <push it> {W}|make: {T} to <move> {W}|help: {T} <go> {W}|'
    'give: {T} a bit of a <push> {W}|push: me {T} {W}|slide: me {T} {W}|send: {T} <sliding> {W}|'
    'be: <pushing> {T} {W}|keep: <pushing> {T} {W}|let: {T} <travel> {W}|'
    'grab: {T} and <slide it> {W}|'
    'push: {T} , <slide it> {W}|use: your hand to <slide> {T} {W}|'
    'show: {P} how you <push> {T} {W}|'
    'push: {T} so that it <moves> {W}|apply: a <push> to {T} {W}|touch: {T} and <slide it> {W}|'
    'move: your arm to {T} and <push it> {W}|slide: {T} <closer> {PD}|push: {T} <over> {PD}|'
    'push: {T} <all the way> {PL}|slide: {T} <over> {PL}|shove: {T} {PL}'
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
    'hold: <your hand over> {T}|find: <out where> {T} <is>|point: {T}|point: {T} <out>|'
    'point: {T} <out>|'
    'show: <me with your hand> {T}|show: <me> {T} <by pointing at it>|show: {P} {T}|'
    'show: {P} <where> {T} <is>|point: <the arm at> {T}|point: <a finger at> {T}|'
    'aim: <a finger at> {T}|stick: <your finger out at> {T}|give: <me a point at> {T}|'
    'be: <pointing at> {T}|point: <over at> {T}|point: <right at> {T}|indicate: {T} <to me>|'
    'indicate: {T} <for me>|show: <us> {T}|let: <me see> {T}|direct: <my eyes to> {T}|'
    'get: <me a look at> {T}|tell: {P} <where> {T} <is>|help: <me find> {T}|help: <me spot> {T}|'
    'point: <the gripper towards> {T}|turn: <your arm towards> {T}'
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
