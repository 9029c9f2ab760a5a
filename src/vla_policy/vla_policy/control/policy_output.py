# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Output of the policy for one observation."""

from dataclasses import dataclass
from typing import NamedTuple

from vla_common.arrays import FloatArray
from vla_common.command_meaning import GoalRole
from vla_policy.control.detections import Detection
from vla_policy.types.chunk import PredictedChunk
from vla_policy.types.vocabulary import Phase
from vla_policy.types.vocabulary import TaskKind
from vla_policy.types.vocabulary import Verdict


class AttentionMaps(NamedTuple):
    """Where target and destination are found in the image, and attention over the words."""

    target: FloatArray  # (rows, cols) of the feature map, sum 1
    destination: FloatArray  # (rows, cols), sum 1
    words: FloatArray  # (3, L) of target, destination and task query, each row sums to 1


@dataclass(frozen=True)
class PolicyOutput:
    """Verdict on the command, and the next chunk if the command can be executed."""

    verdict: Verdict
    confidence: float
    task: TaskKind
    phase: Phase
    progress: float  # 0 to 1
    finished: bool
    chunk: PredictedChunk | None  # None if refused, undecided or finished
    attention: AttentionMaps
    names: tuple[str, str] = ('', '')  # of target and destination, by color and class
    explanation: str = ''  # of a refusal, or of a motion that is not the task
    candidates: tuple[Detection, ...] = ()  # objects among which the explanation asks to choose
    asked_about: GoalRole | None = None  # object that the explanation asks about
    reason: str = ''  # machine-readable, of a refusal; empty for the name of the verdict
    failure: str = ''  # why the task is not done although its motion is finished
    step: int = 1  # number of the step that the output is about
    step_count: int = 1

    @property
    def refusal_reason(self) -> str:
        """Machine-readable reason of a refusal; empty without one."""
        return '' if self.verdict == Verdict.OK else self.reason or self.verdict.name.lower()
