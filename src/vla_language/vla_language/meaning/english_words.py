# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""English words that the dictionary lacks: irregular forms, first names, short forms."""

# The tables keep several entries per line.
# fmt: off

#: Irregular verb forms and the verbs that they belong to.
IRREGULAR_FORMS = {
    form: verb
    for verb, forms in {
        'arise': 'arose arisen', 'awake': 'awoke', 'bear': 'bore borne', 'beat': 'beaten',
        'become': 'became', 'begin': 'began begun', 'bend': 'bent', 'bind': 'bound', 'bite': 'bit',
        'bleed': 'bled', 'blow': 'blew blown', 'break': 'broke broken', 'bring': 'brought',
        'build': 'built', 'burn': 'burnt', 'buy': 'bought', 'catch': 'caught',
        'choose': 'chose chosen', 'cling': 'clung', 'come': 'came', 'creep': 'crept',
        'deal': 'dealt', 'dig': 'dug', 'draw': 'drew drawn', 'dream': 'dreamt',
        'drink': 'drank drunk', 'drive': 'drove driven', 'eat': 'ate eaten',
        'fall': 'fell fallen', 'feed': 'fed', 'feel': 'felt', 'fight': 'fought', 'find': 'found',
        'fling': 'flung', 'fly': 'flew flown', 'forget': 'forgot forgotten',
        'forgive': 'forgave forgiven', 'freeze': 'froze frozen', 'get': 'got gotten',
        'give': 'gave given', 'go': 'went gone', 'grind': 'ground', 'grow': 'grew grown',
        'hang': 'hung', 'have': 'had', 'hear': 'heard', 'hide': 'hid hidden', 'hold': 'held',
        'keep': 'kept', 'kneel': 'knelt', 'know': 'knew known', 'lay': 'laid', 'lead': 'led',
        'lean': 'leant', 'leap': 'leapt', 'learn': 'learnt', 'leave': 'left', 'lend': 'lent',
        'light': 'lit', 'lose': 'lost', 'make': 'made', 'mean': 'meant', 'meet': 'met',
        'pay': 'paid', 'ride': 'rode ridden', 'ring': 'rang rung', 'rise': 'rose risen',
        'run': 'ran', 'say': 'said', 'see': 'saw seen', 'seek': 'sought', 'sell': 'sold',
        'send': 'sent', 'sew': 'sewn', 'shake': 'shook shaken', 'shine': 'shone', 'shoot': 'shot',
        'show': 'shown', 'shrink': 'shrank shrunk', 'sing': 'sang sung', 'sink': 'sank sunk',
        'sit': 'sat', 'sleep': 'slept', 'slide': 'slid', 'sling': 'slung', 'smell': 'smelt',
        'speak': 'spoke spoken', 'speed': 'sped', 'spell': 'spelt', 'spend': 'spent',
        'spill': 'spilt', 'spin': 'spun', 'spoil': 'spoilt', 'stand': 'stood',
        'steal': 'stole stolen', 'stick': 'stuck', 'sting': 'stung', 'stride': 'strode',
        'strike': 'struck', 'swear': 'swore sworn', 'sweep': 'swept', 'swim': 'swam swum',
        'swing': 'swung', 'take': 'took taken', 'teach': 'taught', 'tear': 'tore torn',
        'tell': 'told', 'think': 'thought', 'throw': 'threw thrown', 'wake': 'woke woken',
        'wear': 'wore worn', 'weave': 'wove woven', 'weep': 'wept', 'win': 'won',
        'wind': 'wound', 'write': 'wrote written', 'do': 'done', 'be': 'been',
    }.items()
    for form in forms.split()
}
#: Common first names; a person is never a misspelled object.
FIRST_NAMES = frozenset(
    'adam alan alex alice amy andre andrea andrew andy angela ann anna anne anthony antoine '
    'ashley barbara barry bella ben beth betty bill billy bob bobby brian bruce carl carla '
    'carlos carmen carol carrie cathy charles charlie chelsea chloe chris christine cindy '
    'claire clara craig daisy dan daniel danny dave david dean debbie denis dennis diana diane '
    'dick don donald donna doris doug ed eddie edward elena eli ellen emily emma eric erin '
    'ethan eva evan evelyn fiona frank fred gary george gerry giles gina gloria grace greg hal '
    'hannah harold harry heather helen henry holly howard ian irene isabel ivan jack jackie '
    'jacob jake james jamie jane janet jason jay jean jeff jen jennifer jenny jeremy jerry jess '
    'jessica jill jim jimmy joan joanna joe joel john johnny jon jonathan jordan jose joseph '
    'josh juan judy julia julie justin karen karl kate katherine kathy katie keith kelly ken '
    'kenny kerry kevin kim kyle larry laura lauren lee leo leon leslie liam linda lisa liz '
    'louis lucas lucy luis luke lynn marcus margaret maria marie marion martin marvin mary matt '
    'maurice max megan melissa michael michelle miguel mike mitch molly monica nancy naomi nat '
    'nathan neal ned neil nick nicole nina noah nora norman olivia oscar otto pam pat patricia '
    'patrick paul paula pedro peggy pete peter phil philip rachel ralph ray rebecca rey richard '
    'rick rita rob robert robin rodney roger ron rosa rosie ross roy ruth ryan sally sam '
    'samantha samuel sandra sara sarah scott sean shane sharon sid simon simone sofia sophia '
    'sophie stan stella stephen steve steven stuart sue susan tessa theo theresa thomas tim '
    'timmy tina todd tom tommy toni tony tracy tyler vera vince walt walter wendy will william '
    'wilson zack zoe agnes ahmed aisha amelia ava ella finn freya isla maya mia ollie raj'.split()
)
#: Function words, short forms and everyday words that are in no other list.
EVERYDAY_WORDS = frozenset(
    'else amongst whereas whereby wherein thee thy thou goin doin app apps email emails '
    'internet online website xbox intel wifi usb lego legos selfie emoji laptop blog url cnn '
    'nba tv pc dvd couldn wouldn hadn shouldn didn doesn isn wasn aren weren hasn haven mustn '
    'needn ain don goodbye bye ooh wow yay hooray haha lol omg btw fyi tbh imo idk nvm der die '
    'das den dem ein eine einen und oder nicht bitte le la les un une des du et ou el los las '
    'una uno por favor rouge bleu vert jaune blanc noir rojo azul verde amarillo blanco negro '
    'rot blau gelb weiss schwarz nimm gib mir prends prenez mets mettez pon toma dame cubo '
    'cubos boule balle kugel schale teller bol '
    'dinnae cannae couldnae wouldnae didnae isnae nae naw yon bairn bonnie tak haud awa wi frae '
    'auld braw haway gonnae tae yous youse cuppa numpty bloke arvo yeet yoink dunk wotsit '
    'thingamajig nope naff chuffed knackered gobsmacked sorted blinking crikey jeez geez yikes '
    'lah leh lor hor abeg oga jare auld thon lmao ayo homie homies aight imma lil skibidi '
    'dadgum bro bruh fam yonder children men women coworker coworkers feet teeth mice whoa '
    'woah duh meh nee brum eek oof phew shh shush gah bah pfft tsk tut hmph aw aww'.split()
)
#: Words of other languages, of which several show that a command is not English.
FOREIGN_WORDS = frozenset(
    'le les un une du et ou el los las una por der das dem ein eine einen und oder nicht il vous '
    'je moi pour avec dans sur puis plaît donner pourriez donne donnez prends prenez mets mettez '
    'pon toma dame nimm gib mir auf ins del al con che per di lo gli sul nel'.split()
)
