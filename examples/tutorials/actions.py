# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Exercise 3, actions: cells with text."""

# %% [markdown]
# # Exercise 3: actions
#
# From the environment by hand to a policy of your own on the robot. `docs/tutorials/actions.md`
# shows and explains the results.
#
# Open this file in VS Code or Jupyter (with jupytext) from a shell in which `scripts/env.sh` was
# sourced.

# %%
from pathlib import Path

import gymnasium
import numpy as np
from PIL import Image
from vla_learning.evaluation.episode_runner import DEFAULT_CHECKPOINT
from vla_learning.tutorials.action_training import ActionBudget
from vla_learning.tutorials.action_training import draw_curves
from vla_learning.tutorials.action_training import train_decoder
from vla_learning.tutorials.actions import ActionsExercise
from vla_learning.tutorials.actions import FILM_SEED
from vla_learning.tutorials.actions import FILM_TASK
from vla_learning.tutorials.expert_film import run_expert
from vla_learning.tutorials.expert_film import save_film
from vla_learning.tutorials.workspace import enter_workspace

enter_workspace()

# %% tags=["parameters"]
DEMONSTRATIONS = 100
STEPS = 2000
ROUNDS = 60
TRIALS = 20
FOLDER = 'log/tutorials/actions'

# %% [markdown]
# ## The environment by hand
#
# An action is a pose of the tool and an opening: position [m], quaternion xyzw, 0 closed to 1
# open. Lower the tool by 10 cm and close the gripper, 0.1 s per step.

# %%
env = gymnasium.make('vla_sim.env:vla_sim/Tabletop-v0')
observation, info = env.reset(seed=1)
print('task:', info['task'])
action = observation['state'].copy()
action[2] -= 0.10
action[7] = 0.0
for _ in range(10):
    observation, reward, terminated, truncated, info = env.step(action)
print('tool [m]:', np.round(observation['state'][:3], 3), 'reward:', reward, info['reason'])
env.close()
Image.fromarray(observation['image'])

# %% [markdown]
# ## The expert
#
# It has the true poses of the objects. The policy must find them in the image.

# %%
demonstration = run_expert(FILM_SEED, FILM_TASK)
print(FILM_TASK, 'success:', demonstration.success)
save_film(Path(FOLDER) / 'expert.webp', demonstration.frames)

# %% [markdown]
# ## Demonstrations on frozen features
#
# The frozen network encodes every image and locates target and destination. Inputs of the
# decoder are these locations and the state of the tool; labels are the next 16 steps.

# %%
exercise = ActionsExercise(DEFAULT_CHECKPOINT, Path(FOLDER), DEMONSTRATIONS, TRIALS)
budget = ActionBudget(steps=STEPS, rounds=ROUNDS)
network, data = exercise.data(budget)
print({name: len(part.inputs.yaw) for name, part in data._asdict().items()})

# %% [markdown]
# ## Two decoders
#
# One learns from demonstrations only. The other also learns from states beside the path of the
# expert, with the expert's correction. Which one do you expect to fail in closed loop, and why?

# %%
decoders, curves = {}, {}
for name, perturbed in {'demonstrations only': False, 'with perturbed states': True}.items():
    decoders[name] = exercise.new_decoder(budget)
    curves[name] = train_decoder(decoders[name], data, budget, perturbed=perturbed)
draw_curves(Path(FOLDER) / 'curves.png', curves, DEMONSTRATIONS)
Image.open(Path(FOLDER) / 'curves.png')

# %% [markdown]
# ## Closed loop
#
# Success in physics, through the same controller and safety gate as on the robot.

# %%
checkpoints = {}
for name, decoder in decoders.items():
    checkpoints[name] = exercise.save(network, decoder, f'{name.split()[0]}.safetensors')
    rate = exercise.evaluate(checkpoints[name])
    print(f'{name}: {100 * rate["rate"]:.1f} % of {rate["n"]}, interval {rate["interval95"]}')

# %% [markdown]
# ## On the robot
#
# In a terminal, with the path that the next cell prints: the whole system with your policy. The
# film is `log/demo/demo.gif`.

# %%
print(f'make demo CHECKPOINT={checkpoints["with perturbed states"]}')
