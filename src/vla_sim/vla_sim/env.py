# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Gymnasium environment: observations are images and the tool state, actions are tool poses.

The import registers it as `vla_sim/Tabletop-v0`:
``gymnasium.make('vla_sim.env:vla_sim/Tabletop-v0')`` imports this module and creates it.
"""

from typing import Any
from typing import Final

import gymnasium
import numpy as np
from numpy.typing import NDArray
from vla_common.rotation import normalize
from vla_sim.physics.rendering import ImageArray
from vla_sim.physics.scene import Scene
from vla_sim.physics.scene_constants import CONTROL_PERIOD_S
from vla_sim.physics.scene_constants import IMAGE_HEIGHT_PX
from vla_sim.physics.scene_constants import IMAGE_WIDTH_PX
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.physics.world import World
from vla_sim.tasks.phases import STEP_DURATION_S
from vla_sim.tasks.success_checker import SuccessChecker
from vla_sim.tasks.task import feasible_tasks
from vla_sim.tasks.task import Task

Observation = dict[str, Any]
_ACTION = 8
#: Id of the environment in the registry of Gymnasium.
ENV_ID: Final = 'vla_sim/Tabletop-v0'


class TabletopEnv(gymnasium.Env[Observation, NDArray[np.float32]]):
    """
    One task on one random scene per episode.

    Actions and `state` are (8,): position [m], unit quaternion xyzw, opening 0 .. 1, in base_link.
    The reward is 1 at every step at which the task succeeds; an episode ends after `limit_s`.
    """

    metadata: dict[str, Any] = {  # noqa: RUF012, gymnasium declares it as an instance variable
        'render_modes': ['rgb_array'],
        'render_fps': round(1 / STEP_DURATION_S),
    }

    def __init__(
        self,
        *,
        period_s: float = STEP_DURATION_S,
        limit_s: float = 20.0,
        images: bool = True,
        render_mode: str | None = 'rgb_array',
    ) -> None:
        self.render_mode = render_mode
        self._ticks = round(period_s / CONTROL_PERIOD_S)
        if self._ticks < 1 or abs(self._ticks * CONTROL_PERIOD_S - period_s) > 1e-9:
            raise ValueError(f'period_s must be a multiple of {CONTROL_PERIOD_S}; got {period_s}')
        self._limit_s, self._images = limit_s, images
        low = np.array([-1, -1, -1, -1, -1, -1, -1, 0], np.float32)
        self.action_space = gymnasium.spaces.Box(low, np.ones(_ACTION, np.float32))
        spaces: dict[str, gymnasium.Space[Any]] = {
            'state': gymnasium.spaces.Box(-2.0, 2.0, (_ACTION,), np.float32),
            'velocity': gymnasium.spaces.Box(-np.inf, np.inf, (6,), np.float32),
        }
        if images:
            spaces['image'] = gymnasium.spaces.Box(
                0, 255, (IMAGE_HEIGHT_PX, IMAGE_WIDTH_PX, 3), np.uint8
            )
        self.observation_space = gymnasium.spaces.Dict(spaces)
        self._world: World | None = None
        self._checker: SuccessChecker | None = None
        self.task: Task | None = None

    @property
    def world(self) -> World:
        """Return the world of the current episode."""
        if self._world is None:
            raise RuntimeError('the environment must be reset before use; call reset() first')
        return self._world

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[Observation, dict[str, Any]]:
        """Start an episode; options: scene (Scene), include (names), task (Task or None)."""
        super().reset(seed=seed)
        options = options or {}
        scene: Scene | None = options.get('scene')
        if scene is None:
            scene = sample_scene(self.np_random, options.get('include', ()))
        self.close()
        self._world = World(scene)
        tasks = feasible_tasks(scene)
        sampled = tasks[self.np_random.integers(len(tasks))]
        self.task = options.get('task', sampled)
        self._checker = SuccessChecker(self._world, self.task)
        return self._observe(), self._info()

    def step(
        self, action: NDArray[np.float32]
    ) -> tuple[Observation, float, bool, bool, dict[str, Any]]:
        """Move towards a tool pose and opening for one period."""
        world = self.world
        values = np.asarray(action, dtype=float)
        if values.shape != (_ACTION,) or not np.isfinite(values).all():
            raise ValueError(f'an action must be {_ACTION} finite numbers; got {values.tolist()}')
        world.set_target(values[:3], normalize(values[3:7]), float(values[7]))
        assert self._checker is not None
        for _ in range(self._ticks):
            world.step()
            self._checker.observe()
        info = self._info()
        return (
            self._observe(),
            float(info['success']),
            False,
            world.time_s >= self._limit_s,
            info,
        )

    def render(self) -> ImageArray:  # type: ignore[override]
        """Return the camera image."""
        return self.world.render()

    def close(self) -> None:
        """Free the world of the current episode."""
        if self._world is not None:
            self._world.close()
            self._world = None

    def _observe(self) -> Observation:
        robot = self.world.robot_state()
        state = np.concatenate([robot.position_m, robot.quaternion_xyzw, [robot.opening]])
        velocity = np.concatenate([robot.linear_m_s, robot.angular_rad_s])
        observation: Observation = {
            'state': state.astype(np.float32),
            'velocity': velocity.astype(np.float32),
        }
        if self._images:
            observation['image'] = self.world.render()
        return observation

    def _info(self) -> dict[str, Any]:
        assert self._checker is not None
        result = self._checker.result()
        return {
            'success': result.success,
            'reason': result.reason,
            'task': self.task,
            'wrong_object_touched': result.wrong_object_touched,
        }


# Not in vla_sim/__init__.py: nodes that import vla_sim need no Gymnasium.
gymnasium.register(ENV_ID, entry_point='vla_sim.env:TabletopEnv')
