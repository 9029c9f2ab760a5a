# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Closed word classes of commands: function words, verbs, colors, negations, corrections."""

from vla_language.meaning.english_words import IRREGULAR_FORMS

# The tables keep several entries per line.
# fmt: off


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ARTICLES = _words('a an the this that these those my your our his her its their some any')
PRONOUNS = _words('it them they him one ones itself that this something anything')
#: Words that carry no content of their own.
FUNCTION_WORDS = ARTICLES | PRONOUNS | _words(
    'no not every each all both he she i you we me us and but or so if when while as than then '
    'of in into on onto to toward towards at by for from with without about above over under '
    'below beneath behind beside besides between near next inside within outside off up down out '
    'through across along around against among after before until unless because since is are '
    'was were be been being am do does did done have has had will would shall should can could '
    'may might must here there now just only also too very more most less least other another '
    'same such own either neither nor let lets who whom whose which what where when why how '
    'atop upon via per like underneath alongside aside away beyond versus vs amid ok '
    'everything everyone everybody nobody somebody someone anyone anybody whether though although '
    'during despite except them mine yours ours theirs myself yourself himself herself itself '
    'ourselves yourselves themselves ought whoever whatever whichever wherever whenever however '
    'somewhere anywhere everywhere nowhere could been than'
)
#: Polite words, greetings and interjections.
FILLERS = _words(
    'please pls plz kindly thanks thank thx cheers hi hey hello yo dear robot robots bot buddy '
    'mate friend pal sir okay ok okey alright right well um uh uhm ehm er erm hmm hm oh ah oops '
    'ya u ur yes yeah yep sure gonna wanna gotta gimme lemme dunno asap everybody maybe perhaps '
    'ta ugh argh blimey crikey gosh wow phew sigh lol fr tbh idc idk kk xx innit oi righto '
    'hiya heya alrighty eh anyway madam mum cos coz nah rn ty tysm thnx fam bro dude bruh bestie '
    'luv hun hon babe plis plss ngl pronto sharpish stat rq yay aye hm n mr mrs hmmm ooh '
    "hehe hehehe heehee hee heh haha hahaha ha aha tee lol lmao mwah och ach aargh yippee "
    "hooray hurrah tada voila ahem psst yoo hoo vroom brum broom beep boop boing zoom whoosh choo "
    "already bitte danke gracias merci prego s'il te plait vous por favor d'you d'ya y'all ye "
    'm8 lo behold hark alas verily prithee pray forsooth thankyou tbf obvs ofc tho guv guvnor '
    'chief boss captain '
    'skipper comrade amigo sunshine sweetheart honey chap folks '
    "mister ma'am champ matey ahoy ciao capisce savvy laddie lassie lass darling sweetie hen pet"
)
CONTRACTIONS = _words(
    "don't doesn't didn't isn't aren't wasn't weren't won't can't cannot couldn't wouldn't "
    "shouldn't mustn't needn't hasn't haven't hadn't ain't i'd i'm i'll i've you're you'd you'll "
    "we're we'd we'll let's it's that's there's here's where's what's who's which's how's "
    'dont doesnt didnt isnt arent wasnt wont cant couldnt wouldnt shouldnt mustnt wheres whats '
    "thats im ive id youre s t d ll ve re m n a i 's 'd 'm 'll 're 've n't "
    'i.e e.g'
)
#: Words that are a form of a verb, and are something else in a command.
NO_FORMS = frozenset(('left', 'found'))
NEGATIONS = _words(
    "no not don't doesn't didn't isn't aren't won't can't cannot couldn't wouldn't shouldn't "
    "mustn't needn't ain't dont doesnt didnt isnt wont cant couldnt wouldnt shouldnt mustnt "
    'never neither nor none nothing without except excepting excluding instead avoid refrain '
    'ignore skip leave rather'
)
#: Words that announce a correction of what was said before.
CORRECTION_CUES = _words(
    'no wait sorry mean meant actually scratch rather oops correction er erm hmm second uh um '
    'strike nope nah instead mistake oh apologies pardon hang hold forget cancel change changed '
    'better whoops bad misspoke wrong silly rephrase'
)
#: Words between what was said and what replaces it: "left, no, right".
REPLACEMENT_CUES = _words('no nope nah wait sorry mean meant oops actually rather')
#: Nouns of bowls and plates.
RECEPTACLES = _words('bowl plate dish saucer tray basin platter container')
BASIC_COLORS = ('red', 'green', 'blue', 'yellow', 'orange', 'purple', 'white', 'black')
#: Everyday names of colors that are not among the robot's.
OTHER_COLORS = (
    'pink', 'brown', 'grey', 'teal', 'turquoise', 'beige', 'tan', 'cyan', 'magenta', 'maroon',
    'peach', 'olive', 'aqua', 'mauve', 'salmon', 'lavender', 'gold', 'lilac',
)
#: Adjectives that change the shade of a color only.
SHADE_WORDS = _words(
    'light dark pale bright deep vivid rich neon faded soft dull lightish darkish pastel hot '
    'electric royal baby dusty plain solid pure strong very off true medium mid'
)
#: Nouns of colors themselves.
COLOR_NOUNS = _words('color colour colored coloured colors colours hue shade tone toned tinted')

