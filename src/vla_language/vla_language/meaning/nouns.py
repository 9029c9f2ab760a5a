# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Lexicon of nouns and of adjectives of shape."""

# The tables keep several entries per line.
# fmt: off

#: Nouns of one shape; compounds with these as their last word have the same shape.
SHAPE_NOUNS = {
    'cube': (
        'cube', 'block', 'box', 'cuboid', 'die', 'dice', 'square', 'carton', 'package', 'packet',
        'hexahedron', 'chest', 'slab', 'tile', 'ingot', 'chunk', 'case', 'trunk', 'domino',
        'coffer', 'toolbox', 'lunchbox', 'shoebox', 'matchbox', 'mailbox', 'safe', 'locker',
        'cabinet', 'briefcase', 'cage', 'vault', 'console', 'bale', 'bundle', 'plank', 'paver',
        'cobblestone', 'pedestal', 'plinth', 'voxel', 'tofu', 'fudge', 'caramel', 'brownie',
        'marshmallow', 'crouton', 'rectangle', 'quadrilateral', 'strongbox', 'cashbox', 'icebox',
        'snuffbox', 'ice cube', 'sugar cube',
        'bar of soap', 'paving stone', 'square peg', 'square piece', 'lego', 'lego piece',
    ),
    'cylinder': (
        'cylinder', 'cyl', 'can', 'tube', 'barrel', 'pillar', 'column', 'roll', 'pipe', 'jar',
        'cask',
        'spool', 'pole', 'rod', 'tower', 'vat', 'tank', 'silo', 'post', 'peg', 'log', 'stump',
        'cork', 'thermos', 'flask', 'tumbler', 'stick', 'baton', 'shaft', 'reel', 'bobbin', 'coil',
        'roller', 'battery', 'candle', 'cigar', 'hydrant', 'bollard', 'churn', 'bucket', 'pail',
        'urn', 'beaker', 'vial', 'cartridge', 'capsule', 'piston', 'axle', 'spindle', 'pin',
        'skittle', 'truncheon', 'mast', 'flagpole', 'lamppost', 'chimney', 'smokestack', 'conduit',
        'sleeve', 'drainpipe', 'scroll', 'puck', 'lipstick', 'cigarette', 'salami', 'sausage',
        'timber', 'rung', 'pier', 'obelisk', 'turret', 'lighthouse', 'boiler', 'nozzle',
        'hogshead', 'jug', 'pitcher', 'drum', 'tin', 'canister', 'keg', 'round block', 'round bar',
        'round box', 'round pillar',
        'round column', 'round post', 'round rod', 'round tube', 'round peg', 'cheese wheel',
        'rolling pin', 'bowling pin', 'test tube', 'roller bearing', 'tree trunk', 'pipe section',
        'pill bottle', 'stick of chalk', 'wooden bar', 'metal bar',
    ),
    'sphere': (
        'sphere', 'ball', 'pearl', 'bubble', 'spheroid', 'pellet', 'football', 'basketball',
        'cannonball', 'baseball', 'volleyball', 'bauble', 'droplet', 'blob', 'bobble', 'pom pom',
        'gumball', 'jawbreaker', 'planet', 'moon', 'sun', 'balloon', 'dot', 'gobstopper',
        'boulder', 'spherule', 'circle', 'roundel', 'globule', 'glob', 'pea', 'grape', 'softball',
        'handball', 'dodgeball', 'kickball', 'snowball', 'meatball', 'mothball', 'pinball',
        'paintball', 'fireball', 'eyeball', 'hailstone', 'raindrop', 'dewdrop', 'buckshot',
        'asteroid', 'comet', 'pill', 'lozenge', 'bubblegum', 'jelly bean', 'bonbon', 'truffle',
        'atom', 'nucleus', 'ovoid', 'ellipsoid', 'shot put', 'ball bearing', 'round stone',
        'round candy', 'round sweet', 'round lump', 'round body', 'christmas ornament',
        'ball of yarn', 'superball', 'billiard',
    ),
    'bowl': (
        'bowl', 'tub', 'pot', 'basin', 'washbasin', 'washbowl', 'soup bowl', 'salad bowl',
        'tureen',
    ),
    'plate': ('plate', 'platter', 'saucer', 'dinner plate', 'salver'),
}
#: Nouns that fit several shapes.
SHAPE_SETS = {
    ('bowl', 'plate'): (
        'dish', 'tray', 'receptacle', 'vessel', 'crockery', 'dishware', 'tableware', 'holder',
    ),
    ('bowl', 'cube', 'cylinder', 'plate'): ('container',),
}
#: Nouns of any object.
ANY_NOUNS = frozenset(
    'one ones object objects thing things item items piece thingy thingamajig thingie something '
    'anything stuff shape form toy guy fellow body gadget doohickey entity whatever what'.split()
)
#: Adjectives that name a shape.
SHAPE_ADJECTIVES = {
    'cubic': 'cube', 'cubical': 'cube', 'boxy': 'cube', 'blocky': 'cube', 'square': 'cube',
    'rectangular': 'cube', 'cylindrical': 'cylinder', 'tubular': 'cylinder',
    'spherical': 'sphere', 'round': 'sphere', 'rounded': 'sphere', 'globular': 'sphere',
    'spheroidal': 'sphere', 'globose': 'sphere',
}
#: Words between a noun of a shape and the object: "cube shaped thing", "ball like object".
SHAPE_SUFFIXES = frozenset('shaped shape like esque form formed'.split())
#: Everyday nouns of objects that no scene contains, although compounds or the dictionary may
#: suggest a shape.
OTHER_NOUNS = frozenset(
    'bottle cup mug glass pan pen pencil book phone table desk chair lid spoon fork knife '
    'pyramid cone ring prism star wheel coin button disk disc egg donut basket bin bag hand arm '
    'gripper robot camera tape shoe straw poster cake wand stool pulley subway hose'.split()
)
