# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The reason of a refusal is that of the assessment, or the name of the verdict."""

import numpy as np
import pytest
from vla_policy.control.policy_output import AttentionMaps
from vla_policy.control.policy_output import PolicyOutput
from vla_policy.types.vocabulary import Phase
from vla_policy.types.vocabulary import TaskKind
from vla_policy.types.vocabulary import Verdict


@pytest.mark.parametrize(
    ('verdict', 'reason', 'refusal_reason'),
    [
        (Verdict.OK, '', ''),
        (Verdict.AMBIGUOUS, '', 'ambiguous'),
        (Verdict.DESTINATION_NOT_FOUND, '', 'destination_not_found'),
        (Verdict.DESTINATION_NOT_FOUND, 'destination_occupied', 'destination_occupied'),
    ],
)
def test_the_reason_of_a_refusal(verdict: Verdict, reason: str, refusal_reason: str) -> None:
    output = PolicyOutput(
        verdict=verdict,
        confidence=0.9,
        task=TaskKind.PLACE,
        phase=Phase.APPROACH,
        progress=0.0,
        finished=False,
        chunk=None,
        attention=AttentionMaps(np.ones((1, 1)), np.ones((1, 1)), np.ones((3, 1))),
        reason=reason,
    )
    assert output.refusal_reason == refusal_reason
