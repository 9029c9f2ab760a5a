# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Words around an order that change nothing: openings, endings, determiners, attributes."""

# The tables keep several entries per line.
# fmt: off

OPENINGS = (
    'please|can you|could you|can you please|could you please|would you|would you please|will you|'
    "i want you to|i need you to|i'd like you to|i would like you to|now|robot ,|hey robot ,|"
    'hey ,|hi there ,|go ahead and|go on and|try to|kindly|ok ,|okay|next ,|your task is to|'
    "you should|let's|just|alright ,|so ,|be a dear and|do me a favor and|do me a favour and|"
    "be so kind as to|why don't you|how about you|it would be great if you could|"
    "i was wondering if you could|if you don't mind ,|when you get a chance ,|first ,|quickly|"
    'carefully|gently|slowly|for your next move ,|come on ,|you need to|you must|it is time to|'
    'time to|i think you should|would you be able to|are you able to|do you think you could|'
    "if you could|please go ahead and|feel free to|make sure to|be sure to|don't forget to|"
    'remember to|dear robot ,|good morning ,|your mission :|use the arm to|use your gripper to|'
    'reach out and|go and|go over and|um ,|uh|well ,|yo ,|listen ,|right ,|right then ,|'
    'right , next|i command you to|you may|mind if i ask you to|we need to|all you need to do is|'
    'what i want is for you to|with care ,|with your gripper ,|with your arm|at your leisure ,|'
    'as a next step ,|help me|start by|pls|plz|hello ,|cool ,|great , now|perfect , now|'
    'thanks , now|then|and now|also ,|again ,|if possible ,|if you can ,|if you would ,|'
    "when ready ,|whenever you're ready ,|to begin ,|don't worry , just|"
    "i'd appreciate it if you could|back to work :|back to it ,|next up ,|right , now|okay next ,|"
    "on we go ,|first things first ,|if it's not too much trouble ,|"
    "if it isn't too much trouble , could you|if you would be so kind ,|if you have a moment ,|"
    'should you have a minute , please|not to rush you , but|no pressure , but|'
    'no hurry , but please|sorry to bother you , but could you|excuse me , would you|'
    'no problem , now|never mind that , just|moving on ,|ready ? now|task :|instruction :|'
    "command :|goal :|step one :|i'd be grateful if you would|i hope you can|any chance you could|"
    'fancy|be a good robot and|quick one :|one more thing :|last thing ,|oh and|actually ,|'
    "you know what ,|let us|let me see you|it'd be lovely if you'd|"
    'would it be possible for you to|could you possibly|can you maybe|i suppose you could|go|'
    "if that's alright ,|if you're able ,|if it is convenient ,|when you have a second ,|"
    "once you're ready ,|if you'd like ,|if it's okay with you ,|if you could spare a moment ,|"
    "would it be too much to ask you to|may i trouble you to|i'd love it if you could|"
    "it'd be great if you|you could|you might want to|here's what i need :|listen up ,|"
    'attention :|new task :|your job :|todo :|please , robot ,|computer ,|hey you ,|say ,|'
    'right away ,|without delay ,|slowly and carefully ,|as soon as you can ,|using the gripper ,|'
    'using your arm ,|this time ,|for the next trick ,|for my sake ,|last one :|go forward and|'
    'go straight ahead and|step up and|are you able to|would you be able to|are you ready to|'
    "you couldn't just|you couldn't|you wouldn't|you couldn't possibly|couldn't you|wouldn't you|"
    "won't you|can't you|can't you just|i don't suppose you could|any way you could|"
    'is there any chance you could|might i ask you to|may i request you to|may i ask you to|'
    'could i get you to|can i get you to|could i trouble you to|can i trouble you to|please to|'
    "do you reckon you could|i should like you to|i'd love you to|i would love for you to|"
    'i would like that you|i want that you|you must to|you have to|you gotta|you better|'
    "you'd better|i expect you to|i require you to|i beg you to|i urge you to|i ask you to|"
    "i'm asking you to|i am telling you to|kindly do the needful and|be so good as to|"
    'would you be so very kind as to|would you be so good as to|please be so kind as to|'
    "be a good chap and|be a good lad and|be a love and|be an angel and|be a star and|"
    'do me a kindness and|do us a favour and|do me a solid and|would you do me the kindness and|'
    "stop dawdling and|stop messing about and|don't just sit there ,|don't just stand there ,|"
    "don't dawdle ,|quit stalling and|get a move on and|hurry up and|come on and|get going and|"
    "let me see if you can|see if you can|see whether you can|let's see you|i bet you can|"
    "would it kill you to|would you be a sweetheart and|would you be a dear and|be a sweetie and|"
    "i think it's time to|how hard can it be to|all i ask is that you|the least you can do is|"
    'the robot shall|the arm shall|the manipulator shall|the gripper shall|the robot should|'
    'the arm should|the gripper is to|the robot must|you are to|you shall|your turn to|'
    "it's your turn to|i wanna see you|i want to see you|i'd like to see you|let me watch you|"
    'computer ,|machine ,|computer|arm ,|robot arm|hey computer ,|mister robot ,|little robot ,|'
    'and all i need from you is to|all you have to do is|what i need now is for you to|'
    'time to tidy up :|time to work :|hiya ,|heya ,|greetings ,|evening ,|good day ,|'
    'for the demo ,|for this round ,|for practice ,|as a test ,|your next job is to|'
    'the task is to|'
    "today's task is to|the goal is to|your goal is to|what you have to do is|what we do now is|"
    "i'd be ever so grateful if you could|i'd be happy if you would|it'd be nice if you could|"
    'it would be nice to|it would help if you could|it would help to|do please|do|please do|'
    "please , would you|please , could you|ta ,|oi ,|right you ,|you there ,|you ,|now you ,|"
    "so can you|so could you|and can you|and please|and could you please|well could you|"
    "yeah could you|yes please|yes ,|yep ,|no worries , just|without further ado ,|quick ,|"
    "quickly now ,|gently now ,|using one hand ,|with your claw ,|with one arm ,|robot arm ,|"
    "hey arm|ok robot|okay robot um|okay okay ,|ok so|ok ok|right so|um so|"
    "uh so|so um|like ,|er ,|hmm ,|hmm ok ,|alright alright ,|alrighty ,|righto ,|"
    "once more ,|one more time ,|this time round ,|at last ,|finally ,|lastly ,|"
    "first off ,|as a first step ,|the first thing to do :|let's start by asking you to|"
    "if you've got a sec ,|if you've a moment ,|if time permits ,|if it pleases you ,|"
    "if it's not a bother ,|if it isn't a bother ,|if that suits you ,|if i may ask ,|"
    "if you're not busy ,|if nobody minds ,|if you'd be so good ,|if it's all the same to you ,|"
    "when you've got a minute ,|when you've a second ,|when it suits you ,|"
    "should you have a spare moment ,|should it be convenient ,|as quick as you can ,|"
    "quick as you can ,|at your earliest convenience ,|in your own time ,|i'm sorry but could you|"
    "i hate to ask but could you|not being funny but could you|i know it's late but please"
).split('|')
SENTENCE_OPENINGS = (
    'robot ,|hey robot ,|hey ,|hi there ,|ok ,|okay|well ,|now ,|so ,|listen ,|please ,|alright ,|'
    'excuse me ,|right ,|hello ,|um ,|actually ,|good morning ,|dear robot ,|thanks ,|next ,'
).split('|')
GERUND_OPENINGS = (
    'would you mind|do you mind|how about|start|begin by|try|consider|mind|what about|'
    "something simple , say ,|say ,|for instance ,|let's try|why not try|we could start with|"
    "let's start with|how's about|show them something simple , say|your job is|the task is|"
    "today we are|"
    "i'd appreciate you|i suggest|would you consider|any chance of you|fancy|thanks for"
).split('|')
ENDINGS = (
    'please|now|for me|thanks|carefully|gently|quickly|slowly|if you can|thank you|okay|right now|'
    'immediately|at once|will you|would you|if you please|as soon as possible|asap|with care|'
    "with your gripper|with your hand|for a moment|if you don't mind|cheers|thx|robot|mate|buddy|"
    'my friend|without hurry|when you are ready|in one go|straight away|nice and slow|'
    "and be careful|if possible|if that's okay|with the arm|today|this time|again|and stop|"
    'and hold it|without dropping it|without knocking anything over|just a bit|a little bit|'
    'so i can see it|because i need it|before we go on|then you are done|'
    "sir|madam|my dear|old chap|my good robot|would ya|will ya|could ya|if you could|"
    "if that suits you|if you'd be so good|if it isn't a bother|if it's no bother|if you dare|"
    "if you like|if you must|wouldn't you|couldn't you|won't you|can't you|is that ok|okay then|"
    'alright|eh|yeah|innit|then|now then|there|real quick|super slowly|very gently|'
    'with great care|'
    'nice and gently|nice and easy|ever so gently|in your own time|for us|for my benefit|'
    "for the camera|for everyone to see|so that i may see it|there's a love|there's a good lad|"
    "there's a good fellow|good man|good girl|quick|sharpish|pronto|chop chop|stat|fast|today|"
    'rn|ty|tysm|thnx|bro|dude|fam|bruh|hun|luv|babe|guys|lad|chap|for now|if u can|if u dont mind|'
    'this minute|this instant|as well|too|lol|fr|tbh|idk|k|kk|x|xx|pretty please|'
    'please and thank you|'
    'thank you ever so much|thank you kindly|much obliged|thanking you|thanks mate|cheers mate|'
    'ta mate|'
    'ta very much|thanks a bunch|thanks a million|thanks in advance|by pointing|with your claw|'
    "if it's not too much trouble|if you would|if you'd be so kind|when you get a moment|no rush|"
    "there's a good robot|love|dear|ta|would you mind|can you|could you|and that's it|"
    "and nothing else|that would be great|that'd be lovely|i'd appreciate it|"
    "if that is okay with you|if you're able to|if it isn't a bother|when you have time|"
    'at your convenience|in a gentle way|as fast as possible|without a fuss|and thanks|'
    'many thanks|thanks a lot|thank you so much|there you go|got it|understood|over|'
    'and make it quick|and take your time|using your gripper|using the arm|with one hand|'
    "and don't drop it|but be gentle|if you see it|for me please|whenever you like|"
    "as quick as you can|there's no hurry|and then relax|if you wouldn't mind"
).split('|')
DETERMINERS = (
    'the the the the the the the the the the the the that this that a my your the our a any some '
    'an'
).split()
ATTRIBUTES = (
    'small little tiny big large huge nice shiny pretty plastic wooden metal glass rubber smooth '
    'round square cubic spherical cylindrical heavy light soft hard old new lovely cute solid '
    'plain colorful bright dull toy wee massive chunky glossy striped spotted checkered '
    'transparent patterned dotted broken cracked favourite favorite empty full wet sticky fluffy '
    'rusty wrapped lovely beautiful silly ugly odd boring dirty clean dusty expensive cheap '
    'fragile other'
).split()
SHADES = (
    'light dark pale bright deep vivid rich neon faded soft dull lightish darkish '
    'pastel'
).split()
COLOR_FORMS = (
    'reddish greenish bluish yellowish orangey purplish whitish blackish pinkish brownish greyish '
    'greeny golden silvery'
).split()
RECEPTACLES = (
    'bowl|bowl|bowl|bowl|plate|plate|plate|plate|dish|saucer|tray|platter|basin|container|pan|pot|'
    'cup|basket|box|bin|bucket|receptacle|tub|mug|vessel|drawer|holder|soup bowl|salad bowl|'
    'dinner plate|mixing bowl|serving dish|disc'
).split('|')
COMMON_NOUNS = 'cube cube cylinder cylinder sphere sphere ball block box can tube'.split()
ANY_NOUNS = 'thing object one item piece toy shape thingy something'.split()
IN_VIEW = (
    'on the table|over there|there|on the desk|in front of you|you see|that you can see|here|'
    'lying around|from the table|off the table|on the tabletop|in the scene|that i showed you|'
    'of yours|of mine|of ours|on the bench|off the bench|from the tabletop|from the desk|'
    'on the counter|on the surface|'
    'on your table|on the board|over here|right there|right here|just there|down there|'
    'that you see|that i see|i can see|that is on the table|that is lying there|'
    'which is on the table|in view|in sight|within reach|before you|somewhere|'
    'lying on the table|standing on the table|sitting on the desk|that we have|you have there|'
    'we have|lying there|sitting there|you can see there'
).split('|')
COLOR_CLAUSES = (
    "that is|that's|which is|in|of|colored|painted|, the one that is|the color of|thats|"
    "whose color is|"
    'that is painted|which is painted|that looks|that is colored|of color|of the color|'
    'that has been painted|'
    "which is colored|who's|, the one that's|, the one which is|in the color|which looks"
).split('|')
EXCLUSIONS = (
    "but not|not|except|other than|that is not|that isn't|and not|rather than|instead of|besides|"
    "and definitely not|, not|as opposed to|excluding|apart from|that's not|"
    ", but not|, and not|, just not|only not|, never|, except|aside from|, i don't mean|"
    "as long as it's not|"
    "which is not|which isn't|if it isn't|, no not|but never|except for|"
    "with the exception of"
).split('|')
#: Exclusions by an adjective in front of the object: "the non - red ball".
EXCLUDING_PREFIXES = 'non -|non -|non|not'.split('|')
#: Exclusions by color alone: "the bowl that is not green".
EXCLUDING_CLAUSES = (
    "that isn't|that is not|that's not|which isn't|which is not|that ain't|that are not|"
    "other than the|who isn't|that isn't the|thats not|that isnt|, not the|but not the|except the"
).split('|')
LATE_ENDINGS = 'please|i mean|instead|i meant|that is|thanks|then'.split('|')
CORRECTIONS = (
    'no|no wait|wait no|sorry|sorry , i mean|i mean|i meant|actually|actually no|scratch that|'
    'make that|or rather|oops|correction|no , sorry|hmm , no|wait|not that one|on second thought|'
    'no make it|i take that back|er|rather|no i want|uh no|sorry , i meant|my mistake ,|nope ,|'
    'no , not that one|no , that is wrong|that was wrong|i said that wrong|my bad|whoops|er no|'
    'hang on|hold on|hold on , no|wait a second|wait wait|no no|no no no|nah|ah no|oh no|oh wait|'
    'oh , sorry|strike that|forget that|cancel that|i changed my mind|changed my mind|'
    'let me rephrase|better|better still|better yet|or better|i misspoke|wrong one|silly me|'
    'what am i saying|did i say that ? i mean|pardon me|i beg your pardon|excuse me|apologies|'
    'make it|let us say|i should say|that should be|it should be|change that to|'
    "that's not right|that isn't right|oh , my mistake|oops , i meant|no i meant|no i mean"
).split('|')
#: Sounds in front of a correction.
HESITATIONS = 'er|um|uh|oh|ah|hmm|oops|argh|wait|sorry|well|no|actually|ugh'.split('|')
#: Words around an object X that is not meant, before an order for "the other one".
SPARING = (
    "spare X|skip X|leave X alone|leave X be|leave X where it is|leave X out|ignore X|forget X|"
    "not X|don't touch X|don't take X|it's not X i want|i don't want X|never mind X|pass over X|"
    "keep off X|we don't need X|let X be|X can stay|X stays where it is|X is fine as it is|"
    "i have no use for X|we keep X as it is|do without X|hands off X|stay clear of X|avoid X"
).split('|')
OTHERS = 'other|other|other|remaining'
