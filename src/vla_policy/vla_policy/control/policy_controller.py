# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Close the loop: one command, many looks, a chunk after each."""

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor
from vla_policy.control.detections import candidates
from vla_policy.control.detections import nearest
from vla_policy.control.detections import Seen
from vla_policy.control.detections import seen_things
from vla_policy.control.task_state import Belief
from vla_policy.control.task_state import Goal
from vla_policy.control.task_state import PhaseMemory
from vla_policy.control.task_state import Played
from vla_policy.nn.model import grasp_yaw
from vla_policy.nn.model import Grounding
from vla_policy.nn.model import Read
from vla_policy.nn.model import VlaPolicy
from vla_policy.nn.transformer_decoder import ChunkPrediction
from vla_policy.nn.transformer_decoder import Situation
from vla_policy.types.chunk import Array
from vla_policy.types.chunk import Chunk
from vla_policy.types.chunk import HandState
from vla_policy.types.vocabulary import Phase
from vla_policy.types.vocabulary import progress
from vla_policy.types.vocabulary import TaskKind
from vla_policy.types.vocabulary import Verdict

# A thing further from a goal than this is another one.
_NAME_REACH_M = 0.05


class Sight(NamedTuple):
    """Features of one image."""

    stamp_s: float
    tokens: Tensor  # (N, dim)
    feature_map: Tensor  # (channels, rows, cols)


class Attention(NamedTuple):
    """Where the policy looked and what it read."""

    target: Array  # (rows, cols) of the feature map, sum 1
    destination: Array  # (rows, cols), sum 1
    words: Array  # (3, L) of target, destination and task query, each sums to 1


@dataclass(frozen=True)
class Decision:
    """What the policy makes of the newest look."""

    verdict: Verdict
    confidence: float
    task: TaskKind
    phase: Phase
    progress: float
    finished: bool
    chunk: Chunk | None  # None when refused, undecided or finished
    attention: Attention
    names: tuple[str, str] = ('', '')  # of target and destination, as they are seen
    seen: tuple[Seen, ...] = ()  # what is on the table, where the command is refused
    meant: tuple[Seen, ...] = ()  # several things that one name fits


@dataclass(frozen=True)
class ControllerSettings:
    """How careful the controller is."""

    looks_before_motion: int = 3
    minimum_confidence: float = 0.5
    termination_threshold: float = 0.5


class Controller:
    """
    Carry out one command at a time; not thread-safe, one thread owns it.

    Before the first motion it looks a few times and judges the command by the mean verdict.
    """

    def __init__(
        self, model: VlaPolicy, step_duration_s: float, settings: ControllerSettings | None = None
    ) -> None:
        self._model = model.eval()
        self._step_duration_s = step_duration_s
        self._settings = settings or ControllerSettings()
        self._read: Read | None = None
        self._reset()

    @torch.inference_mode()
    def start(self, states: Tensor, mask: Tensor) -> None:
        """Begin a command of word states (L, text_dim) and mask (L,)."""
        self._read = self._model.read(states[None], mask[None])
        self._reset()

    def stop(self) -> None:
        """Forget the command."""
        self._read = None
        self._reset()

    @torch.inference_mode()
    def step(self, sight: Sight, hand: HandState) -> Decision | None:
        """
        Take one look and plan anew; None when there is no command.

        Parameters
        ----------
        sight
            Features of the newest image.
        hand
            State of the robot at about the image's stamp.

        Raises
        ------
        ValueError
            If the hand's state is not finite.

        """
        if self._read is None:
            return None
        if not np.isfinite([*hand.position, hand.yaw_rad, hand.gripper]).all():
            raise ValueError(f'the robot state must be finite; got {hand}. Check robot_state')
        grounding = self._model.look(
            sight.tokens[None], sight.feature_map[None], self._read, weights=True
        )
        attention = _attention(grounding, sight.feature_map.shape[-2:])
        if self._task is None:
            return self._consider(grounding, attention, sight, hand)
        return self._go_on(grounding, attention, sight, hand)

    def _reset(self) -> None:
        self._verdicts: list[Array] = []
        self._tasks: list[Array] = []
        self._goals: list[Goal] = []
        self._task: TaskKind | None = None
        self._belief: Belief | None = None
        self._memory = PhaseMemory()
        self._played: list[Played] = []
        self._seen_s = 0.0
        self._confidence = 0.0
        self._names = ('', '')

    def _consider(
        self, g: Grounding, attention: Attention, sight: Sight, hand: HandState
    ) -> Decision:
        self._verdicts.append(_numpy(g.verdict[0].softmax(-1)))
        self._tasks.append(_numpy(g.task[0].softmax(-1)))
        self._goals.append(_goal(g))
        verdicts, tasks = np.mean(self._verdicts, 0), np.mean(self._tasks, 0)
        verdict, task = Verdict(int(verdicts.argmax())), TaskKind(int(tasks.argmax()))
        sure = float(verdicts[verdict] * (tasks[task] if verdict == Verdict.OK else 1.0))
        if verdict == Verdict.OK and sure < self._settings.minimum_confidence:
            verdict = Verdict.NOT_UNDERSTOOD
        self._confidence = sure
        undecided = len(self._verdicts) < self._settings.looks_before_motion
        if undecided or verdict != Verdict.OK:
            verdict = Verdict.OK if undecided else verdict
            seen = () if verdict == Verdict.OK else seen_things(g.dense, len(attention.target))
            meant = candidates(seen, g.matches) if verdict == Verdict.AMBIGUOUS else ()
            return Decision(
                verdict,
                sure,
                task,
                Phase.APPROACH,
                0.0,
                False,
                None,
                attention,
                seen=seen,
                meant=meant,
            )
        self._task = task
        self._belief = Belief(_median(self._goals))
        self._names = _names(seen_things(g.dense, len(attention.target)), task, self._belief.goal)
        return self._plan(attention, sight, hand)

    def _go_on(
        self, g: Grounding, attention: Attention, sight: Sight, hand: HandState
    ) -> Decision:
        assert self._task is not None and self._belief is not None
        self._remember(sight.stamp_s)
        self._belief = self._belief.update(_goal(g), self._task, self._memory.phase)
        return self._plan(attention, sight, hand)

    def _plan(self, attention: Attention, sight: Sight, hand: HandState) -> Decision:
        assert self._task is not None and self._belief is not None
        task, phase, goal = self._task, self._memory.phase, self._belief.goal
        # A look that errs by a centimeter errs alike every time: each new try goes elsewhere.
        aim = replace(goal, target=goal.target + self._memory.search_m)
        prediction = self._model.act(_situation(hand, self._memory, task, aim))
        chunk = self._to_chunk(prediction, sight.stamp_s)
        finished = (
            phase == Phase.DONE
            and float(chunk.termination[0]) > self._settings.termination_threshold
        )
        self._seen_s = sight.stamp_s
        if not finished:
            self._played.append(Played(chunk, sight.stamp_s, sight.stamp_s))
        return Decision(
            Verdict.OK,
            self._confidence,
            task,
            phase,
            progress(task, phase),
            finished,
            None if finished else chunk,
            attention,
            self._names,
        )

    def sent(self, now_s: float) -> None:
        """Say that the newest chunk is on its way only now: the one before is played till now."""
        if self._played:
            chunk, _, start_s = self._played[-1]
            start_s = now_s if len(self._played) == 1 else start_s
            self._played[-1] = Played(chunk, now_s, start_s)

    def _remember(self, stamp_s: float) -> None:
        """Bring the memory up to `stamp_s` along what was really played."""
        ends_s = [part.since_s for part in self._played[1:]] + [stamp_s]
        for part, end_s in zip(self._played, ends_s, strict=True):
            part = part._replace(since_s=max(part.since_s, self._seen_s))
            self._memory = self._memory.after(part, min(end_s, stamp_s))
        self._played = self._played[-2:]
        self._memory = self._memory.freed()

    def _to_chunk(self, p: ChunkPrediction, stamp_s: float) -> Chunk:
        assert self._task is not None and self._belief is not None
        goal, task = self._belief.goal, self._task
        return Chunk(
            stamp_s=stamp_s,
            step_duration_s=self._step_duration_s,
            position=_numpy(p.position[0]),
            quaternion=_numpy(p.quaternion[0]),
            gripper=_numpy(p.gripper[0].sigmoid()),
            termination=_numpy(p.termination[0].sigmoid()),
            phases=p.phase[0].argmax(-1).numpy(),
            task=task,
            phase=self._memory.phase,
            confidence=self._confidence,
            target=goal.target,
            destination=goal.destination if task in (TaskKind.PLACE, TaskKind.PUSH) else None,
        )


