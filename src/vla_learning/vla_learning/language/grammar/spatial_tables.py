# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Words for relations, superlatives, directions and places of the table."""

from vla_language.meaning.spatial_phrases import load_phrases

# The tables keep several entries per line.
# fmt: off

#: Relation of an object to a landmark where it lies now.
LOCATIONS = {
    'in': "in|inside|within|inside of|that is in|that's in|lying in|sitting in|which is inside|"
          'resting in|that sits in|from|out of|in the middle of',
    'on': "on|on top of|that's on|sitting on|lying on|that is on|resting on|which is on|atop|off",
    'next': "next to|beside|near|by|close to|alongside|nearest to|closest to|that's next to|"
            'that is near|which is beside|adjacent to|right next to|nearest|closest|touching|'
            'closer to|that is closest to|standing by|besides|next door to|side by side with|'
            'right up against|up against|shoulder to shoulder with|in the company of|bordering|'
            'neighboring|flush with|immediately beside|keeping company with|hard by|'
            'standing next to|right by|that touches|hugging|'
            'that stands shoulder to shoulder with|huddled up to|leaning on',
    'left': "left of|to the left of|on the left of|on the left side of|that's left of|"
            'that is to the left of|just left of|immediately left of|directly left of|'
            'on the left hand side of|off to the left of|immediately to the left of|'
            'to the left hand side of|a bit to the left of|sitting left of|left hand of',
    'right': "right of|to the right of|on the right of|on the right side of|that's right of|"
             'which is to the right of|immediately right of|directly right of|just right of|'
             'on the right hand side of|off to the right of|immediately to the right of|'
             'to the right hand side of|a bit to the right of|sitting right of|right hand of',
    'front': "in front of|that's in front of|before|just in front of|that is in front of",
    'behind': "behind|in back of|that's behind|right behind|at the back of|that is behind|beyond",
    'between': "between|in between|that's between|that is between",
    'under': 'under|beneath|below|underneath', 'above': 'above|over',
    'away': 'farthest from|furthest from|far from|away from|furthest away from',
}
#: Relation of a destination.
GOALS = {
    'in': 'in|into|inside|within|inside of|down in|to|over to|in|into|in to|down into|deep inside',
    'on': 'on|onto|on top of|upon|on to|atop|down on|on|onto|over',
    'next': 'next to|beside|near|close to|by|alongside|right next to|adjacent to|up against|'
            'up next to|by the side of|in the vicinity of|close by|right beside|side by side with|'
            'next door to|up close to|hard by|snug against|shoulder to shoulder with|flush with|'
            'immediately next to|in the company of|as a neighbour of',
    'left': 'left of|to the left of|on the left of|on the left side of|just left of|'
            'on the left hand side of|immediately left of|directly to the left of',
    'right': 'right of|to the right of|on the right side of|on the right of|just right of|'
             'on the right hand side of|immediately right of|directly to the right of',
    'front': 'in front of|before|right in front of',
    'behind': 'behind|in back of|at the back of|just behind',
    'between': 'between|in between', 'under': 'under|underneath|beneath|below', 'above': 'above',
    'away': 'away from|far from', 'towards': 'towards|toward|up to|in the direction of',
}
PUSH_GOALS = (
    'toward|towards|up to|against|closer to|nearer to|next to|over to|in the direction of|'
    'to the left of|to the right of|in front of|behind|beside|near|away from|just left of|'
    'slightly right of|by|alongside|over towards|close to'
)
SUPERLATIVES = {
    'leftmost': 'leftmost|left|left hand|far left|furthest left|left most|extreme left|'
                'left - most',
    'rightmost': 'rightmost|right|right hand|far right|furthest right|right most|extreme right|'
                 'right - most',
    'nearest': 'nearest|closest|closer|front|nearer|frontmost|near|near|nearby|close',
    'farthest': 'farthest|furthest|most distant|back|rear|remotest|farther|far|far|distant',
    'middle': 'middle|central|center|centre|middlemost|centermost',
    'size': 'biggest|largest|bigger|larger|tallest|taller|highest|widest|smallest|smaller|tiniest|'
            'shortest|heaviest|lightest|oldest|newest|prettiest|roundest|brightest|cheapest|other|'
            'other|most expensive|darkest|ugliest|best|hottest|softest|fastest|strongest',
    'ordinal': 'first|second|third|last|fourth|2nd|3rd|1st|next|second to last|fifth|final|'
               'very first|very last',
}
SUPERLATIVE_PHRASES = {
    'leftmost': 'on the left|on the far left|to the left|furthest to the left|at the left end|'
                'on your left|on the left hand side|all the way on the left|on the left side|'
                'farthest to the left|farthest left|furthest left|all the way to the left|'
                'all the way over on the left|most to the left|to your left|that is on the left|'
                "that's furthest to the left|which is leftmost|that is leftmost|over on the left",
    'rightmost': 'on the right|on the far right|to the right|furthest to the right|'
                 'at the right end|on your right|on the right hand side|on the right side|'
                 'farthest to the right|farthest right|furthest right|all the way to the right|'
                 'all the way over on the right|most to the right|to your right|'
                 'that is on the right|'
                 "that's furthest to the right|which is rightmost|that is rightmost|"
                 "over on the right|at the far right end|on the extreme right|out on the right|"
                 'at the very right|lying rightmost|at the right side|to your far right|'
                 'on the right end|standing rightmost|on your far right',
    'nearest': 'closest to you|nearest to you|in front|at the front|closest to the robot|'
               "nearest the arm|closest to your base|that's nearest to you|near you|by you|"
               'that is closest to you|which is nearest to you|that is in front|'
               'closest to the base|'
               'nearest to the base|nearest the base|closest to yourself|nearest to yourself|'
               "that's closest to you|that's closest|that is nearest|closest to the arm|"
               "nearest you|"
               'closest to the gripper|right in front of you|nearer to you|closer to you|'
               'at the near end|that is nearer to you|'
               'nearer to the robot|nearer your base|closest to yourself|nearest to yourself|'
               'at the near side|on the near side|which is closest to the robot',
    'farthest': 'at the back|farthest away|furthest from you|in the back|at the far end|'
                'that is farthest away|furthest away from you|at the rear|far away from you|'
                'that is furthest away|which is farthest from you|farthest from the base|'
                "furthest from the robot|that's farthest away|that's furthest from you|"
                'farthest from yourself|way at the back|that is at the back|most distant from you|'
                'farther away|further away|further from you|farther from you|on the far side|'
                'at the far side|that is further away|furthest out|'
                'farther from your base|at the very back',
    'middle': 'in the middle|in the center|in the centre|at the center|that is in the middle|'
              "that's in the middle|in the middle of the row",
    'corner': 'in the far left corner|in the far right corner|in the near left corner|'
              'in the near right corner|in the corner nearest to you on the left|'
              'in the back left corner|in the back right corner|in the front left corner|'
              'in the front right corner|in the left back corner|in the right front corner|'
              'in the corner on your right , closest to you|in the far corner on the left|'
              'in the near corner on your right|in the farthest left corner|'
              'in the corner furthest from you on the right|in the rear right hand corner|'
              'over in the far left hand corner|in the nearest right corner|'
              'sitting in the far right corner|in the left hand corner at the back',
    'ordinal': 'from the left|from the right|from left|from the right side|from right|'
               'from your left|from the left end|counting from the right|in the row from the left|'
               'on the left|from the front|from the back|from the near side|from the far side|'
               'from the base|from the left hand side|counting from the left|'
               'when counting from the left|'
               'from your right|starting from the left|starting from the right|in from the left',
}
DIRECTIONS = {
    'left': 'left|to the left|leftwards|to your left|toward the left|towards the left side|'
            'a bit left|a little to the left|leftward|to the left hand side|over to the left|'
            'in the left direction|slightly left|some way to the left|to the left a bit|'
            'left a little|more to the left|further left|a tad to the left|a touch left|'
            'a hair to the left|two inches to the left|a few centimeters left|five cm to the left|'
            'leftward a bit|left please|one step left|to the left side|left by a bit|'
            'off to the left|at the left side|in the leftward direction|out to the left|'
            'towards your left|left by a touch|leftwards a bit|to left',
    'right': 'right|to the right|rightwards|to your right|toward the right|a bit right|'
             'towards the right side|a little to the right|rightward|over to the right|'
             'slightly right|some way to the right|to the right a bit|right a little|'
             'more to the right|further right|to the right hand side|a tad to the right|'
             'a smidge right|three inches right|a couple of centimeters to the right|'
             'some more to the right|right side|one step to the right|off to the right|'
             'right by a bit|at the right side|in the rightward direction|out to the right|'
             'towards your right|right by a touch|rightwards a bit|to right',
    'forward': 'forward|forwards|away from you|ahead|straight ahead|away from yourself|'
               'farther away|further away from you|away from the robot|to the front|outwards|away|'
               'a bit forward|further away|frontwards|in the forward direction|'
               'away from your base|onward|a tad forward|a few inches forward|'
               'ten centimeters forward|straight forward|to the far side|ahead a bit|'
               'farther from you|away from your body|further forward|out ahead|onward , away|'
               'out away from you|forward , away from you|off away from you|forwards a touch',
    'back': 'back|backwards|backward|towards you|toward yourself|closer to you|towards your base|'
            'closer to yourself|nearer to the robot|to the back|towards the robot|back a bit|'
            'a little back|in your direction|rearward|closer|nearer to you|back toward you|nearer|'
            'a tad closer|a few centimeters back|back by a bit|two cm closer to you|straight back|'
            'to the near side|further back|toward your body|to you|in the direction of your base|'
            'back toward yourself|back to you|in towards you|back in your direction|'
            'back towards your base|over to you',
    'other': 'up|upwards|down|sideways|diagonally|north|clockwise|around|in circles|uphill|'
             'inwards|everywhere|somewhere|anywhere|aside|southwest|to the east|towards me|'
             'to my left|toward me|away from me|closer to me|on my right|in a zigzag|up a bit|'
             'downwards|left and right|back and forth|to and fro|up and down|in a circle|'
             'towards the door|toward the window|off|over|through|into the corner|out|in|'
             'over there|there',
}
#: Names of the table on which everything lies.
TABLES = (
    'the table|the table|the tabletop|the desk|the bench|the workbench|the counter|the countertop|'
    'the worktop|the surface|the work surface|the table top|the board|its spot|its place|'
    'the desktop|'
    'where it is|where it lies|where it sits|there|the ground|your table|the table please'
).split('|')
#: Openings that say from where a row is counted, for an ordinal in the description behind.
COUNTING = (
    'count from the left and|counting from the left ,|count along from the left and|'
    'count from the right and|counting from the right ,|count along from the right and|'
    'starting on the left ,|starting from the right ,|from the left ,|'
    'from the right ,|counting from your left ,|counting from the front ,|counting from the back ,'
).split('|')
#: Places of the table: relation words, then the place.
PLACES = (
    ('to|in|at|on|towards|over to|into|right in|down in|down at',
     'the center of the table|the middle of the table|the center|the middle|the table center|'
     'the centre of the table|the middle of the desk|the centre|the dead center|'
     'the center of the workspace|the middle of the board|the center of the board|'
     'the very middle of the table|the middle of the tabletop'),
    ('to|at|on|near|towards|by|over to|down by|down at|over at|close to|along|'
     'next to|up to|beside',
     'the left edge|the right edge|the left side of the table|the right side of the table|'
     'the far edge|the near edge|the edge of the table|the far end of the table|'
     'the front edge of the table|the back of the table|the left edge of the table|'
     'the right edge of the table|the far side|the near side|the near edge of the table|'
     'the far edge of the table|the far side of the table|the left hand edge|the right hand edge|'
     'the back edge|the front edge|the edge nearest you|the edge closest to you|'
     'the left hand side of the table|the right hand side of the table|the left end of the table|'
     'the right end|the left border|the near end of the table|the back edge of the table|'
     'the front of the table|the far left edge|the nearest edge|the farthest edge'),
)
# fmt: on


def _add_phrases(table: dict[str, str], prefix: str = '') -> None:
    """
    Extend the entries of a table by the phrases that the closed classes accept as a whole.

    Half of the draws are from the table, whose phrases are the most frequent ones.
    """
    for kind, entry in table.items():
        if phrases := load_phrases().get(f'{prefix}{kind}'):
            repeats = max(1, round(len(phrases) / (entry.count('|') + 1)))
            table[kind] = '|'.join((*[entry] * repeats, *phrases))


_add_phrases(LOCATIONS, 'at_')
_add_phrases(GOALS, 'to_')
_add_phrases(GOALS)
_add_phrases(SUPERLATIVE_PHRASES)
_add_phrases(SUPERLATIVES, 'adj_')
_add_phrases(DIRECTIONS, 'dir_')
PUSH_GOALS = '|'.join((PUSH_GOALS, *load_phrases()['towards']))
#: Places of the table as whole phrases.
PLACE_PHRASES = tuple(
    phrase
    for name, phrases in load_phrases().items()
    if name.startswith('place_')
    for phrase in phrases
)
