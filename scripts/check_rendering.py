# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Print the first MuJoCo rendering backend that really renders an image on this machine."""

import os
import subprocess
import sys

BACKENDS = ('egl', 'osmesa')
TIMEOUT_S = 60.0
RENDER = """
import mujoco
model = mujoco.MjModel.from_xml_string(
    '<mujoco><worldbody><light pos="0 0 2"/><geom size="1"/></worldbody></mujoco>')
data = mujoco.MjData(model)
mujoco.mj_forward(model, data)
with mujoco.Renderer(model, 32, 32) as renderer:
    renderer.update_scene(data)
    assert renderer.render().max() > 0, 'the rendered image is black'
"""


def failure(backend: str) -> str | None:
    """Render in a child process (a driver may abort); return the reason of a failure, or None."""
    try:
        result = subprocess.run(
            [sys.executable, '-c', RENDER],
            env={**os.environ, 'MUJOCO_GL': backend},
            capture_output=True,
            text=True,
            timeout=TIMEOUT_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f'no image within {TIMEOUT_S:g} s'
    if result.returncode == 0:
        return None
    lines = result.stderr.strip().splitlines()
    return lines[-1] if lines else f'exit status {result.returncode}'


def main() -> int:
    """Try the backends in order; exit with 1 when none works."""
    chosen = os.environ.get('MUJOCO_GL')
    for backend in (chosen,) if chosen else BACKENDS:
        reason = failure(backend)
        if reason is None:
            print(backend)
            return 0
        print(f'MUJOCO_GL={backend}: {reason}', file=sys.stderr)
    return 1


if __name__ == '__main__':
    sys.exit(main())
