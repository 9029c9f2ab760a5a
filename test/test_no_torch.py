# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""With the engine onnxruntime, the nodes compute their networks without an import of torch."""

import subprocess
import sys

import pytest

PROGRAMS = {
    'perception': """
import vla_perception.perception_node
from vla_perception.encoder_registry import load_visual_encoder
from vla_perception.preprocess import preprocess
encoder = load_visual_encoder('grid_conv_v1', CHECKPOINT)
levels = encoder.encode(preprocess(np.zeros((480, 640, 3), np.uint8)))
assert [level.shape for level in levels] == [(12, 16, 96), (24, 32, 64)]
""",
    'language': """
import vla_language.language_node
from vla_language.command import parse_command
from vla_language.interpreter import load_interpreter
result = load_interpreter().interpret(parse_command('pick up the red cube'))
assert result.encoded is not None
""",
    'policy': """
import vla_policy.policy_node
from vla_policy.nn.loading import load_policy
from vla_policy.nn.loading import warm_up
warm_up(load_policy(CHECKPOINT))
""",
}
HEAD = """
import sys
import numpy as np
CHECKPOINT = 'package://vla_policy/models/tabletop.safetensors'
"""
FOOT = """
assert 'torch' not in sys.modules
"""


@pytest.mark.parametrize('program', PROGRAMS.values(), ids=PROGRAMS)
def test_the_nodes_import_no_torch(program: str) -> None:
    result = subprocess.run(
        [sys.executable, '-c', HEAD + program + FOOT],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert result.returncode == 0, result.stderr