#: Verbs of each task, as lemmas.
TASK_VERBS = {
    'pick': _words(
        'pick grab lift take get grasp fetch raise collect hold retrieve seize snatch pluck '
        'gather hoist elevate clutch grip clasp acquire obtain nab secure catch pinch scoop snag '
        'procure give hand pass want need lend select extract heave remove claim hoick gie nick '
        'possess'
    ),
    'place': _words(
        'put place set lay drop deposit stick move transfer carry bring take shift relocate pop '
        'transport deliver park rest leave position insert slip dump toss throw chuck tuck plop '
        'stow store load add return stack lower send arrange sit nestle plonk perch haul release '
        'balance sort belong go stash bung seat lob sling slot plant convey ship hide conceal '
        'sneak smuggle'
    ),
    'push': _words(
        'push slide nudge shove shift move scoot poke tap knock bump prod budge drag pull sweep '
        'edge inch roll press flick drive displace jostle propel thrust swipe reposition glide '
        'ease guide steer shunt jog'
    ),
    'point': _words(
        'point show indicate locate find identify spot highlight pinpoint aim gesture hover look '
        'search direct signal reveal mark motion track seek target detect single see '
        'approach trace notice recognize'
    ),
}
TASK_WORDS = frozenset().union(*TASK_VERBS.values())
#: Verbs of handling and of trade that are not among the robot's tasks, as lemmas. TASK_VERBS
#: with another meaning in a sentence are left to the tagger.
OTHER_VERBS = _words(
    'rotate spin twist flip tip tilt invert open close shut shake squeeze squash crush '
    'swap exchange trade switch wash wipe clean cover uncover hit kick bounce cut break smash '
    'burn melt freeze pour empty fold tie untie connect disconnect attach detach weigh '
    'measure count discard bury lick kiss buy sell rent hire describe paint draw '
    'photograph scan compare guard watch follow eat drink bite cook lock unlock heat cool polish '
    'dust screw unscrew bend stretch rip tear scratch dip wrap unwrap pack unpack build assemble '
    'disassemble glue feed pet hug shoot destroy repair fix juggle catapult replace rename sniff '
    'smell taste listen read write carve drill peel slice chop stir mix mash flatten recycle wear '
    'blow sing talk play circle orbit scrub rinse dry soak steam iron vacuum donate steal '
    'mail shuffle duplicate copy clone teleport launch illuminate analyze analyse inspect examine '
    'evaluate judge explain label tag sculpt hurl fling punch slap stomp trample dismantle '
    'disinfect sanitize sterilize wax varnish engrave sand hammer nail staple tape auction pawn '
    'insure price advertise refund invoice lease mortgage barter purchase import export '
    'smear stain blend grind grate fry boil bake roast toast knead snap crack shatter dissolve '
    'inflate deflate pump charge dance sleep dream hate marry ask greet hum whistle '
    'spray sprinkle splash drown sink float fly bounce dribble ram crash wiggle wobble rock swing '
    'swirl twirl whirl pivot revolve yank jiggle massage rub pat stroke caress tickle'
)


