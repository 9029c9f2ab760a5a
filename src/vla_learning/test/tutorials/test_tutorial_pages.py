# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The commands of docs/tutorials have a test that runs them in a small form."""

from pathlib import Path
import re
import shlex

import pytest
from vla_language.interpreter import load_interpreter
from vla_learning.tutorials.attention_trace import interpret_first_step
from vla_policy.control.detections import CLASS_NAMES
from vla_sim.physics.scene_sampling import sample_scene

PAGES = sorted((Path(__file__).resolve().parents[4] / 'docs' / 'tutorials').glob('*.md'))
#: Test that runs the tool of a make target, or a tutorial with cells.
TESTED = {
    'alignment': 'test_alignment.py',
    'attention': 'test_attention.py',
    'attention-kinds': 'test_attention_kinds.py',
    'actions': 'test_actions.py',
    'demo': '../../../vla_bringup/test/demo/test_main.py',
    '$(cat examples/tutorials/actions.py)': 'test_workspace.py',
}

BEGINNINGS = ('make ', 'python -c ', 'scripts/run.sh python -m vla_learning.tutorials.')


def commands(page: Path) -> list[str]:
    """Return the lines of the bash blocks of a page."""
    blocks = re.findall(r'```bash\n(.*?)```', page.read_text(encoding='utf-8'), re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line]


def test_every_command_has_a_test() -> None:
    lines = [line for page in PAGES for line in commands(page)]
    assert len(lines) >= len(TESTED)
    for line in lines:
        (beginning,) = [start for start in BEGINNINGS if line.startswith(start)]
        target, *_ = shlex.split(line.removeprefix(beginning))
        assert (Path(__file__).parent / TESTED[target]).exists()


@pytest.mark.parametrize('page', PAGES, ids=lambda page: page.stem)
def test_the_scenes_have_the_objects_of_the_commands(page: Path) -> None:
    found = re.findall(r'COMMAND="([^"]+)" SEED=(\d+)', page.read_text(encoding='utf-8'))
    interpreter = load_interpreter() if found else None
    for text, seed in found:
        assert interpreter is not None
        assert interpret_first_step(interpreter, text).encoded is not None
        names = [f'{item.color} {item.shape}' for item in sample_scene(int(seed))]
        for name in re.findall(rf'\w+ (?:{"|".join(CLASS_NAMES)})', text):
            assert names.count(name) == 1, f'{text!r} in a scene of {names}'
