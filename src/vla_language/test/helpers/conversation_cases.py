# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Commands in conversation, with the meanings that they must get; form as in `command_cases`."""

# The tables keep several entries per line.
# fmt: off

CONVERSATION = {
    # What is said beside the order.
    "I'd put the yellow ball in the red bowl if I could reach, so please do it for me.":
        'place yellow/sphere in red/bowl',
    'dude put the white cylinder on the blue plate': 'place white/cylinder on blue/plate',
    'throw the green ball into the red bowl': 'place green/sphere in red/bowl',
    'the ball, the red one, put it on the white plate': 'place red/sphere on white/plate',
    'hoist the white cube into the air': 'pick white/cube',
    'please leave the blue cube on the yellow plate': 'place blue/cube on yellow/plate',
    'put the can on the red plate, no, the blue plate': 'place */cylinder on blue/plate',
    'whichever cube is closest to the right edge, grab that': 'pick */cube rightmost',
    'anything except the blue ball and the orange cylinder, pick it up':
        'pick */* any -blue/sphere -orange/cylinder',
    # Wishes that say where an object is to be.
    'I want to see the red cube sitting on the black cylinder.':
        'place red/cube on black/cylinder',
    'i need the orange sphere sitting in front of the purple cube':
        'place orange/sphere in_front_of purple/cube',
    'I want you to show me the red ball resting on the plate.': 'point red/sphere [on */plate]',
    "I'd hate to see the red cube fall, put it in the bowl.": 'place red/cube in */bowl',
    'I need the ball resting on the plate': 'pick */sphere [on */plate]',
    'I want the red cube sitting on the plate lifted': 'pick red/cube [on */plate]',
    # Orders with a subject.
    'you will lift for me the white sphere yes': 'pick white/sphere',
    'you will push the green ball to the left please': 'push green/sphere left',
    # Keys and values.
    'target = black cube, action = pick': 'pick black/cube',
    'task: place / object: red cube / goal: green bowl': 'place red/cube in green/bowl',
    # Groups and choices.
    'three cubes in a row, grab the middle one': 'pick */cube middle',
    'get a cube, any one of them will be fine': 'pick */cube any',
    'Which of the cylinders is closest to the green bowl? Pick it up.':
        'pick */cylinder [next_to green/bowl]',
    # A relation in contrast to another one; tag questions.
    'Set the yellow cube next to the green bowl, not in it.':
        'place yellow/cube next_to green/bowl',
    'put the ball beside the bowl but not in it, please': 'place */sphere next_to */bowl',
    'set the green ball in front of the dish rather than in it':
        'place green/sphere in_front_of */bowl+plate',
    'Put the red can next to the white plate, on its right side.':
        'place red/cylinder right_of white/plate',
    'not the red ball but the green one, lift it': 'pick green/sphere -red/sphere',
    'From right to left, lift the second can.': 'pick */cylinder rightmost 2',
    'grab anything at all except the ball': 'pick */* any -*/sphere',
    # Assistants by name, elongated fillers, and what was said before.
    'alexa, lift the green ball': 'pick green/sphere',
    'ok google put the red can on the plate': 'place red/cylinder on */plate',
    'ummm put the blue ball onto the white plate': 'place blue/sphere on white/plate',
    'Forget what I said before, push the red can forward.': 'push red/cylinder forward',
    'You must not forget to put the white ball in the bowl.': 'place white/sphere in */bowl',
    'Do nothing except lift the green cube.': 'pick green/cube',
    "Don't wait for us, lift the green cube.": 'pick green/cube',
    'make sure to put the red ball in the bowl': 'place red/sphere in */bowl',
    'Nurse here, please lift the white can': 'pick white/cylinder',
    'What a lovely ball! Lift it.': 'pick */sphere',
    'If I were you I would tidy up, so why not put the red ball in the bowl?':
        'place red/sphere in */bowl',
    'hey robots, pick up the ball': 'pick */sphere',
    'as I said to him, lift the ball': 'pick */sphere',
    'Moving the ball to the left would be great': 'push */sphere left',
    'pushing the red can left is what I need': 'push red/cylinder left',
    'just lift a can, any can will do': 'pick */cylinder any',
    "grab the ball that ain't in the dish":
        'pick */sphere -*/* [in */bowl+plate]',
    'push the red can left a ways': 'push red/cylinder left',
    'bring the blue can right up to the near edge': 'place blue/cylinder @near_edge',
    'Anything except a ball will do, just lift something.': 'pick */* any -*/sphere',
    'push the blue thing closest to the left edge forward': 'push blue/* leftmost forward',
    'put the red ball on the plate that is still free':
        'place red/sphere on */plate -*/* [containing */*]',
    'Move yellow cylinder to the near edge, right by your base':
        'place yellow/cylinder @near_edge',
    'put the red ball into a bowl, any one': 'place red/sphere in */bowl any',
    'push the pitch-black ball toward the chalk-white bowl':
        'push black/sphere towards white/bowl',
    'I need first of all the blue ball, so pick it up.': 'pick blue/sphere',
    'Set the green ball onn the white plate.': 'place green/sphere on white/plate',
    'point out the can to my new colleague': 'point */cylinder',
    # Directions and places with further words.
    'Push the green ball straight ahead of you.': 'push green/sphere forward',
    'slide the red can to your left, straight across': 'push red/cylinder left',
    'slide the red can right, only a bit': 'push red/cylinder right',
    'put the blue cube all the way out at the far edge': 'place blue/cube @far_edge',
    'take the ball to the edge close to you and leave it there': 'place */sphere @near_edge',
    'the ball thats farthest to the right, lift it': 'pick */sphere rightmost',
    'point at the dish that has not got anything in it':
        'point */bowl+plate -*/* [containing */*]',
    'not the red one and not the blue one, lift the remaining cube':
        'pick */cube -red/* -blue/*',
    "Time to pick up the jet-black cylinder, don't you agree?": 'pick black/cylinder',
    'Get me a closer look at the ball, please, pick it up.': 'pick */sphere',
    'get the blue brick on top of the white barrel': 'place blue/cube on white/cylinder',
    # Degrees and onlookers.
    'the lemon colored cylinder just lift it a bit': 'pick yellow/cylinder',
    'point out the violet sphere to everyone watching': 'point purple/sphere',
}
