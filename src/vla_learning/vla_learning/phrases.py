# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
The words of commands, apart for training and for held-out tests.

``{t}`` stands for the target, ``{d}`` for the destination, ``{w}`` for a direction. Nothing in a
HELD_OUT table occurs in a TRAIN table, which a test asserts.
"""

from vla_policy.vocabulary import Direction
from vla_policy.vocabulary import TaskKind

COLORS = ('red', 'green', 'blue', 'yellow', 'orange', 'purple', 'white', 'black')
CLASSES = ('cube', 'cylinder', 'sphere', 'bowl', 'plate')
OBJECT_CLASSES = CLASSES[:3]

#: (color, class) pairs that no training command names as its target.
HELD_OUT_PAIRS = frozenset(
    [('red', 'sphere'), ('blue', 'cube'), ('green', 'cylinder'), ('purple', 'cylinder')]
)

TRAIN_NOUNS = {
    'cube': ('cube', 'cube', 'block', 'box'),
    'cylinder': ('cylinder', 'cylinder', 'can', 'tube'),
    'sphere': ('sphere', 'sphere', 'ball', 'orb'),
    'bowl': ('bowl', 'bowl', 'basin'),
    'plate': ('plate', 'plate', 'tray'),
}
#: Receptacles keep their names: other words for them mean either.
HELD_OUT_NOUNS = {
    'cube': ('brick',),
    'cylinder': ('tin', 'drum'),
    'sphere': ('globe', 'marble'),
}
#: Said of a graspable object when only its color is named.
ANY_OBJECT = ('one', 'object', 'thing', 'item')

TRAIN_TEMPLATES = {
    TaskKind.PICK: (
        'pick up the {t}', 'pick up the {t}', 'grab the {t}', 'lift the {t}', 'take the {t}',
        'get the {t}', 'please pick up the {t}', 'pick the {t} up', 'grasp the {t} and lift it',
        'can you pick up the {t}', 'lift up the {t} please', 'I want the {t}', 'give me the {t}',
        'i need you to grab the {t}', 'take hold of the {t}',
    ),
    TaskKind.PLACE: (
        'put the {t} in the {d}', 'put the {t} in the {d}', 'place the {t} in the {d}',
        'put the {t} on the {d}', 'place the {t} on the {d}', 'move the {t} to the {d}',
        'pick up the {t} and place it in the {d}', 'drop the {t} into the {d}',
        'please put the {t} onto the {d}', 'lay the {t} in the {d}', 'bring the {t} to the {d}',
        'can you put the {t} into the {d}', 'take the {t} and put it on the {d}',
        'in the {d} put the {t}', 'the {t} belongs in the {d}',
    ),
    TaskKind.PUSH: (
        'push the {t} {w}', 'push the {t} {w}', 'slide the {t} {w}', 'move the {t} {w}',
        'nudge the {t} {w}', 'please push the {t} {w}', 'give the {t} a push {w}',
        'can you slide the {t} {w}', 'push {w} the {t}', 'i want the {t} pushed {w}',
    ),
    TaskKind.POINT: (
        'point at the {t}', 'point at the {t}', 'point to the {t}', 'show me the {t}',
        'where is the {t}', 'indicate the {t}', 'please point at the {t}',
        'can you show me where the {t} is', 'point out the {t}', 'hover over the {t}',
    ),
}
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
    Direction.LEFT: ('left', 'to the left', 'leftwards', 'to your left'),
    Direction.RIGHT: ('right', 'to the right', 'rightwards', 'to your right'),
    Direction.FORWARD: ('forward', 'forwards', 'away from you', 'ahead'),
    Direction.BACK: ('back', 'backward', 'backwards', 'towards you'),
}
HELD_OUT_DIRECTIONS = {
    Direction.LEFT: ('leftward', 'over to the left'),
    Direction.RIGHT: ('rightward', 'over to the right'),
    Direction.FORWARD: ('further forward', 'farther away from yourself'),
    Direction.BACK: ('back towards yourself', 'to the back'),
}

#: Things that no scene holds.
TRAIN_STRANGERS = (
    'banana', 'cup', 'mug', 'apple', 'book', 'pen', 'pencil', 'phone', 'dog', 'cat', 'car',
    'bottle', 'spoon', 'fork', 'knife', 'shoe', 'hat', 'key', 'chair', 'lamp', 'pyramid', 'cone',
    'star', 'ring', 'horse', 'bird', 'tomato', 'carrot', 'screwdriver', 'wrench', 'toy', 'sponge',
    'bear', 'lion', 'fish', 'laptop', 'clock', 'glove', 'sock', 'towel', 'bread', 'egg', 'tree',
    'flower', 'boat', 'train', 'guitar', 'camera', 'candle', 'coin', 'donut', 'cookie',
)
HELD_OUT_STRANGERS = (
    'elephant', 'giraffe', 'hammer', 'orange juice', 'sandwich', 'backpack', 'umbrella',
    'scissors', 'teapot', 'violin', 'kettle', 'lemon', 'dinosaur', 'television', 'wallet',
)

TRAIN_NONSENSE = (
    'hello', 'how are you', 'what is the weather today', 'tell me a joke', 'sing a song',
    'open the door', 'turn on the light', 'what time is it', 'paint the {t}', 'eat the {t}',
    'break the {t}', 'throw the {t} at me', 'who made the {t}', 'i like the {t}', 'the {t}',
    'the {t} is nice', 'push the {t}', 'cut the {t} in half', 'wash the {t}', 'buy a {t}',
    'do you like music', 'go home', 'dance', 'asdf qwer', 'lorem ipsum dolor', 'blah blah blah',
    'call my mother', 'play some music', 'count to ten', 'good morning', 'thank you', 'in the {d}',
    'do not pick up the {t}', 'do not touch the {t}', 'never push the {t} {w}',
    "don't put the {t} in the {d}", "don't grab the {t}", 'pick up anything but the {t}',
    'leave the {t} alone', 'pick up the {t} and then push the {u} {w}',
    'first point at the {t}, then grab the {u}', 'pick up the {t} or the {u}',
    'pick up the {t} and the {u}', 'pick up everything', 'clean the table', 'stack everything',
    'put all of them in the {d}', 'push the {t} left and right', 'what color is the {t}',
    'how many objects are there', 'is there a {t}', 'put the {t}', 'delete all files',
    'drive to the kitchen', 'pour the water', 'fold the towel', 'close the drawer',
    'turn the {t} upside down', 'spin the {t}', 'squeeze the {t} hard', 'jump', 'run', 'zzz',
)
HELD_OUT_NONSENSE = (
    'what do you think of the {t}', 'burn the {t}', 'who won the game yesterday',
    'write me a poem', 'order a pizza', 'avoid the {t}', 'stay away from the {t}',
    "don't move the {t} {w}", 'keep your hands off the {t}', 'kick the {t} out of the window',
    'xkcd plugh', 'grab the {t} followed by the {u}', 'translate this to french',
    'tidy up the room', 'swim across the lake', 'describe the picture', 'sell the {t}',
    'unlock the car',
)
