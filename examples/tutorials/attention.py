# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Exercise 2, attention: cells with text."""

# %% [markdown]
# # Exercise 2: cross-modal attention
#
# Three learned queries (target, destination, task) read the words of a command and the patches of
# the image. `docs/tutorials/attention.md` shows and explains the results.
#
# Open this file in VS Code or Jupyter (with jupytext) from a shell in which `scripts/env.sh` was
# sourced.

# %%
from pathlib import Path

from PIL import Image
from vla_learning.evaluation.episode_runner import DEFAULT_CHECKPOINT
from vla_learning.tutorials.attention import run_exercise
from vla_learning.tutorials.workspace import enter_workspace

enter_workspace()

# %% tags=["parameters"]
COMMAND = 'pick up the red cube'
SEED = 3
FOLDER = 'log/tutorials/attention'

# %% [markdown]
# ## Masks, words and patches
#
# The first table proves that padding has no influence, for each kind of attention. The second is
# the area under the deletion curve: small if the deleted patches mattered.

# %%
print(run_exercise(DEFAULT_CHECKPOINT, COMMAND, SEED, Path(FOLDER)))

# %% [markdown]
# Which words does the target query read? Which patch has the highest weight, and where is the
# maximum of the location head?

# %%
Image.open(Path(FOLDER) / 'attention.png')

# %% [markdown]
# ## Deletion curve
#
# If the attended patches matter, their deletion loses the target sooner than that of random ones.

# %%
Image.open(Path(FOLDER) / 'deletion.png')
