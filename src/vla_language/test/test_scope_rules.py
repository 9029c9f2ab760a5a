# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""What is refused by its words, and above all what is not."""

from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
import pytest
from vla_language.clauses import Act
from vla_language.clauses import clauses
from vla_language.scope_rules import check_domain
from vla_language.scope_rules import Rule


@pytest.mark.parametrize(
    'text',
    [
        'pick up the red cube and put it in the bowl',
        'Pick up the red cube. Put it in the green bowl.',
        'pick up the cube, the red one, and put it in the bowl',
        'pick up and place the red cube in the bowl',
        'grasp the ball and lift it',
        'take the can and place it on the plate',
        'I want you to pick up the red cube for me and hold it up',
        'find the red cube and push it to the left',
        'where is the red cube and can you point at it',
        'the red cube, pick it up',
        'could you go ahead and grab the ball',
        'Robot, please pick up the red cube, thanks!',
        "why don't you pick up the red cube",
        "if you don't mind, pick up the red cube when you are ready",
        'all right, push the ball all the way to the left',
        'which of these is the red cube',
        'push the cube slowly and carefully to the left',
        'push the left cube to the right right now',
        'push the ball back towards yourself',
        'put the red cube back in the bowl',
        'leave the red cube in the bowl',
        "i can't find the red cube",
        'move the red cube away from the bowl',
        'put it next to the plate and then in the bowl',
        'nimm den roten Würfel',
    ],
)
def test_one_task_for_one_thing_is_let_through(text: str) -> None:
    assert check_domain(text) is None


@pytest.mark.parametrize(
    ('text', 'rule', 'got'),
    [
        ('do not touch the red cube', Rule.NEGATION, "'not'"),
        ("don't touch the red cube", Rule.NEGATION, "'dont'"),
        ("why don't grab the red cube", Rule.NEGATION, "'dont'"),
        ('Don\N{RIGHT SINGLE QUOTATION MARK}t you dare touch it', Rule.NEGATION, "'dont'"),
        ('never push the ball left', Rule.NEGATION, "'never'"),
        ('avoid the red cube', Rule.NEGATION, "'avoid'"),
        ('leave the red cube alone', Rule.NEGATION, "'leave the red cube alone'"),
        ('let the blue ball be', Rule.NEGATION, "'let the blue ball be'"),
        ('stay away from the bowl', Rule.NEGATION, "'stay away'"),
        ('keep your hands off the cube', Rule.NEGATION, "'keep your hands off'"),
        ('pick up anything but the red cube', Rule.NEGATION, "'anything but'"),
        ('pick up the ball without the cube', Rule.NEGATION, "'without'"),
        ('pick up the red cube and do not drop it', Rule.NEGATION, "'not'"),
        ('pick up the red cube or the ball', Rule.ALTERNATIVES, "'or'"),
        ('pick up the red/blue cube', Rule.ALTERNATIVES, "'/'"),
        ('pick up everything', Rule.QUANTITY, "'everything'"),
        ('put all of them in the bowl', Rule.QUANTITY, "'all'"),
        ('pick up the ball twice', Rule.QUANTITY, "'twice'"),
        ('push the ball left until it falls', Rule.CONDITION, "'until'"),
        ('if the cube is red, pick it up', Rule.CONDITION, "'if'"),
        ('push it left and right', Rule.CONTRADICTION, "'left and right'"),
        ('push the ball forward and to the left', Rule.CONTRADICTION, "'left and forward'"),
        ('push it left. No wait, push it right', Rule.NEGATION, "'no'"),
        ('push it left, push it right', Rule.CONTRADICTION, "'left and right'"),
        ('move the cube up and down', Rule.CONTRADICTION, "'up and down'"),
        ('pick up the cube and then push the ball left', Rule.SEVERAL, "'push the ball left'"),
        ('pick up the cube, push the ball left', Rule.SEVERAL, "'push the ball left'"),
        ('grab the ball and push it left', Rule.SEVERAL, "'push it left'"),
        ('point at the cube, then pick it up', Rule.SEVERAL, "'pick it up'"),
        (
            'pick up the cube and put the ball in the bowl',
            Rule.SEVERAL,
            "'put the ball in the bowl'",
        ),
        (
            'put the cube in the bowl and the ball on the plate',
            Rule.SEVERAL,
            "'the ball on the plat",
        ),
        ('pick up the red cube and the blue ball', Rule.SEVERAL, "'the blue ball'"),
        ('grab the cube followed by the ball', Rule.SEVERAL, "'the ball'"),
        ('after picking the cube, push the ball left', Rule.SEVERAL, "'push the ball left'"),
        ('pick up the red cube. Throw it at me', Rule.SEVERAL, "'throw it at me'"),
    ],
)
def test_what_is_beyond_the_domain_is_refused_with_rule_and_value(
    text: str, rule: Rule, got: str
) -> None:
    beyond = check_domain(text)
    assert beyond is not None
    assert beyond.rule == rule
    assert got in beyond.reason
    assert '; ' in beyond.reason  # what to do


@pytest.mark.parametrize(
    ('text', 'acts'),
    [
        ('Please find the cubes, then be so kind and lift it.', [Act.PREPARE, Act.PICK]),
        ('putting the ball down & sliding it left', [Act.PLACE, Act.PUSH]),
        ('ok, thanks!', []),
        ('', []),
    ],
)
def test_clauses_have_the_act_of_their_verb(text: str, acts: list[Act]) -> None:
    assert [clause.act for clause in clauses(text)] == acts


def test_a_clause_knows_its_thing() -> None:
    things = [clause.thing for clause in clauses('pick up the red cube and put it in the bowl')]
    assert things == ['red cube', '']


@settings(deadline=1000)
@given(
    st.lists(
        st.sampled_from(
            'pick push put cube the it and then not left right , . if or all leave keep be so '
            'kind without away'.split()
        ),
        max_size=100,
    ).map(' '.join)
    | st.text(max_size=512)
)
def test_any_text_is_judged_in_time(text: str) -> None:
    beyond = check_domain(text)
    assert beyond is None or beyond.reason
