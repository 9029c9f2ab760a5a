# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Frames that are whole sentences; the marks are explained in `frame_tables`."""

from vla_common.command_meaning import RequestedTask

# The tables keep several entries per line.
# fmt: off

#: Frames about an object that is not named.
PRONOUN_FRAMES = {
    RequestedTask.PICK: (
        '<pick> it <up>|<grab> it|<take> that one|<give> it <to me>|<lift> that'
    ).split('|'),
    RequestedTask.PLACE: (
        '<put> it {DR}|<drop> that {DR}|<place> it there|<put> it back'
    ).split('|'),
    RequestedTask.PUSH: (
        '<push> it {W}|<move> that {W}|<slide> it {W}|<nudge> this {W}|<push> it'
    ).split('|'),
    RequestedTask.POINT: '<point at> it|<show me> that|<where is> it|<find> it'.split('|'),
}
#: Frames that are whole sentences.
SENTENCE_FRAMES = {
    RequestedTask.PICK: (
        "i <want> {T}|i <need> {T}|i'd <like> {T}|i would <like> {T}|can i <have> {T}|"
        'could i <have> {T}|may i <have> {T}|let me <have> {T}|<gimme> {T}|i could <do with> {T}|'
        'mind <passing> {T}|{T} please|i want {T} <lifted>|i want {T} <picked up>|'
        '{T} needs to be <picked up>|{T} should be <lifted>|{T} , <pick it up>|'
        "{T} has to be <grabbed>|<lift> , {T}|i'd like {T} <in my hand>|"
        "{T} <in your gripper> please|i want you <holding> {T}|i'd love to <have> {T}|"
        'we <need> {T}|what i <want> is {T}|the thing i <need> is {T}|see {T} ? <grab it>|'
        "there is {T} , <pick it up>|{T} : <lift it>|there's {T} , could you <get it>|"
        'you see {T} ? <pick it up>|{T} is what i <want>|i am after {T} , <get it>|'
        'my hand is empty , <give me> {T}|{T} , <lift> please|<grasp> {T} now|'
        '{T} {C} , <pick it up>|'
        '{T} {C} , <grab it>|{T} {C} . <lift it>|{T} {C} so <take it>|'
        '{P} wants {T} , <pick it up>|'
        '{P} needs {T} , <grab it>|{P} would like {T} , so <get it>|{T} . <up>|{T} , <up>|'
        '{T} . <grab>|{T} . <pick up>|{T} . <lift>|<up> with {T}|<lift> . {T}|<grab> . {T}|'
        '{T} <up>|'
        'it is {T} that i would like that you <lift>|it is {T} that i want you to <pick up>|'
        "{T} is the one to <lift>|{T} is the one i'd like <lifted>|only {T} : <lift it>|"
        "only {T} , nothing else : <pick it up>|i'd like {T} <held up>|let me see you <lift> {T}|"
        'can i have {T} <held up>|{T} in the <gripper> please|{T} , <hold it up>|{T} , <take it>|'
        'i would like to see you <raise> {T}|i want to see {T} <in your claw>|{T} , in <hand>|'
        '<need> {T} {O}|<need> {T}|i have need of {T}|<want> {T} {O}|i could use {T}|'
        'can {T} be <picked up>|could {T} be <lifted> please|may {T} be <raised>|'
        'let {T} be <picked up>|'
        'time for {T} to be <lifted>|i wish that you <lift> {T}|'
        'you see {T} ? good . <pick it up>|{T} please and <hold it up>|i will <have> {T}|'
        'i fancy {T}|'
        'do the <picking up> of {T}|i wish to <have> {T}|{T} to your <gripper>|{T} : <up>|'
        'please to <pick> {T}|do <grab> {T}|whip {T} <up>|{T} , that one , <lift it>|'
        'you <pick up> {T} now|now you <take> {T}|kindly to <lift> {T}|that {T0} , <pick it up>|'
        'that {T0} over there , <grab it>|<pick up> that {T0} you see there|on to {T} : <lift it>|'
        '{T} , if you would <raise it>|it would be {T} i want <picked up>|'
        '{P} loves {T} , <take it>'
    ).split('|'),
    RequestedTask.PLACE: (
        '{T} <belongs> {DR}|{T} <goes> {DR}|{T} should <go> {DR}|i <want> {T} {DR}|'
        "i <need> {T} {DR}|{T} has to be {DR}|i'd <like> {T} {DR}|{T} {DR} please|"
        '{T} , <put it> {DR}|{DR} <put> {T}|{DR} <goes> {T}|{T} needs to <go> {DR}|'
        "i want {T} <placed> {DR}|{T} is supposed to <be> {DR}|let's <have> {T} {DR}|"
        "{T} ought to be <put> {DR}|{D} is where {T} <goes>|i'd like to <see> {T} {DR}|"
        '{T} must <end up> {DR}|{T} would look nice {DR}|see {T} ? <put it> {DR}|'
        '{D} <needs> {T} {DRI}|{T} , {D} , please|{T} , {D}|from here {T} <goes> {DR}|'
        '{DR} i <want> {T}|<put> this {DR} : {T}|<drop> it {DR} , {T} i mean|'
        '{T} would be happier {DR}|can {T} <go> {DR}|could {T} <be moved> {DR}|'
        '{T} wants to be {DR}|{T} {DR}|<place> {T} {PL}|{T} , <put it> {PL}|'
        'see {D} ? <put> {T} {DRI}|there is {D} , <drop> {T} {DRI}|{D} is empty , <put> {T} {DRI}|'
        '{D} : <put> {T} {DRI}|you see {D} ? {T} <goes> {DRI}|{T} : just <pop it> {DR}|'
        'just <pop it> {DR} , {T}|here is {T} , it <goes> {DR}|{T} {IN}|'
        'there is {T} , <pop it> {DR}|i want {T} {PL}|{T} {PL}|{T} {PL}|{T} {PL} please|'
        '{PL} with {T}|'
        "i'd like {T} {PL}|{T} <goes> {PL}|{T} <belongs> {PL}|{T} should <go> {PL}|{PL} <put> {T}|"
        "{PL} , that's where i'd like {T}|{PL} is where i want {T}|{DR} , that's where i want {T}|"
        "{DR} is where {T} <goes>|{DR} is where i'd like {T}|{D} is where {T} needs to be|"
        '{D} is where {T} <belongs>|{D} is the home of {T} , <put it> there|'
        '{T} {C} , <put it> {DR}|'
        '{T} {C} . <put it> {DR}|{T} {C} so <move it> {DR}|{P} wants {T} {DR}|{P} needs {T} {DR}|'
        '{P} wants {T} {DR} , <put it> there|{T} , that can <go> {DR}|{T} , that one <goes> {DR}|'
        "{T} , it <belongs> {DR}|what i'd like is for {T} to <end up> {DR}|{DR} , {T}|"
        "{D} , {T} , go|"
        "i'd like {T} to <end up> {DR}|i would like {T} to <be> {DR}|i want {T} to <go> {DR}|"
        'it is {T} that should <go> {DR}|{T} <belongs> {DR} , <put it> there|'
        '{T} wants <putting> {DR}|'
        '{T} wants to <go> {DR}|could {T} <go> {DR}|{D} is hungry , <give> it {T}|'
        '{D} would like {T}|{D} , <put> {T} {DRI}|<stack> {T} {ON}|'
        'i want {T} <stacked> {ON}|{T} {ON}|{T} <goes> {ON}|{T} <on top> : {DR}|{T} . {DR} .|'
        'i have need of {T} {DR}|i have need of {T} to <sit> {DR}|{T} to <sit> {DR} please|'
        '<need> {T} {DR}|'
        'i want {T} to <sit> {DR}|what would be nice ? {T} {DR}|{T} <sitting> {DR} , please|'
        'can {T} be <put> {DR}|could {T} be <placed> {DR} please|may {T} be <moved> {DR}|'
        'let {T} be <put> {DR}|time for {T} to <go> {DR}|'
        'see that {T} <goes> {DR}|see to it that {T} is {DR}|i will have {T} {DR}|'
        '{T} and {D} : <put> it {DRI}|'
        'you see {T} ? good . <put it> {DR}|{T} please and <put it> {DR}|'
        'i wish that you <put> {T} {DR}|'
        'do the <placing> of {T} {DR}|please to <put> {T} {DR}|{T} : {DR}|'
        'that {T0} , <put it> {DR}|'
        'that {T0} over there , <put it> {DR}|<pick up> {T} and afterwards <put it> {DR}|'
        '<pick up> {T} and then <put it> {DR}|<grab> {T} . then <put it> {DR}|'
        '<take> {T} . <place it> {DR}|'
        '<pick up> {T} . next , <put it> {DR}|<lift> {T} first , then <set it> {DR}|'
        'first <pick up> {T} , then <place it> {DR}|'
        '<get> {T} and after that <drop it> {DR}|<grab> {T} and <carry it> {DR}|'
        '<lift> {T} and <move it> {DR}|'
        "{T} {PL} , that's where it <goes>|<put> {T} smack {PL}|{T} , <put it down> {PL}|"
        '{T} : {PL}|i want you to <put> {T} {PL}|{T} could <go> {PL}|{T} needs to be {PL}|'
        '<leave> {T} {DR}|just <leave> {T} {DR}|home for {T} is {DR}|'
        '{T} . {DR} . now|{T} to {D}|{T} - {D}|{D} gets {T}'
    ).split('|'),
    RequestedTask.PUSH: (
        'i want {T} <pushed> {W}|i want {T} <moved> {W}|{T} should <move> {W}|{T} should <go> {W}|'
        '{T} needs to <move> {W}|{T} needs <pushing> {W}|{T} , <push it> {W}|{T} {W} please|'
        "i'd like {T} {W}|{T} has to <slide> {W}|{T} must be <nudged> {W}|i want {T} to <go> {W}|"
        '{W} with {T}|<push> it {W} , {T} i mean|<move> this {W} : {T}|'
        '{T} would be better a bit {W}|{T} ought to <be> {W}|can {T} <go> {W}|'
        'could {T} <be shifted> {W}|i need {T} <shifted> {PD}|{T} : <push> {W}|{T} {W}|{T} , {W}|'
        'see {T} ? <push it> {W}|there is {T} , <nudge it> {W}|i want {T} {PD}|'
        '{T} should <go> {PL}|{T} {C} , <push it> {W}|{T} {C} , <shift it> {W}|'
        '{T} {C} . <move it> {W}|'
        '{T} {C} so <slide it> {W}|{T} wants <pushing> {W}|{T} wants a <push> {W}|'
        '{T} needs a <shove> {W}|'
        '{T} could do with a <nudge> {W}|{T} : <shift> {W}|{T} . <push> {W}|{T} . {W} .|'
        '{T} , <slide> {W}|'
        '{W} , <push> me {T}|{W} , <push> {T}|{W} <push> {T}|{W} i want {T} to <go>|'
        '{W} with {T} please|'
        'it is {T} that i want you to <push> {W}|{P} wants {T} <moved> {W}|'
        '{T} , that one <goes> {W}|'
        "i'd like {T} to <move> {W}|i'd like {T} <pushed> {W}|"
        "what i'd like is for {T} to <go> {W}|"
        'only {T} : <push it> {W}|{T} , if you would <push it> {W}|{T} <pushed> {W} please|'
        'can {T} be <pushed> {W}|could {T} be <moved> {W} please|may {T} be <shifted> {W}|'
        'let {T} be <pushed> {W}|time for {T} to <go> {W}|'
        'see that {T} <goes> {W}|you see {T} ? good . <push it> {W}|'
        'i wish that you <push> {T} {W}|'
        'do the <pushing> of {T} {W}|make a <push> to {T} {W}|please to <push> {T} {W}|{T} : {W}|'
        'that {T0} , <push it> {W}|that {T0} over there , <slide it> {W}|{T} wants to <go> {W}|'
        '{T} could <move> {W}|{T} {W} a bit please|i will have {T} <pushed> {W}|{T} : <slide> {W}|'
        'let me see you <push> {T} {W}|<push> . {T} . {W} .'
    ).split('|'),
    RequestedTask.POINT: (
        "<where is> {T}|<where's> {T}|<where> can i <find> {T}|<where> did {T} <go>|"
        'do you know <where> {T} <is>|can you see <where> {T} <is>|'
        "i want to know <where> {T} <is>|i can't <find> {T}|i'm <looking for> {T}|"
        '<which one is> {T}|<which> of these <is> {T}|<which> thing is {T}|<where> exactly is {T}|'
        "<whereabouts> is {T}|i've <lost> {T}|any idea <where> {T} <is>|"
        '<where> on the table is {T}|<where> would {T} <be>|i wonder <where> {T} <is>|'
        'have you <seen> {T}|{T} , <where is it>|i need to <see> {T}|'
        "could you tell <which one> is {T}|i don't know <where> {T} <is>|i cannot <see> {T}|"
        'i want {T} <pointed out>|i need you <pointing at> {T}|so <where did> you <put> {T}|'
        'what is the <location of> {T}|remind me <where> {T} <is>|{T} : <where is it>|'
        '{T} , <show me>|i want to <see> {T}|is there {T} ? <point at it>|'
        'tell me , <where is> {T}|<where> , please , <is> {T}|<point> . {T}|<point> : {T}|'
        '{T} . <point>|'
        '{T} {C} , <point at it>|{T} , <point it out>|<at> {T} i want you to <point>|'
        '<at> {T} , <point>|'
        '{P} wants to see {T} , <point at it>|{P} is looking for {T} , <show> {P} <where it is>|'
        "i'd like you <pointing at> {T}|it is {T} i want you to <point at>|"
        "{T} , could you <point at it>|"
        'only {T} : <point at it>|{T} , <where is that>|{T} is what i want you to <point at>|'
        'can {T} be <pointed at>|could {T} be <shown to me>|i wish that you <point at> {T}|'
        'please to <point at> {T}|do <point at> {T}|you see {T} ? good . <point at it>|'
        'that {T0} , <point at it>|which one would be {T} ? <point at it>|'
        '<where> , robot , <is> {T}|'
        '<point> please : {T}|give {T} a <point>|i am told there is {T} , <show me>|'
        'let me see you <point at> {T}|could i see you <point to> {T}|towards {T} , <point>'
    ).split('|'),
}
