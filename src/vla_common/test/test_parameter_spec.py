# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Specification of a parameter: texts and bounds."""

import dataclasses

import pytest
from vla_common.parameter_spec import check_value
from vla_common.parameter_spec import ParameterSpec
from vla_common.parameter_spec import spec_of


def test_descriptions_contain_unit_and_options() -> None:
    assert ParameterSpec('Rate', 'Hz').full_description() == 'Rate [Hz].'
    spec = ParameterSpec('Mode', options=('fast', 'safe'))
    assert spec.full_description() == 'Mode. Options: fast, safe.'


def test_bounds_are_texts() -> None:
    assert ParameterSpec('').bounds() == 'finite'
    assert ParameterSpec('', 'm', minimum=1.0).bounds() == 'finite and at least 1.0 m'
    assert ParameterSpec('', 'm', maximum=1.0).bounds() == 'finite and at most 1.0 m'
    assert ParameterSpec('', 'm', 0.0, 1.0).bounds() == 'within 0.0 and 1.0 m'


def test_each_entry_and_the_length_are_checked() -> None:
    spec = ParameterSpec('', minimum=0.0, maximum=1.0, length=2)
    check_value('a', spec, (0.0, 1.0))
    for value, text in (((0.0, 1.5), 'a must be within'), ((0.0,), 'a needs 2 entries')):
        with pytest.raises(ValueError, match=rf'^{text}.*\. Change it in the YAML file$'):
            check_value('a', spec, value)
    with pytest.raises(ValueError, match=r'got 2\.0\. Set it$'):
        check_value('a', ParameterSpec('', maximum=1.0), 2.0, 'Set it')


def test_a_plain_field_is_rejected() -> None:
    @dataclasses.dataclass
    class PlainFields:
        rate_hz: float = 1.0

    with pytest.raises(TypeError, match=r'rate_hz must be declared with setting'):
        spec_of(dataclasses.fields(PlainFields)[0])
