# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Working directory of the tutorials in examples/tutorials."""

import os
from pathlib import Path


def enter_workspace() -> None:
    """
    Change to the top folder of the workspace: notebooks start in the folder of their file.

    Raises
    ------
    ValueError
        If the present folder is not in a workspace.

    """
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / 'config' / 'vla.yaml').exists():
            os.chdir(folder)
            return
    raise ValueError(f'a tutorial must run in a folder of the workspace; got {here}')