#: Attributes that select no object: all objects have one size, and their material is not seen.
HARMLESS_ATTRIBUTES = _words(
    'small little tiny big large huge mini giant medium sized size nice shiny pretty lovely cute '
    'beautiful cool good great fine fancy wonderful adorable sweet plain simple solid smooth hard '
    'soft rubber plastic wooden wood metal metallic glass steel paper cardboard foam stone '
    'ceramic colorful colourful bright dull matte glossy shining gleaming sparkly painted toy '
    'only single lone sole certain particular specific visible whole entire '
    'old new funny weird silly strange odd thin thick tall short long wide flat fat chunky chubby '
    'heavy light dusty dirty clean ordinary regular normal usual standard basic normal-sized own '
    'damn bloody freaking stupid gentle slight quick careful slow firm tender '
    'wee bouncy squishy teeny weeny bitty teensy titchy dinky precious dear poor lonely hungry '
    'sad happy sleepy tired naughty cheeky brave lazy boring '
    'handsome elegant neat tidy perfect trusty humble mighty noble glorious gorgeous stunning '
    'splendid magnificent charming delightful friendly innocent curious mysterious '
    'said aforementioned ugly horrible awful blasted ruddy darn flipping flaming '
    'blooming confounded wretched pesky annoying ghastly hideous nasty dreadful terrible grim '
    'gross yucky icky vile '
    'crummy lousy rotten dratted cursed infernal bothersome irritating offending blessed '
    'pathetic miserable grumpy '
    'forlorn neglected abandoned forgotten jolly merry cheerful dainty pristine superb '
    'marvellous marvelous '
    'fabulous fantastic terrific brilliant amazing awesome incredible exquisite delicious yummy '
    'tasty juicy '
    'enchanting dashing dapper snazzy posh regal majestic loyal faithful patient restless bored '
    'jealous proud shy '
    'timid bashful fearless'
)
#: Attributes that select an object by what somebody thinks of it, which is not known.
TASTES = _words('famous favourite favorite beloved special lucky magic magical')
#: Adverbs of manner. The motion is always gentle, and its speed cannot be chosen: none of them
#: changes what is done.
MANNERS = _words(
    'gently carefully cautiously softly delicately smoothly steadily lightly nicely neatly slowly '
    'quickly swiftly rapidly fast gradually calmly forthwith'
)
#: Nouns for the table and the parts of the robot, which every task involves.
SETTING_WORDS = _words(
    'table tabletop desk surface workspace scene arm hand hands gripper fingers '
    'bench workbench counter countertop worktop board desktop ground finger claw robot air palm '
    'front eyes view reach side spot place position location end edge row'
)


def singulars(noun: str) -> list[str]:
    """Return the noun and what it may be the plural of: a poster is no form of "post"."""
    return lemmas(noun)[:4] if noun.endswith('s') else [noun]


def lemmas(word: str) -> list[str]:
    """Return the word and what it may be an inflected form of, the most likely one first."""
    found = [word, IRREGULAR_FORMS[word]] if word in IRREGULAR_FORMS else [word]
    for ending, replacement in (
        ('ies', 'y'), ('ves', 'f'), ('es', ''), ('s', ''), ('ing', ''), ('ing', 'e'), ('ied', 'y'),
        ('ed', ''), ('ed', 'e'), ('iest', 'y'), ('ier', 'y'), ('est', ''), ('est', 'e'),
        ('er', ''), ('er', 'e'),
    ):
        if word.endswith(ending) and len(word) - len(ending) > 1 and not word.endswith('ss'):
            stem = word[: -len(ending)]
            found.append(stem + replacement)
            # grabbing, dropped, biggest
            if not replacement and len(stem) > 3 and stem[-1] == stem[-2] and ending != 's':
                found.append(stem[:-1])
    return list(dict.fromkeys(found))
