# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The gymnasium environment."""

from collections.abc import Iterator
import subprocess
import sys

import gymnasium
from gymnasium.utils.env_checker import check_env
import numpy as np
import pytest
from vla_common.rotation import yaw_to_quaternion
from vla_sim.env import ENV_ID
from vla_sim.env import TabletopEnv
from vla_sim.expert.rollout import ExpertPolicy
from vla_sim.physics.scene_constants import HOME_POSITION_M
from vla_sim.tasks.task import Task

HOME = np.array([*HOME_POSITION_M, *yaw_to_quaternion(0.0), 1.0], np.float32)


@pytest.fixture
def env() -> Iterator[TabletopEnv]:
    env = TabletopEnv(images=False)
    yield env
    env.close()


@pytest.mark.filterwarnings('ignore')
def test_keeps_to_the_gymnasium_api() -> None:
    env = gymnasium.make(ENV_ID)
    # With a registered id, the checker also creates the environment in each render mode.
    check_env(env.unwrapped)
    env.close()


def test_the_module_registers_the_environment() -> None:
    code = (
        'import gymnasium; '
        "env = gymnasium.make('vla_sim.env:vla_sim/Tabletop-v0', images=False, limit_s=0.2); "
        'env.reset(seed=1); '
        'print(env.spec.id, [env.step(env.action_space.sample())[3] for _ in range(2)])'
    )
    run = [sys.executable, '-c', code]
    output = subprocess.run(run, capture_output=True, text=True, check=True).stdout
    assert output.strip() == 'vla_sim/Tabletop-v0 [False, True]'


def test_image_and_state(env: TabletopEnv) -> None:
    with_images = TabletopEnv()
    seen, info = with_images.reset(seed=1)
    assert seen['image'].shape == (480, 640, 3)
    np.testing.assert_allclose(seen['state'][:3], HOME_POSITION_M, atol=1e-3)
    assert isinstance(info['task'], Task)
    np.testing.assert_array_equal(with_images.render(), seen['image'])
    with_images.close()
    assert 'image' not in env.reset(seed=1)[0]


def test_seed_and_options_choose_scene_and_task(env: TabletopEnv) -> None:
    env.reset(seed=5, options={'include': ['blue sphere']})
    names = env.world.scene.names
    assert 'blue sphere' in names
    env.reset(seed=5, options={'include': ['blue sphere'], 'task': Task('pick', 'blue sphere')})
    assert env.world.scene.names == names
    assert env.task == Task('pick', 'blue sphere')


def test_expert_earns_the_reward(env: TabletopEnv) -> None:
    env.reset(seed=2, options={'include': ['red cube'], 'task': Task('pick', 'red cube')})
    policy = ExpertPolicy(env.world, Task('pick', 'red cube'))
    reward, truncated = 0.0, False
    while not (reward or truncated):
        chunk = policy.plan()
        for i in range(2):
            action = np.concatenate(
                [chunk.position_m[i], yaw_to_quaternion(chunk.yaw_rad[i]), [chunk.gripper[i]]]
            )
            _, reward, _, truncated, info = env.step(action.astype(np.float32))
    assert info['success']
    assert not info['wrong_object_touched']


def test_episode_is_truncated_at_its_limit() -> None:
    env = TabletopEnv(images=False, limit_s=0.3, period_s=0.1)
    env.reset(seed=1, options={'task': None})
    ends = [env.step(HOME)[3] for _ in range(3)]
    assert ends == [False, False, True]
    env.close()


def test_bad_input_is_refused(env: TabletopEnv) -> None:
    with pytest.raises(RuntimeError, match=r'call reset\(\) first'):
        env.step(HOME)
    env.reset(seed=1)
    with pytest.raises(ValueError, match='8 finite numbers'):
        env.step(np.full(8, np.nan, np.float32))
    with pytest.raises(ValueError, match=r'multiple of 0.02; got 0.03'):
        TabletopEnv(period_s=0.03)
