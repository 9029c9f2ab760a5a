# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Steps of a command, which are executed one after the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace

import numpy as np
from vla_common.arrays import Float32Array
from vla_common.command_meaning import CommandMeaning
from vla_common.command_meaning import ObjectDescription
from vla_common.command_meaning import RequestedTask
from vla_policy.control.assessment import Assessment
from vla_policy.control.assessment import ControllerSettings
from vla_policy.control.detections import Detection
from vla_policy.control.detections import Grid
from vla_policy.control.held_object import HeldObject
from vla_policy.control.meaning_assessment import MeaningAssessor
from vla_policy.control.network_conversions import with_action
from vla_policy.control.observation_validation import RefusalError
from vla_policy.control.policy_output import PolicyOutput
from vla_policy.control.requested_action import requested_action
from vla_policy.control.return_motion import ReturnMotion
from vla_policy.types.chunk import EndEffectorState
from vla_policy.types.command_step import CommandStep
from vla_policy.types.network_types import DenseScene
from vla_policy.types.network_types import LanguageContext
from vla_policy.types.network_types import PolicyNetworks
from vla_policy.types.vocabulary import Verdict


@dataclass(frozen=True)
class _FurtherStep:
    """A step that waits for those before it, and its selection in the images before motion."""

    meaning: CommandMeaning
    language: LanguageContext[Float32Array]
    assessor: MeaningAssessor


class StepSequence:
    """
    Steps of one command.

    Before the first motion, the objects of all steps are selected in the same images, so that a
    command whose later step cannot be done is refused as a whole. What a later step is about is
    decided then: "the left cube" is the one that was on the left before anything moved. When its
    turn comes, the arm moves home, and the step is assessed on new images. A step that cannot be
    done as far as the camera sees is refused from the home position only, where the arm hides
    nothing.

    Parameters
    ----------
    model
        Policy network.
    steps
        Steps in their order, at least one.
    step_duration_s
        Duration of a step of an action chunk.

    Raises
    ------
    RefusalError
        If the policy cannot execute a step, or if one follows a pick.

    """

    def __init__(
        self, model: PolicyNetworks, steps: Sequence[CommandStep], step_duration_s: float
    ) -> None:
        first, *further = steps
        if any(step.meaning.task is RequestedTask.PICK for step in steps[:-1]):
            raise RefusalError(
                'not_understood',
                'the gripper must be free for each step; after a pick it holds an object. '
                'Pick up an object in the last step only',
            )
        self._model = model
        #: Number of the present step, from 1, and number of all steps.
        self.number, self.count = 1, len(steps)
        #: Language and assessor of the present step.
        self.language, self.assessor = self._prepare(first, 1)
        self._further = [
            _FurtherStep(step.meaning, *self._prepare(step, i))
            for i, step in enumerate(further, 2)
        ]
        self._step_duration_s = step_duration_s
        self._return: ReturnMotion | None = None
        #: Whether the present step is assessed from home, or as near to it as the arm came.
        self._is_from_home = False

    def observe(
        self,
        scene: DenseScene[Float32Array],
        grid: Grid,
        held: HeldObject | None = None,
        *,
        stamp_s: float,
    ) -> None:
        """Select the objects of later steps in the image of `stamp_s` before the first motion."""
        if self.number == 1:
            for step in self._further:
                step.assessor.observe(scene, grid, None, held, stamp_s=stamp_s)

    def assess_again(self) -> None:
        """Assess all steps on new images, after a motion that is not the task."""
        self.assessor = self.assessor.restarted()
        if self.number == 1:
            self._further = [
                replace(step, assessor=step.assessor.restarted()) for step in self._further
            ]

    def assess_further(self, settings: ControllerSettings) -> Assessment | None:
        """Return why the first step may not start yet, or not at all, because of a later one."""
        if self.number > 1:
            return None
        for i, step in enumerate(self._further, 2):
            if (assessment := step.assessor.judge(settings)) is not None:
                text = f'step {i} of {self.count}: {assessment.explanation}'
                # An answer would complete the first step.
                return replace(assessment, explanation=text, asked_about=None)
        return None

    def return_home(
        self, output: PolicyOutput, home_position_m: Sequence[float], *, is_holding: bool
    ) -> bool:
        """
        Begin a motion home, after which the present step is assessed again.

        Parameters
        ----------
        output
            Output that refuses the step, or any of the present step.
        home_position_m
            Home position (3,) of the tool in base_link.
        is_holding
            Whether the gripper holds an object.

        Returns
        -------
        bool
            False if the step has been assessed from home.

        """
        if self._is_from_home:
            return False
        self._is_from_home = True
        template = replace(
            output,
            verdict=Verdict.OK,
            finished=False,
            chunk=None,
            names=('', ''),
            explanation='moving to the home position, from which no object is hidden',
            candidates=(),
            asked_about=None,
            reason='',
        )
        goal = np.array(home_position_m)
        self._return = ReturnMotion(goal, template, is_holding, self._step_duration_s)
        return True

    def return_output(self, stamp_s: float, state: EndEffectorState) -> PolicyOutput | None:
        """Return the next chunk of the motion home; None when it is finished."""
        if self._return is None or self._return.is_finished(state):
            self._return = None
            return None
        return self._return.output(stamp_s, state)

    def advance(self, output: PolicyOutput, home_position_m: Sequence[float]) -> bool:
        """
        Go on to the next step, with a motion home before it; return False if there is none.

        Parameters
        ----------
        output
            Last output of the present step, which has released its object.
        home_position_m
            Home position (3,) of the tool in base_link.

        """
        if not self._further:
            return False
        following = self._further.pop(0)
        meaning = pinned(following.meaning, following.assessor.objects)
        task = requested_action(meaning).task
        self.language, self.assessor = following.language, MeaningAssessor(meaning, task)
        self.number += 1
        progress = (self.number - 1) / self.count
        output = replace(output, task=task, step=self.number, progress=progress)
        self._is_from_home = False
        return self.return_home(output, home_position_m, is_holding=False)

    def _prepare(
        self, step: CommandStep, number: int
    ) -> tuple[LanguageContext[Float32Array], MeaningAssessor]:
        language = self._model.encode_command(step.states[None], step.mask[None])
        try:
            action = requested_action(step.meaning)
        except RefusalError as error:
            if self.count == 1:
                raise
            message = f'step {number} of {self.count}: {error}'
            raise RefusalError(error.reason, message) from error
        return with_action(language, action), MeaningAssessor(step.meaning, action.task)


def pinned(meaning: CommandMeaning, objects: Sequence[Detection]) -> CommandMeaning:
    """
    Return a meaning whose descriptions hold after other objects have moved.

    Parameters
    ----------
    meaning
        Meaning of a step.
    objects
        Target, and destination of a place task, that it selected before.

    """
    return replace(
        meaning,
        target=_pinned(meaning.target, objects[:1]),
        destination=_pinned(meaning.destination, objects[1:2]),
    )


def _pinned(
    description: ObjectDescription | None, selected: Sequence[Detection]
) -> ObjectDescription | None:
    if description is None or description.is_plain or not selected:
        return description
    color, shape = frozenset((selected[0].color,)), frozenset((selected[0].kind,))
    return ObjectDescription(description.words, color, shape)
