# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Without a meaning, the mean verdict of the network decides whether a command starts."""

import numpy as np
from policy_samples import OBJECT_XY
from policy_samples import sample_command
from policy_samples import sample_observation
from policy_samples import scripted_policy
from policy_samples import TINY
import pytest
import torch
from vla_policy.control.assessment import Assessment
from vla_policy.control.assessment import ControllerSettings
from vla_policy.control.verdict_assessment import VerdictAssessor
from vla_policy.nn.model import Grounding
from vla_policy.types.vocabulary import TaskKind
from vla_policy.types.vocabulary import Verdict


def grounding(verdict: Verdict = Verdict.OK, task: TaskKind = TaskKind.PICK) -> Grounding:
    observation, (states, mask) = sample_observation(), sample_command()
    with torch.inference_mode():
        return scripted_policy(verdict, task).forward_grounding(
            observation.tokens[None], observation.feature_map[None], states[None], mask[None]
        )


def assess(
    assessor: VerdictAssessor, g: Grounding, count: int = 1, min_confidence: float = 0.5
) -> Assessment:
    return assessor.assess(g, TINY.map_rows, ControllerSettings(count, min_confidence))


def test_a_command_starts_after_enough_observations() -> None:
    assessor, g = VerdictAssessor(), grounding()
    assert assessor.observe(g.dense, TINY.map_rows, None) is None
    assert not assess(assessor, g, 2).is_decided
    start = assess(assessor, g, 2)
    assert (start.is_decided, start.verdict, start.task) == (True, Verdict.OK, TaskKind.PICK)
    assert start.goal is not None
    np.testing.assert_allclose(start.goal.target, OBJECT_XY, atol=1e-6)
    assert start.names == ('red cube', '')
    assert start.confidence > 0.99


def test_only_a_place_task_names_a_destination() -> None:
    start = assess(VerdictAssessor(), grounding(task=TaskKind.PLACE))
    assert start.names == ('red cube', 'red cube')


@pytest.mark.parametrize('verdict', [v for v in Verdict if v != Verdict.OK])
def test_a_refusal_has_the_detections(verdict: Verdict) -> None:
    refusal = assess(VerdictAssessor(), grounding(verdict))
    assert (refusal.is_decided, refusal.verdict, refusal.goal) == (True, verdict, None)
    assert [d.name for d in refusal.detections] == ['red cube']
    assert refusal.explanation == ''


def test_the_mean_of_the_verdicts_decides() -> None:
    assessor = VerdictAssessor()
    verdicts = [Verdict.TARGET_NOT_FOUND, Verdict.OK, Verdict.OK]
    results = [assess(assessor, grounding(verdict), 3) for verdict in verdicts]
    assert [r.is_decided for r in results] == [False, False, True]
    assert results[-1].verdict == Verdict.OK


def test_low_confidence_is_not_understood() -> None:
    refusal = assess(VerdictAssessor(), grounding(), min_confidence=0.9999)
    assert refusal.verdict == Verdict.NOT_UNDERSTOOD


def test_the_estimate_during_the_motion_is_that_of_the_network() -> None:
    goal = VerdictAssessor().estimate(grounding())
    np.testing.assert_allclose(goal.target, OBJECT_XY, atol=1e-6)
