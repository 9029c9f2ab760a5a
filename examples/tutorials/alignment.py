# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Exercise 1, alignment: cells with text."""

# %% [markdown]
# # Exercise 1: alignment of images and text
#
# Images and descriptions are mapped to unit vectors of one space. Both encoders stay frozen; only
# the mapping is trained. `docs/tutorials/alignment.md` shows and explains the results.
#
# Open this file in VS Code or Jupyter (with jupytext) from a shell in which `scripts/env.sh` was
# sourced.

# %%
from pathlib import Path

from PIL import Image
import torch
from vla_language.encoders.minilm import MiniLM
from vla_learning.evaluation.episode_runner import DEFAULT_CHECKPOINT
from vla_learning.evaluation.retrieval import GROUP
from vla_learning.tutorials.alignment import AlignmentExercise
from vla_learning.tutorials.alignment_pictures import AlignedGroup
from vla_learning.tutorials.alignment_pictures import draw_spaces
from vla_learning.tutorials.alignment_training import AlignmentBudget
from vla_learning.tutorials.alignment_training import build_alignment
from vla_learning.tutorials.alignment_training import caption_scene
from vla_learning.tutorials.alignment_training import draw_test_scenes
from vla_learning.tutorials.alignment_training import embed_pairs
from vla_learning.tutorials.alignment_training import measure_alignment
from vla_learning.tutorials.alignment_training import train_alignment
from vla_learning.tutorials.scene_features import FIRST_TRAINING_SEED
from vla_learning.tutorials.workspace import enter_workspace

enter_workspace()
torch.set_num_threads(1)

# %% tags=["parameters"]
SCENES = 512
GROUPS = 4
STEPS = 600
FOLDER = 'log/tutorials/alignment'

# %% [markdown]
# ## Pairs
#
# A scene of the simulator and a description that is true of it. The test descriptions fit one
# scene of their group only.

# %%
seeds = range(FIRST_TRAINING_SEED, FIRST_TRAINING_SEED + SCENES)
training_scenes = [caption_scene(seed) for seed in seeds]
test_scenes = draw_test_scenes(GROUPS)
print(*(scene.text for scene in training_scenes[:3]), sep='\n')

# %% [markdown]
# ## Frozen features
#
# The visual encoder of the shipped weights and MiniLM; about 4 scenes per second, kept for the
# next run.

# %%
exercise = AlignmentExercise(DEFAULT_CHECKPOINT, Path(FOLDER), SCENES, GROUPS)
text_encoder = MiniLM()
training = exercise.encode(training_scenes, text_encoder)
test = exercise.encode(test_scenes, text_encoder)

# %% [markdown]
# ## Train with two losses
#
# The L2 loss pulls the vectors of a pair together. InfoNCE also pushes others apart. Both start
# from the same random weights. What do you expect of the similarity of pairs that do not match?

# %%
groups = {}
budget = AlignmentBudget(steps=STEPS)
for title, loss in {'before': None, 'L2 loss': 'l2', 'InfoNCE loss': 'infonce'}.items():
    alignment = build_alignment(training, budget.seed)
    if loss is not None:
        train_alignment(alignment, training, loss, budget)
    scenes, texts = embed_pairs(alignment, test)
    quality = measure_alignment(scenes, texts)
    groups[title] = AlignedGroup(scenes[:GROUP], texts[:GROUP], quality)
    found = quality.rates['text to image R@1']
    print(
        f'{title}: R@1 {100 * found["rate"]:.1f} % (n = {found["n"]}), similarity of pairs '
        f'{quality.paired:.3f}, of others {quality.unpaired:.3f}'
    )

# %% [markdown]
# ## The space
#
# Below each plot, the similarity matrix: the diagonal are the pairs.

# %%
picture = Path(FOLDER) / 'embedding.png'
picture.parent.mkdir(parents=True, exist_ok=True)
draw_spaces(picture, groups)
Image.open(picture)
