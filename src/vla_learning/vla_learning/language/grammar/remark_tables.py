# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Remarks beside an order, which change nothing of it.

Marks: {N} a thing, {A} an adjective, {P} a person, {V} a verb, {G} a gerund, {H} a time.
"""

# The tables keep several entries per line.
# fmt: off

PERSONS = (
    'mummy|daddy|mum|dad|mom|grandma|grandpa|the kids|my boss|my little one|the doctor|the boss|'
    'my daughter|my son|my wife|my husband|the patient|the customer|the baby|my sister|the nurse|'
    'my grandson|the chef|the professor|our visitor|the guests|the neighbours|my colleague|leo|'
    'sam|anna|john|maria|tom|lucy|ben|granny|the teacher|the little ones|'
    'the inspector|the client|my mate|her majesty|everybody|the class|the team|auntie'
).split('|')
HOURS = (
    'nine|eight|six this morning|noon|breakfast|lunch|half past two|five|dawn|yesterday|tea|'
    'monday|the morning|dinner'
).split('|')
#: Remarks in front of an order; most are followed by a comma.
REMARKS_BEFORE = (
    "ugh|fine|ah yes|oh dear|oh well|oh look|oh great|sigh|argh|blimey|crikey|gosh|wow|phew|hm|"
    "now where was i|where were we|let me think|let me see|let's see|guess what|i'm bored|"
    "what a day|what a mess|what a {A} day|such a {A} morning|it's been a long day|"
    "it has been a {A} week|i'm in a hurry|we're in a hurry|we are running late|i'm so tired|"
    "i have been on {N} since {H}|i've been up since {H}|i've been on my feet since {H}|"
    "i have been working since {H}|i am {A} today|i'm feeling {A}|my back hurts|my {N} hurts|"
    "my back is killing me|my right hand is {A}|my left arm hurts|{N} is next|"
    "i'm back|it's two in the morning|it is five in the afternoon|the {N} is due at {H}|"
    "the {N} is {A}|"
    "the {N} is dead and so am i|my {N} is {A}|that {N} is {A}|those are {A}|"
    "we have visitors today|"
    "you know what would be {A} ?|you know what i like ?|all i ask is this|all i need is this|"
    "little fella|my friend|old buddy|good buddy|partner|team|folks|listen here|now listen|"
    "hear me out|"
    "for our baseline|for our experiment|for the next trial|for the paper|in this episode|"
    "next trial|"
    "i just {V} a {N} and i'm beat|i'm beat|i'm exhausted|i could use some {N}|i could eat a {N}|"
    "i am right here|i'm right behind you|come back|back again|up we go|"
    "i keep telling you|"
    "i need to get rid of {N}|i want to {V}|we want to {V} the table|let me {V} first|"
    "my hands are full|i've got my hands full|my hands are wet|i've a {N} waiting|"
    "i've got {P} waiting|{P} is waiting|{P} is hungry|{P} is watching|{P} is here|"
    "{P} is coming over|{P} will be here soon|i promised {P} we'd tidy up|i promised {P}|"
    "i told {P} we would do this|{P} asked me nicely|{P} said so|{P} says hi|{P} loves a {N}|"
    "{P} will love this|{P} loves {A} things|it's {P} 's birthday|for {P}|"
    "the table's a bit of a mess|the table is a mess|this place is a mess|this table is so {A}|"
    "the desk is full of {N}|the room is {A}|it's {A} in here|it is too {A} in here|"
    "the light is {A}|the weather is {A}|it's raining again|lovely weather|it's nearly {H}|"
    "it's almost {H}|it's half past {H}|it's getting late|time flies|time is money|"
    "one more thing before {H}|last thing before {H}|one thing before i go|before i forget|"
    "just one more thing|another thing|how many times do i have to say it|"
    "how often do i have to ask|for the last time|for the third time|i won't ask again|"
    "i said it before|i'm not asking twice|i'm not going to repeat myself|are you listening|"
    "are you awake|wake up|pay attention|concentrate|focus|look sharp|chop chop|hurry up|"
    "come along|off you go|you know the drill|you can do it|you've got this|no dawdling|"
    "stop dawdling|stop messing about|stop daydreaming|stop wasting time|quit stalling|"
    "quit {G} around|stop {G} about|don't just stand there|don't just sit there|"
    "don't be shy|don't be {A}|don't panic|don't be scared|don't argue|don't make me wait|"
    "no more excuses|no excuses|enough {G}|enough of that|enough chit chat|that's enough chat|"
    "good work so far|that was {A}|that went well|nicely done|well done|good robot|good job|"
    "thanks for that|ta for that|much better|lovely|brilliant|perfect|excellent|super|"
    "first of all|to start with|for starters|let's start|let's begin|let's get going|"
    "let's play a game|let's get this over with|let's tidy up|here we go|here's the thing|"
    "here's a task for you|i have a job for you|got a job for you|another job for you|"
    "time for some {G}|we have work to do|there's work to do|do me a solid|be a {A} chap|"
    "be a good chap|be a good lad|be a good sport|be a star|be an angel|be a love|be {A}|"
    "make yourself useful|do your thing|do your job|make {P} proud|show {P} what you can do|"
    "i'm making a {N}|we're building a {N}|we are cleaning up|i'm tidying up|we need the room|"
    "i can't reach|i can't bend down|i've hurt my {N}|i'm {G}|we are {G}|i was {G}|anyway|"
    "so anyway|as i was saying|like i said|as discussed|as agreed|as before|same as before|"
    "you're so {A}|you look {A} today|my dear|my dear robot|old chap|old friend|sweetheart|"
    "darling|honey|sir|madam|boss|chief|captain|arm|hey arm|robot arm|machine|mr robot|"
    "if it pleases you|by all means|if it's all the same to you|pardon me|forgive me|"
    "i beg your pardon|sorry to be a pain|i hate to ask|i know you're busy|i know it's {A}|"
    "trust me|believe me|honestly|seriously|basically|obviously|clearly|frankly|literally|"
    "for goodness sake|for heaven's sake|for crying out loud|for the love of {N}|good grief|"
    "nothing else|nothing more|no need to rush|no rush|take your time|easy does it|steady now|"
    "this is a test|testing testing|demo time|new round|round two|ready|ready steady go|"
    "isn't this fun|isn't it {A}|nice , isn't it|this is going to be {A}|this one is {A}|"
    "easy one|an easy one|here comes a {A} one|your turn|my turn is over|you're up|over to you"
).split('|')
#: Remarks behind an order.
REMARKS_AFTER = (
    "it's in my way|it's in the way|it is in the way|it's blocking the {N}|"
    "it's getting in the way|"
    "it's {A}|it is {A}|it's so {A}|it's rather {A}|it looks {A}|it looks {A} there|"
    "it would look {A} there|that one's {A}|that one's rather {A}|that one is my favourite|"
    "that's the {A} one|they are all {A}|i love it|i love that one|i love that color|"
    "i adore that colour|such a {A} color|what a {A} colour|i like that one|i need it|"
    "i need it now|i need it for {N}|i need that for the {N}|we need it|i want it|{P} wants it|"
    "{P} needs it|{P} asked for it|{P} is waiting|{P} is watching|it's for {P}|it's {P} 's|"
    "it belongs to {P}|that's {P} 's favourite|we'll need the room|we need the room|"
    "i need the space|i need the room|we need some space|it's too close to the {N}|"
    "it's too far from the {N}|it's next to the {N}|"
    "it's behind the {N}|it's on the {N}|it's right next to my {N}|it came from {P}|"
    "it fell off the {N}|"
    "it's to the left of my {N}|it's about to fall off the {N}|i keep telling you|my good man|"
    "real soft|for a second|for a sec|so i can take a picture|so we can take a picture|"
    "so i can {V} the {N}|"
    "i bet it is {A}|i bet it's {A}|then stop|and then stop|and stop there|and i will clap|"
    "and i'll cheer|"
    "over yonder|that's the whole {N}|that's the whole demo|not that i'm in any rush|"
    "not that i'm {A}|"
    "and nothing else|and leave the rest alone|and leave the others be|and leave the others alone|"
    "don't touch the others|and don't touch anything else|leave everything else|"
    "and lay off the rest|"
    "and don't you drop it|and don't you drop her|and don't let go of it|don't let it fall|"
    "hammer down|"
    "and mind the {N}|and watch out for the {N}|mind your {N}|and then you can {V}|"
    "and we can go home|"
    "we have {N} coming|we've got {N} to do|i've got {N} to do|"
    "we have guests|it's half past {H}|it's nearly {H}|it's getting late|it's late|"
    "it's past your bedtime|i'm in a hurry|we're late|i've been up since {H}|"
    "i have been on {N} since {H}|i can't reach it|i can't get at it|i can't reach that far|"
    "my hands are full|my arms are too short|i'm busy {G}|i'm {G}|it's been bugging me|"
    "it's bugging me|it's driving me {A}|it's been there all day|it's been there since {H}|"
    "there's a good {P}|there's a good lad|there's a dear|there's a good fellow|there's a love|"
    "that's a good lad|good lad|good boy|good girl|good chap|good robot|that's it|that's all|"
    "that's an order|and that's an order|and that's final|chop chop|pronto|on the double|"
    "look sharp|look lively|quick as you can|quick quick|real quick|super quick|no rush|"
    "no hurry|no dawdling|no excuses|don't be shy|don't be {A}|don't worry|i won't bite|"
    "you can do it|you've got this|off you go|go on|go on then|come on|do it|do it now|"
    "just do it|make it so|let's go|let's see it|let's see how {A} you are|"
    "show me what you've got|"
    "yeah|yes|eh|hey|ok|okay|alright|deal|got that|clear|understood|roger|over|"
    "how about that|what do you say|what do you think|sounds good|sound good|all good|"
    "if that suits you|if that's not too {A}|if it suits|if it pleases you|"
    "that would help|that would help a lot|that'd help me out|that would be {A}|"
    "it would mean a lot|it'd make my day|it would make {P} happy|you'd be helping {P}|"
    "i'd be grateful|i'd be so {A}|i owe you one|you're a star|you're an angel|you're the best|"
    "you are so {A}|bless you|much obliged|much appreciated|ta very much|ta|ta mate|cheers mate|"
    "thanks in advance|thanks a bunch|thanks awfully|thank you kindly|lots of love|xx|fr|lol|tbh|"
    "because it's {A}|because i need it|because i need the {N}|because {P} wants it|"
    "because {P} said so|cause it's {A}|cos it's {A}|cos i need it|since it's {A}|as it is {A}|"
    "since it's in the way|so i can see it|so that i can see it|so i can {V} it|"
    "so that i may see it properly|so we can {V}|so {P} can see it|so it's out of the way|"
    "so the table is clear|to make room|to make space for the {N}|for the {N}|for {P}|"
    "for a {N} i'm making|or {P} will be {A}|i don't like it there|i don't want it there|"
    "i don't need it there|it doesn't belong there|it shouldn't be there|"
    "it's not meant to be there|"
    "it has no business there|not that it matters|not that i care|why not|if you dare|"
    "i can't wait|i won't tell {P}|you won't regret it|what could go wrong|"
    "nice and easy|nice and {A}|easy does it|steady|that simple|simple as that|"
    "like before|like last time|same as before|as before|as usual|as always|as discussed|"
    "and we are done|and then we're done|and you're done|then that's it for {H}|"
    "and i'll be happy|and {P} will be happy|and i'll leave you alone"
).split('|')
#: Remarks that leave the choice among several things to the robot.
CHOICES = (
    "i don't care which|i really don't care which|doesn't matter which|it doesn't matter which|"
    "idc which|i don't mind which|any will do|either will do|either is fine|any is fine|"
    "any of them|you choose|your choice|your pick|up to you|whichever|whichever you like|"
    "whichever one you like|all the same to me|no preference|it makes no difference|"
    "whichever is easiest|whichever is closest to you i don't care"
).split('|')
CHOICE_DETERMINERS = 'one of the|any of the|either of the|one of those|any one of the'.split('|')
CHOICE_SINGULAR = (
    'any|any old|either|whichever|whatever|any one|some|just any|a random'.split('|')
)
#: Behind the name of one of several objects.
LIKED = 'you like|you want|you fancy|you please|you prefer|you can reach'.split('|')
#: What is wrong with an object, between its name and the order.
COMPLAINTS = (
    "is in the wrong spot|is in the wrong place|is in my way|is in the way|is too far away|"
    "looks lonely|looks {A} there|is all on its own|is out of place|is {A}|is so {A}|"
    "is not where it should be|doesn't belong there|isn't {A} enough there|"
    "has been there since {H}|is {P} 's favourite|is what {P} wants|is bugging me|is looking {A}|"
    "is rather {A}|caught my eye|is just lying there|wants attention|has to move|'s {A}|"
    "'s in the way|'s a bit {A}|is the one i like|is needed|is next|is up next|needs a new home|"
    "needs tidying away|would be better elsewhere"
).split('|')
