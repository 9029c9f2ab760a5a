# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Texts that name a task and order nothing, with the reasons that are true."""

# The tables keep several entries per line.
# fmt: off

STATEMENTS = {
    'my brother said to me, lift the green ball': 'report',
    'clever robots put the ball in the bowl by themselves': 'report',
    'sliding the red can to the right is what we did all day': 'report',
    'put the red cube on the plate? under no circumstances!': 'negated',
    'lift the blue ball? certainly not.': 'negated',
    "lift the ball? don't bother, thanks": 'negated',
    'lift the ball. forget what I said, thanks': 'negated',
    'never mind the last order to lift the ball, wait': 'negated',
    'ignore everything red, lift the ball': 'unaccounted_word',
    'Tom must not forget to put the ball in the bowl': 'negated',
    'he must not fail to lift the ball': 'negated',
    'my sister always said to me, push the red can left': 'report',
    'Anna, I shall put the red cube on the plate myself': 'report',
    'Had I been there, the red ball would be in the bowl': 'conditional',
    'whoever puts the black cube in the bowl wins': 'report',
    'ask my colleague to put the red ball in the bowl': 'report',
    'Doctor Smith, please hold the green cube up': 'report',
    'what a silly idea, dropping the ball into the bowl!': 'report',
    'I wish somebody would put the ball in the bowl': 'report',
    'as if I would let you stack the white cube on the red one': 'report',
    'the manual gives an example: pick up the red ball': 'report',
    'word has it that you will put the ball in the bowl': 'report',
    'lift the red ball? Me? Not today.': 'report negated',
}
