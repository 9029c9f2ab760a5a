# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Commands that the scope rules refuse, and commands that they must not refuse."""

from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
import pytest
from vla_language.scope_rules import check_scope
from vla_language.scope_rules import ScopeRule


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
def test_a_single_task_is_in_scope(text: str) -> None:
    assert check_scope(text) is None


@pytest.mark.parametrize(
    ('text', 'rule', 'got'),
    [
        ('do not touch the red cube', ScopeRule.NEGATION, "'not'"),
        ("don't touch the red cube", ScopeRule.NEGATION, "'dont'"),
        ("why don't grab the red cube", ScopeRule.NEGATION, "'dont'"),
        ('Don\N{RIGHT SINGLE QUOTATION MARK}t you dare touch it', ScopeRule.NEGATION, "'dont'"),
        ('never push the ball left', ScopeRule.NEGATION, "'never'"),
        ('avoid the red cube', ScopeRule.NEGATION, "'avoid'"),
        ('leave the red cube alone', ScopeRule.NEGATION, "'leave the red cube alone'"),
        ('let the blue ball be', ScopeRule.NEGATION, "'let the blue ball be'"),
        ('stay away from the bowl', ScopeRule.NEGATION, "'stay away'"),
        ('keep your hands off the cube', ScopeRule.NEGATION, "'keep your hands off'"),
        ('pick up anything but the red cube', ScopeRule.NEGATION, "'anything but'"),
        ('pick up the ball without the cube', ScopeRule.NEGATION, "'without'"),
        ('pick up the red cube and do not drop it', ScopeRule.NEGATION, "'not'"),
        ('pick up the red cube or the ball', ScopeRule.ALTERNATIVES, "'or'"),
        ('pick up the red/blue cube', ScopeRule.ALTERNATIVES, "'/'"),
        ('pick up everything', ScopeRule.QUANTITY, "'everything'"),
        ('put all of them in the bowl', ScopeRule.QUANTITY, "'all'"),
        ('pick up the ball twice', ScopeRule.QUANTITY, "'twice'"),
        ('push the ball left until it falls', ScopeRule.CONDITION, "'until'"),
        ('if the cube is red, pick it up', ScopeRule.CONDITION, "'if'"),
        ('push it left and right', ScopeRule.CONTRADICTION, "'left and right'"),
        ('push the ball forward and to the left', ScopeRule.CONTRADICTION, "'left and forward'"),
        ('push it left. No wait, push it right', ScopeRule.NEGATION, "'no'"),
        ('push it left, push it right', ScopeRule.CONTRADICTION, "'left and right'"),
        ('move the cube up and down', ScopeRule.CONTRADICTION, "'up and down'"),
        (
            'pick up the cube and then push the ball left',
            ScopeRule.SEVERAL,
            "'push the ball left'",
        ),
        ('pick up the cube, push the ball left', ScopeRule.SEVERAL, "'push the ball left'"),
        ('grab the ball and push it left', ScopeRule.SEVERAL, "'push it left'"),
        ('point at the cube, then pick it up', ScopeRule.SEVERAL, "'pick it up'"),
        (
            'pick up the cube and put the ball in the bowl',
            ScopeRule.SEVERAL,
            "'put the ball in the bowl'",
        ),
        (
            'put the cube in the bowl and the ball on the plate',
            ScopeRule.SEVERAL,
            "'the ball on the plat",
        ),
        ('pick up the red cube and the blue ball', ScopeRule.SEVERAL, "'the blue ball'"),
        ('grab the cube followed by the ball', ScopeRule.SEVERAL, "'the ball'"),
        ('after picking the cube, push the ball left', ScopeRule.SEVERAL, "'push the ball left'"),
        ('pick up the red cube. Throw it at me', ScopeRule.SEVERAL, "'throw it at me'"),
    ],
)
def test_out_of_scope_commands_are_refused_with_rule_and_value(
    text: str, rule: ScopeRule, got: str
) -> None:
    out_of_scope = check_scope(text)
    assert out_of_scope is not None
    assert out_of_scope.rule == rule
    assert got in out_of_scope.reason
    assert '; ' in out_of_scope.reason  # the remedy


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
def test_any_text_is_checked_in_bounded_time(text: str) -> None:
    out_of_scope = check_scope(text)
    assert out_of_scope is None or out_of_scope.reason
