# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Step the Gymnasium environment: let the scripted expert execute one task, without ROS.

Run:
    python3 examples/step_environment.py --seed 1
"""

import argparse
import sys

import gymnasium
import numpy as np
from vla_common.rotation import yaw_to_quaternion
from vla_sim.expert.rollout import ExpertPolicy


def main() -> int:
    """Return 0 if the task succeeded."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--seed', type=int, default=1, help='seed of scene and task')
    seed = parser.parse_args().seed
    # The module before the colon registers the environment.
    env = gymnasium.make('vla_sim.env:vla_sim/Tabletop-v0')
    _, info = env.reset(seed=seed)
    print('task:', info['task'])
    # The expert reads the true poses, which the observation does not contain.
    expert = ExpertPolicy(env.unwrapped.world, info['task'])  # type: ignore[attr-defined]
    reward, over, steps = 0.0, False, 0
    while not reward and not over:
        chunk = expert.plan()
        for i in range(2):
            quaternion = yaw_to_quaternion(chunk.yaw_rad[i])
            action = np.array([*chunk.position_m[i], *quaternion, chunk.gripper[i]], np.float32)
            observation, reward, _, over, info = env.step(action)
            steps += 1
    print(f'{steps} steps, tool at {np.round(observation["state"][:3], 3)}, reward {reward}')
    env.close()
    return 0 if info['success'] else 1


if __name__ == '__main__':
    sys.exit(main())
