# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Tutorials find the workspace, and each of them runs in a small form."""

from pathlib import Path
import re
import subprocess
import sys

import pytest
from vla_learning.tutorials.workspace import enter_workspace

ROOT = Path(__file__).resolve().parents[4]
TUTORIALS = sorted((ROOT / 'examples' / 'tutorials').glob('*.py'))
#: Values of the small form in the parameter cell.
SMALL = {
    'actions': {'DEMONSTRATIONS': 4, 'STEPS': 3, 'ROUNDS': 1, 'TRIALS': 1},
    'alignment': {'SCENES': 40, 'GROUPS': 1, 'STEPS': 3},
    'attention': {'SEED': 3},
}

tutorials = pytest.mark.parametrize('path', TUTORIALS, ids=lambda path: path.stem)


def in_small_form(path: Path) -> str:
    """Return the source of a tutorial with the values of the small form."""
    head, marks, cell, *rest = re.split(
        r'^(# %% tags=\["parameters"\]\n)', path.read_text(), maxsplit=1, flags=re.MULTILINE
    ) + ['']
    assert not any(rest)
    for name, value in SMALL[path.stem].items():
        cell, count = re.subn(rf'^{name} = .*$', f'{name} = {value}', cell, flags=re.MULTILINE)
        assert count == 1, f'{path} has no parameter {name}'
    return head + marks + cell


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with configuration and weights, into which a tutorial writes its results."""
    for name in ('config', 'src'):
        (tmp_path / name).symlink_to(ROOT / name)
    monkeypatch.setenv('OMP_NUM_THREADS', '1')
    return tmp_path


def test_a_notebook_finds_the_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT / 'examples' / 'tutorials')
    enter_workspace()
    assert Path.cwd() == ROOT
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ValueError, match='must run in a folder of the workspace'):
        enter_workspace()


@tutorials
def test_a_tutorial_has_text_parameters_and_a_page(path: Path) -> None:
    text = path.read_text()
    assert sorted(SMALL) == [file.stem for file in TUTORIALS]
    assert (ROOT / 'docs' / 'tutorials' / f'{path.stem}.md').exists()
    assert text.count('\n# %% tags=["parameters"]\n') == 1
    for cell in re.split(r'^# %%', text, flags=re.MULTILINE)[1:]:
        if cell.startswith(' [markdown]'):
            assert all(line.startswith('#') for line in cell.splitlines()[1:] if line)
    assert text.count('\n# %% [markdown]\n') >= 3


@pytest.mark.timeout(600)  # about 40 s of processor time
@tutorials
def test_a_tutorial_runs(path: Path, folder: Path) -> None:
    # With -c, as the page shows: worker processes do not run the file again.
    run = subprocess.run(
        [sys.executable, '-c', in_small_form(path)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    results = folder / 'log' / 'tutorials' / path.stem
    files = {file.name for file in results.iterdir()}
    if path.stem == 'alignment':
        assert 'embedding.png' in files
        assert run.stdout.count('(n = 32)') == 3
    elif path.stem == 'attention':
        assert files >= {'attention.png', 'deletion.png'}
        assert 'area under the curve' in run.stdout
    else:
        assert files >= {'curves.png', 'expert.webp', 'with.safetensors', 'with.onnx.json'}
        assert 'success: True' in run.stdout
        assert run.stdout.count('of 4, interval') == 2
        assert 'make demo CHECKPOINT=log/tutorials/actions/with.safetensors' in run.stdout
