# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Cells of tutorials: parsing, parameters, and every tutorial in a small form."""

import os
from pathlib import Path

import pytest
from vla_learning.tutorials import actions
from vla_learning.tutorials import alignment
from vla_learning.tutorials.run_cells import enter_workspace
from vla_learning.tutorials.run_cells import main
from vla_learning.tutorials.run_cells import read_cells
from vla_learning.tutorials.run_cells import run_cells
from vla_learning.tutorials.run_cells import set_parameters

ROOT = Path(__file__).resolve().parents[4]
TUTORIALS = sorted((ROOT / 'examples' / 'tutorials').glob('*.py'))
TEXT = """# Copyright
# %% [markdown]
# # Title
#
# Text.

# %% tags=["parameters"]
COUNT = 100
NAME = 'long'

# %%
result = COUNT * 2
"""
#: Values of the small form.
SMALL = {
    'alignment': {'SCENES': '40', 'GROUPS': '1', 'STEPS': '3'},
    'attention': {},
    'actions': {'DEMONSTRATIONS': '3', 'STEPS': '3', 'ROUNDS': '1', 'TRIALS': '1'},
}


@pytest.fixture
def in_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run in the workspace, but keep the features in a folder of the test."""
    monkeypatch.setattr(alignment, 'FEATURES', tmp_path / 'features')
    monkeypatch.chdir(ROOT)


def test_cells_are_found() -> None:
    text, parameters, code = read_cells(TEXT)
    assert (text.is_text, parameters.is_text, code.is_text) == (True, False, False)
    assert [cell.is_parameters for cell in (text, parameters, code)] == [False, True, False]
    assert code.source.strip() == 'result = COUNT * 2'


def test_parameters_are_replaced() -> None:
    source = read_cells(TEXT)[1].source
    assert "COUNT = 3\nNAME = 'long'" in set_parameters(source, {'COUNT': '3'})
    with pytest.raises(ValueError, match="must be one of COUNT, NAME; got 'SIZE'"):
        set_parameters(source, {'SIZE': '3'})


def test_text_is_printed_and_code_is_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / 'tutorial.py'
    path.write_text(TEXT)
    assert run_cells(path, {'COUNT': '4'})['result'] == 8
    assert capsys.readouterr().out == '# Title\n\nText.\n\n'
    with pytest.raises(SystemExit):
        main([str(path), '--set', 'SIZE=4'])
    assert "got 'SIZE'" in capsys.readouterr().err


def test_a_notebook_finds_the_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT / 'examples' / 'tutorials')
    enter_workspace()
    assert Path(os.getcwd()) == ROOT
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ValueError, match='must run in a folder of the workspace'):
        enter_workspace()


def test_every_tutorial_has_a_page_and_a_small_form() -> None:
    names = [path.stem for path in TUTORIALS]
    assert sorted(SMALL) == names
    for path in TUTORIALS:
        assert (ROOT / 'docs' / 'tutorials' / f'{path.stem}.md').exists()
        cells = read_cells(path.read_text(encoding='utf-8'))
        assert sum(cell.is_text for cell in cells) >= 3
        assert sum(cell.is_parameters for cell in cells) == 1


@pytest.mark.usefixtures('in_workspace')
@pytest.mark.parametrize('path', TUTORIALS, ids=lambda path: path.stem)
def test_a_tutorial_runs(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / 'results'
    variables = run_cells(path, {**SMALL[path.stem], 'FOLDER': repr(str(folder))})
    pictures = sorted(p.name for p in folder.iterdir() if p.suffix in ('.png', '.webp'))
    printed = capsys.readouterr().out
    if path.stem == 'alignment':
        assert pictures == ['embedding.png']
        assert printed.count('(n = 32)') == 3
    elif path.stem == 'attention':
        assert pictures == ['attention.png', 'deletion.png']
    else:
        assert pictures == ['curves.png', 'expert.webp']
        assert variables['demonstration'].success
        assert f'make demo CHECKPOINT={folder}/with.safetensors' in printed
        assert printed.count('of 4, interval') == len(actions.RUNS)
