# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Command templates, in separate tables for training and for held-out tests.

``{t}`` is the target, ``{d}`` the destination, ``{w}`` a direction. No entry of a HELD_OUT table
occurs in a TRAIN table, which a test asserts.
"""
# The tables keep several entries per line.
# fmt: off

from vla_policy.types.vocabulary import Direction
from vla_policy.types.vocabulary import TaskKind

COLORS = ('red', 'green', 'blue', 'yellow', 'orange', 'purple', 'white', 'black')
CLASSES = ('cube', 'cylinder', 'sphere', 'bowl', 'plate')
GRASPABLE_CLASSES, RECEPTACLE_CLASSES = CLASSES[:3], CLASSES[3:]

#: (color, class) pairs that no training command names as its target.
HELD_OUT_PAIRS = frozenset(
    [('red', 'sphere'), ('blue', 'cube'), ('green', 'cylinder'), ('purple', 'cylinder')]
)

#: Synonyms and shades of a color; training only.
TRAIN_SHADES = {
    'red': ('crimson', 'scarlet', 'bright red', 'dark red'),
    'green': ('bright green', 'dark green', 'emerald'),
    'blue': ('bright blue', 'dark blue', 'navy blue'),
    'yellow': ('bright yellow', 'golden yellow'),
    'orange': ('bright orange', 'dark orange'),
    'purple': ('violet', 'dark purple', 'purple colored'),
    'white': ('bright white', 'snow white', 'white colored'),
    'black': ('jet black', 'dark black', 'black colored'),
}
#: Adjectives before a noun; training only. They carry no information: all objects have one size.
TRAIN_FILLERS = ('small', 'little', 'tiny', 'nice', 'shiny', 'pretty', 'plastic')

#: Imperatives; an opening may precede and an ending may follow them.
TRAIN_TEMPLATES = {
    TaskKind.PICK: (
        'pick up the {t}', 'pick up the {t}', 'pick up the {t}', 'pick the {t} up',
        'pick the {t}', 'grab the {t}', 'grab the {t}', 'lift the {t}', 'lift the {t} up',
        'lift up the {t}', 'take the {t}', 'get the {t}', 'grasp the {t}',
        'grasp the {t} and lift it', 'take hold of the {t}', 'get hold of the {t}',
        'seize the {t}', 'snatch the {t}', 'pluck the {t} from the table', 'hoist the {t}',
        'elevate the {t}', 'bring up the {t}', 'bring me the {t}', 'give me the {t}',
        'hand me the {t}', 'pass me the {t}', 'gather the {t}', 'grip the {t}', 'catch the {t}',
        'scoop up the {t}', 'clutch the {t}', 'take the {t} in your hand',
        'take the {t} off the table', 'lift the {t} into the air', 'get me the {t}',
        'pick the {t} up from the table', 'grip the {t} and pick it up', 'take up the {t}',
        'remove the {t} from the table', 'acquire the {t}', 'obtain the {t}',
        'hand over the {t}', 'go and get the {t}', 'pull up the {t}', 'heave up the {t}',
        'lift the {t} off the table', 'lift the {t} from the table', 'scoop the {t} up',
        'bring the {t} to me', 'go get the {t}', 'go pick up the {t}', 'take away the {t}',
        'pull the {t} off the table', 'reach for the {t} and pick it up', 'grab hold of the {t}',
        'get your gripper on the {t}', 'grip and lift the {t}', 'fish out the {t}',
        'claim the {t}', 'extract the {t}', 'secure the {t}',
        'close your gripper on the {t}', 'snatch up the {t}', 'hoist the {t} up',
        'nab the {t} for me', 'clasp the {t} with the gripper', 'have the {t} picked up',
        'get the {t} into your gripper', 'get a grip on the {t}', 'deliver the {t} to my hand',
        'put the {t} in my hand', 'drop the {t} into my hand', 'pinch the {t} with your gripper',
        'elevate the {t} above the table', 'pass the {t} this way', 'slip me the {t}',
        'lend me the {t} for a second', 'have the arm grab the {t}',
        'heave the {t} up off the table', 'reach over and get me the {t}',
        'secure the {t} in the gripper', 'do me a favour and hand over the {t}',
    ),
    TaskKind.PLACE: (
        'put the {t} in the {d}', 'put the {t} in the {d}', 'put the {t} on the {d}',
        'put the {t} into the {d}', 'put the {t} onto the {d}', 'put the {t} inside the {d}',
        'place the {t} in the {d}', 'place the {t} in the {d}', 'place the {t} on the {d}',
        'place the {t} into the {d}', 'move the {t} to the {d}', 'move the {t} into the {d}',
        'move the {t} over to the {d}', 'pick up the {t} and place it in the {d}',
        'pick up the {t} and put it on the {d}', 'drop the {t} into the {d}',
        'drop the {t} in the {d}', 'drop the {t} onto the {d}', 'lay the {t} in the {d}',
        'lay the {t} on the {d}', 'bring the {t} to the {d}', 'bring the {t} over to the {d}',
        'take the {t} and put it on the {d}', 'take the {t} to the {d}',
        'take the {t} and drop it in the {d}', 'grab the {t} and place it on the {d}',
        'in the {d} put the {t}', 'on the {d} place the {t}', 'stick the {t} in the {d}',
        'throw the {t} into the {d}', 'toss the {t} into the {d}', 'insert the {t} into the {d}',
        'store the {t} in the {d}', 'stow the {t} in the {d}', 'rest the {t} on the {d}',
        'position the {t} on the {d}', 'load the {t} into the {d}', 'pop the {t} in the {d}',
        'leave the {t} in the {d}', 'release the {t} over the {d}',
        'relocate the {t} to the {d}', 'deliver the {t} to the {d}', 'get the {t} into the {d}',
        'let the {t} fall into the {d}', 'add the {t} to the {d}', 'send the {t} to the {d}',
        'fill the {d} with the {t}', 'haul the {t} to the {d}', 'file the {t} away in the {d}',
        'sit the {t} in the {d}', 'place the {t} down in the {d}', 'put the {t} down on the {d}',
        'dump the {t} in the {d}', 'drop off the {t} at the {d}', 'hand the {t} over to the {d}',
        'convey the {t} to the {d}', 'transport the {t} to the {d}', 'ship the {t} to the {d}',
        'return the {t} to the {d}', 'lower the {t} into the {d}', 'tuck the {t} into the {d}',
        'get the {t} over to the {d}', 'park the {t} on the {d}', 'plop the {t} in the {d}',
        'plop the {t} onto the {d}', 'plonk the {t} down in the {d}', 'dump the {t} into the {d}',
        'chuck the {t} in the {d}', 'load the {t} onto the {d}', 'take the {t} over to the {d}',
        'ease the {t} into the {d}', 'let the {t} drop into the {d}',
        'have the {t} placed on the {d}', 'see that the {t} ends up in the {d}',
        'make sure the {t} gets into the {d}', 'perch the {t} on the {d}',
        'clear the {t} off the table into the {d}', 'nestle the {t} in the {d}',
        'arrange the {t} on the {d}', 'settle the {t} on the {d}', 'slip the {t} into the {d}',
    ),
    TaskKind.PUSH: (
        'push the {t} {w}', 'push the {t} {w}', 'push the {t} {w}', 'slide the {t} {w}',
        'slide the {t} {w}', 'move the {t} {w}', 'nudge the {t} {w}', 'give the {t} a push {w}',
        'push {w} the {t}', 'press the {t} {w}', 'drag the {t} {w}', 'poke the {t} {w}',
        'bump the {t} {w}', 'force the {t} {w}', 'drive the {t} {w}', 'propel the {t} {w}',
        'thrust the {t} {w}', 'knock the {t} {w}', 'tap the {t} {w}', 'displace the {t} {w}',
        'move {w} the {t}', 'let the {t} slide {w}', 'have the {t} move {w}',
        'give the {t} a nudge {w}', 'edge the {t} {w}', 'budge the {t} {w}', 'sweep the {t} {w}',
        'slip the {t} {w}', 'ease the {t} {w}', 'get the {t} to move {w}', 'roll the {t} {w}',
        'move the {t} along {w}', 'send the {t} {w}',
        'cause the {t} to move {w}', 'jostle the {t} {w}', 'prod the {t} {w}',
        'reposition the {t} {w}', 'haul the {t} {w}', 'pull the {t} {w}', 'swipe the {t} {w}',
        'glide the {t} {w}', 'relocate the {t} {w}',
        'inch the {t} {w}', 'shunt the {t} {w}', 'jog the {t} {w}', 'guide the {t} {w}',
        'coax the {t} {w}', 'flick the {t} {w}', 'give the {t} a push so it goes {w}',
        'give the {t} a little nudge so that it moves {w}', 'have the {t} nudged {w}',
        'get the {t} to slide {w}', 'push {t} {w}', 'use your arm to push the {t} {w}',
        'with your gripper push the {t} {w}', 'slide the {t} {w} on the table',
        'get the {t} pushed {w}', 'have the robot slide the {t} {w}',
        'push against the {t} so that it slides {w}', 'work the {t} {w}',
    ),
    TaskKind.POINT: (
        'point at the {t}', 'point at the {t}', 'point at the {t}', 'point to the {t}',
        'point towards the {t}', 'show me the {t}', 'show the {t}', 'show me where the {t} is',
        'show where the {t} is', 'indicate the {t}', 'point out the {t}', 'hover over the {t}',
        'hover above the {t}', 'identify the {t}', 'find the {t}', 'spot the {t}',
        'gesture at the {t}', 'gesture towards the {t}', 'reveal the {t}', 'go above the {t}',
        'move over the {t}', 'look for the {t}', 'mark the {t}', 'highlight the {t}',
        'single out the {t}', 'search for the {t}', 'move your hand above the {t}',
        'stretch your arm towards the {t}', 'guide me to the {t}', 'detect the {t}',
        'let me see the {t}', 'signal the {t}', 'recognize the {t}', 'turn to the {t}',
        'pinpoint the {t}', 'reach towards the {t}', 'point me to the {t}', 'find me the {t}',
        'see the {t}', 'notice the {t}', 'look at the {t}', 'look towards the {t}',
        'target the {t}', 'focus on the {t}', 'go over to the {t}', 'approach the {t}',
        'move towards the {t}', 'position your hand over the {t}', 'help me find the {t}',
        'discover the {t}', 'track down the {t}', 'trace the {t}',
        'draw my attention to the {t}', 'single out the {t} for me', 'spot the {t} for me',
        'help me track down the {t}', 'let me know where the {t} is',
        'motion towards the {t} with your arm', 'have the arm point at the {t}',
        'help me spot the {t}', 'seek out the {t}', 'report the position of the {t}',
        'say where the {t} is', 'use your hand to show me the {t}', 'call my attention to the {t}',
        'show where the {t} sits on the table', 'steer me towards the {t}',
    ),
}
#: Full sentences; used without opening and ending.
TRAIN_SENTENCES = {
    TaskKind.PICK: (
        'i want the {t}', 'i need the {t}', 'i want the {t} in your hand', 'let me have the {t}',
        'the {t} should be lifted', 'have the {t} lifted up', 'i want to have the {t}',
        'the {t} please', 'could i have the {t}', 'may i have the {t}',
        'the {t} must be picked up', 'i need the {t} picked up',
        'i want to see the {t} in the air', 'lift, the {t}',
        'mind passing the {t} over', 'i could do with the {t}', 'could i have the {t} please',
        "i'd like the {t} in my hand", 'i need the {t} handed to me',
        'would you be so kind as to pass me the {t}', 'the {t} needs picking up',
        'it would be great to have the {t} handed over', '{t} in the gripper please',
        '{t} to my hand please', 'would you mind getting the {t} for me',
        "i'd like to be given the {t}",
    ),
    TaskKind.PLACE: (
        'the {t} belongs in the {d}', 'the {t} goes in the {d}', 'the {t} goes on the {d}',
        'the {t} should go into the {d}', 'i want the {t} in the {d}',
        'i want the {t} on the {d}', 'i need the {t} in the {d}', 'the {d} should hold the {t}',
        'make sure the {t} ends up in the {d}', 'the {t} has to be in the {d}',
        'let the {d} have the {t}', 'the {t} should lie on the {d}',
        'the {t}, put it in the {d}', 'i want to see the {t} in the {d}',
        'the {t} belongs on the {d}', 'the {t} should be put in the {d}',
        'the {t} needs to go on the {d}', '{t} into the {d} please', '{t} onto the {d}',
        'could you relocate the {t} to the {d}', 'the {d} is where i want the {t}',
        "let's have the {t} in the {d}", 'into the {d} with the {t}',
        'the {t} is to be placed in the {d}', 'could we get the {t} onto the {d}',
    ),
    TaskKind.PUSH: (
        'i want the {t} pushed {w}', 'i want the {t} moved {w}', 'the {t} should move {w}',
        'the {t} should go {w}', 'i need the {t} to move {w}', 'the {t} must slide {w}',
        'the {t} has to be pushed {w}', 'i want the {t} a little {w}', 'the {t}, push it {w}',
        "i'd like the {t} pushed {w}", "let's slide the {t} {w}", 'the {t} needs to move {w}',
        'the {t} needs pushing {w}', 'the {t} ought to be nudged {w}',
        'would you mind sliding the {t} {w}', 'could you kindly nudge the {t} {w}',
        "i'd be grateful to have the {t} moved {w}", 'the {t} is to be pushed {w}',
    ),
    TaskKind.POINT: (
        'where is the {t}', 'where is the {t}', "where's the {t}", 'where can i find the {t}',
        'where do you see the {t}', 'do you see the {t}? show me',
        'what is the position of the {t}', 'i am looking for the {t}',
        'i want to know where the {t} is', 'where did the {t} go',
        'where on the table is the {t}', "i can't find the {t}", 'do you know where the {t} is',
        'where would i find the {t}', 'where exactly is the {t}', 'i wonder where the {t} is',
        'what place is the {t} at', 'which thing is the {t}', 'which object is the {t}',
        'which thing here is the {t}', 'what do you call the {t}? show me',
        "i'm looking for the {t}", "i'd like to know where the {t} is",
        'the {t} should be pointed out to me', "i'd like to have the {t} pointed out",
        'whereabouts is the {t}', 'where has the {t} gone', 'which of these is the {t}',
        'mind showing me where the {t} is', '{t} where is it', "i've lost sight of the {t}",
        'please could you reveal where the {t} is', 'i want to see where the {t} is',
        'can you make out where the {t} is', 'i need to be shown the {t}', 'have you seen the {t}',
        'any idea where the {t} is',
    ),
}
TRAIN_OPENINGS = (
    'please', 'can you', 'could you', 'can you please', 'could you please', 'would you please',
    'i want you to', 'i need you to', "i'd like you to", 'now', 'robot,', 'hey robot,',
    'go ahead and', 'try to', 'kindly', 'okay,', 'next,', 'your task is to', 'you should',
    'will you', "let's", 'just', 'hello robot, please',
)
TRAIN_ENDINGS = (
    'please', 'now', 'for me', 'thanks', 'carefully', 'gently', 'quickly', 'slowly',
    'if you can', 'thank you', 'okay?', 'at once', 'immediately', 'straight away',
)
HELD_OUT_TEMPLATES = {
    TaskKind.PICK: (
        'could you fetch the {t}', 'raise the {t} off the table', 'collect the {t} for me',
        'would you hold up the {t}', 'retrieve the {t}',
    ),
    TaskKind.PLACE: (
        'transfer the {t} over to the {d}', 'set the {t} down inside the {d}',
        'deposit the {t} in the {d}', 'I would like the {t} to be in the {d}',
        'carry the {t} across to the {d}',
    ),
    TaskKind.PUSH: (
        'shove the {t} {w}', 'could you shift the {t} {w}', 'scoot the {t} {w}',
        'make the {t} go {w}',
    ),
    TaskKind.POINT: (
        'which one is the {t}', 'aim at the {t}', 'could you tell me where the {t} lies',
        'direct your hand at the {t}', 'locate the {t}',
    ),
}

TRAIN_DIRECTIONS = {
    Direction.LEFT: (
        'left', 'left', 'to the left', 'leftwards', 'to your left', 'toward the left',
        'to the left side', 'a bit left', 'towards the left side', 'a little to the left',
        'more to the left', 'off to the left',
    ),
    Direction.RIGHT: (
        'right', 'right', 'to the right', 'rightwards', 'to your right', 'toward the right',
        'to the right side', 'a bit right', 'towards the right side', 'a little to the right',
        'more to the right', 'off to the right',
    ),
    Direction.FORWARD: (
        'forward', 'forward', 'forwards', 'away from you', 'ahead', 'straight ahead',
        'to the front', 'away from the robot', 'a bit forward', 'a little forward',
        'more forward', 'onward', 'away from your base', 'far from you', 'far from the robot',
        'away from your body', 'in the direction away from you', 'more away from you',
    ),
    Direction.BACK: (
        'back', 'backward', 'backwards', 'towards you', 'toward you', 'closer to you',
        'to the robot', 'towards the robot', 'a bit back', 'nearer to you', 'a little back',
        'backwards a bit', 'in your direction', 'closer to your base', 'towards your body',
        'more towards you', 'near to the robot',
    ),
}
HELD_OUT_DIRECTIONS = {
    Direction.LEFT: ('leftward', 'over to the left'),
    Direction.RIGHT: ('rightward', 'over to the right'),
    Direction.FORWARD: ('further forward', 'farther away from yourself'),
    Direction.BACK: ('back towards yourself', 'to the back'),
}

TRAIN_OUT_OF_SCOPE = (
    'hello', 'hi there', 'how are you', 'what is the weather today', 'will it rain',
    'tell me a joke', 'sing a song', 'open the door', 'turn on the light',
    'switch off the radio', 'what time is it', 'who are you', 'what is your name',
    'how old are you', 'where do you live', 'what can you do', 'why is the sky blue',
    'explain gravity', 'what is two plus two', 'what is the capital of france', 'paint the {t}',
    'eat the {t}', 'break the {t}', 'throw the {t} at me', 'who made the {t}', 'i like the {t}',
    'the {t}', 'the {t} is nice', 'push the {t}', 'cut the {t} in half', 'wash the {t}',
    'buy a {t}', 'smash the {t}', 'destroy the {t}', 'crush the {t}', 'lick the {t}',
    'smell the {t}', 'hide the {t}', 'draw the {t}', 'melt the {t}', 'copy the {t}',
    'weigh the {t}', 'measure the {t}', 'bend the {t}', 'fix the {t}', 'open the {t}',
    'close the {t}', 'fill the {t}', 'empty the {t}', 'drink the {t}', 'steal the {t}',
    'heat the {t}', 'freeze the {t}', 'glue the {t} to the {u}', 'hit the {t} with the {u}',
    'balance the {t} on your head', 'juggle the {t} and the {u}', 'photograph the {t}',
    'dry the {t}', 'polish the {t}', 'dance with the {t}', 'talk to the {t}', 'feed the {t}',
    'marry the {t}', 'ask the {t}', 'do you like music', 'do you like the {t}', 'go home',
    'dance', 'asdf qwer', 'lorem ipsum dolor', 'blah blah blah', 'foo bar baz', 'call my mother',
    'play some music', 'count to ten', 'good morning', 'good night', 'thank you', 'thanks a lot',
    'well done', 'i am hungry', 'i love you', 'in the {d}', 'on the {d}', 'left', 'right',
    'to the left', 'go {w}', 'red', 'blue', 'green', 'yellow', 'do not pick up the {t}',
    'do not touch the {t}', 'do not push the {t} {w}', 'do not put the {t} in the {d}',
    'do not point at the {t}', 'never push the {t} {w}', 'never pick up the {t}',
    'never touch the {t}', 'you must not lift the {t}', 'you should not move the {t}',
    "don't put the {t} in the {d}", "don't grab the {t}", "don't touch the {t}",
    "don't take the {t}", "don't point at the {t}", "please don't lift the {t}",
    'please do not move the {t}', 'pick up anything but the {t}', 'grab anything except the {t}',
    'leave the {t} alone', 'leave the {t} where it is', 'stop touching the {t}',
    'let go of the {t}', 'no, not the {t}', 'not the {t}', 'ignore the {t}', 'forget the {t}',
    'refrain from pushing the {t}', 'under no circumstances lift the {t}',
    'i do not want the {t}', "i don't want the {t} in the {d}",
    'pick up the {t} and then push the {u} {w}', 'first point at the {t}, then grab the {u}',
    'pick up the {t} or the {u}', 'pick up the {t} and the {u}', 'grab both the {t} and the {u}',
    'put the {t} and the {u} in the {d}', 'push the {t} {w} and then lift it',
    'push the {t} {w}, then pick up the {u}', 'point at the {t} and at the {u}',
    'lift the {t}, then put the {u} in the {d}', 'swap the {t} and the {u}',
    'exchange the {t} with the {u}', 'sort the things by color', 'line up the {t} and the {u}',
    'pick up everything', 'clean the table', 'stack everything', 'put all of them in the {d}',
    'push everything {w}', 'push the {t} left and right', 'push the {t} forward and backward',
    'what color is the {t}', 'how big is the {t}', 'how heavy is the {t}',
    'how many objects are there', 'how many cubes do you see', 'is there a {t}',
    'is the {t} in the {d}', 'put the {t}', 'place the {t}', 'pick up', 'grab', 'push', 'point',
    'put it there', 'do it', 'do something', 'do nothing', 'delete all files', 'format the disk',
    'drive to the kitchen', 'walk to the window', 'fly away', 'pour the water', 'fold the towel',
    'close the drawer', 'make me a coffee', 'cook dinner', 'bake a cake',
    'turn the {t} upside down', 'spin the {t}', 'squeeze the {t} hard', 'shake the {t}',
    'flip the {t}', 'jump', 'run', 'sleep', 'wake up', 'sit down', 'zzz', 'qwerty uiop',
    'abc def ghi', 'beep boop', 'hmm', 'what', 'why', 'who', 'when did you see the {t}',
    'remember the {t}', 'compare the {t} to the {u}', 'build a tower', 'build a house',
    'read a book', 'send an email', 'check the news', 'book a flight', 'set an alarm',
    'shut down', 'restart the computer', 'water the plants', 'feed the cat', 'drop everything',
    'lend me some money', 'the {t} and the {u}',
    'the {t} is on the table', 'there is a {t}', 'i see a {t}', 'my favorite is the {t}',
    'my hand is cold',
)
HELD_OUT_OUT_OF_SCOPE = (
    'what do you think of the {t}', 'burn the {t}', 'who won the game yesterday',
    'write me a poem', 'order a pizza', 'avoid the {t}', 'stay away from the {t}',
    "don't move the {t} {w}", 'keep your hands off the {t}', 'kick the {t} out of the window',
    'xkcd plugh', 'grab the {t} followed by the {u}', 'translate this to french',
    'tidy up the room', 'swim across the lake', 'describe the picture', 'sell the {t}',
    'unlock the car',
)
