# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The color names of the language package are those that the script makes."""

from make_color_names import color_names
from make_color_names import FILE
from make_color_names import render
from workspace import ROOT


def test_the_file_is_what_the_script_makes() -> None:
    assert (ROOT / FILE).read_text(encoding='utf-8') == render()


def test_values_are_hexadecimal_and_names_are_words() -> None:
    names = color_names()
    assert len(names) > 1000
    assert names['navy'] == '#01153e'  # survey, not CSS
    assert names['crimson'].startswith('#') and len(names['crimson']) == 7
    assert all(name.replace(' ', '').isalpha() for name in names)