def _situation(hand: HandState, memory: PhaseMemory, task: TaskKind, goal: Goal) -> Situation:
    onehot = torch.zeros(1, len(TaskKind))
    onehot[0, task] = 1.0
    return Situation(
        position=torch.tensor(hand.position, dtype=torch.float32)[None],
        yaw=torch.tensor([hand.yaw_rad], dtype=torch.float32),
        gripper=torch.tensor([hand.gripper], dtype=torch.float32),
        phase=torch.tensor([int(memory.phase)]),
        time_in_phase=torch.tensor([memory.time_in_phase_s], dtype=torch.float32),
        task=onehot,
        target=torch.tensor(goal.target, dtype=torch.float32)[None],
        destination=torch.tensor(goal.destination, dtype=torch.float32)[None],
        grasp_yaw=torch.tensor([goal.grasp_yaw_rad], dtype=torch.float32),
    )


def _goal(g: Grounding) -> Goal:
    share, cells = g.located.logits[0].softmax(-1), g.dense.position[0]  # (2, N), (N, 2)
    apart = (cells[None] - g.located.position[0, :, None]).square().sum(-1)  # (2, N)
    spread = (share * apart).sum(-1).sqrt().tolist()
    return Goal(
        spread_m=(spread[0], spread[1]),
        target=_numpy(g.located.position[0, 0]),
        destination=_numpy(g.destination[0]),
        grasp_yaw_rad=float(grasp_yaw(g.located.yaw[0, 0])),
    )


def _names(seen: Sequence[Seen], task: TaskKind, goal: Goal) -> tuple[str, str]:
    target = nearest(seen, goal.target, _NAME_REACH_M)
    place = nearest(seen, goal.destination, _NAME_REACH_M) if task == TaskKind.PLACE else None
    return target.name if target else '', place.name if place else ''


def _median(goals: Sequence[Goal]) -> Goal:
    spin = np.sum(np.exp([4j * g.grasp_yaw_rad for g in goals]))
    return Goal(
        target=np.median([g.target for g in goals], axis=0),
        destination=np.median([g.destination for g in goals], axis=0),
        grasp_yaw_rad=float(np.angle(spin) / 4),
    )


def _attention(g: Grounding, grid: Sequence[int]) -> Attention:
    share = _numpy(g.located.logits[0].softmax(-1)).reshape(-1, *grid)
    words = g.text_weights
    assert words is not None
    return Attention(share[0], share[1], _numpy(words[0]))


def _numpy(x: Tensor) -> Array:
    return x.double().numpy()
