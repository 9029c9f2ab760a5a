# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Set-up renders a real image before it believes in a backend."""

import os

import check_rendering
import pytest


def test_a_working_backend_is_printed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv('MUJOCO_GL')
    assert check_rendering.main() == 0
    assert capsys.readouterr().out.strip() in check_rendering.BACKENDS


def test_the_users_backend_is_the_only_one_tried(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv('MUJOCO_GL', 'no_such_backend')
    assert check_rendering.main() == 1
    output = capsys.readouterr()
    assert output.out == ''
    assert output.err.startswith('MUJOCO_GL=no_such_backend: ')
    assert 'no_such_backend' in output.err.splitlines()[0].split(':', 1)[1]


def test_a_black_image_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    empty = check_rendering.RENDER.replace('<geom size="1"/>', '')
    monkeypatch.setattr(check_rendering, 'RENDER', empty)
    backend = os.environ['MUJOCO_GL']
    assert 'black' in (check_rendering.failure(backend) or '')
