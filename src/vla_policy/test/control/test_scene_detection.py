# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Detected objects of one image, for displays."""

import numpy as np
from policy_samples import OBJECT_XY
from policy_samples import sample_observation
from policy_samples import scripted_policy
import pytest
import torch
from vla_policy.control.held_object import HeldObject
from vla_policy.control.observation_validation import RefusalError
from vla_policy.control.scene_detection import detect_scene
from vla_policy.nn.torch_networks import TorchNetworks

TOOL_XY, HOME_M = (0.4, 0.0), (0.35, 0.0, 0.3)


def test_objects_are_detected_without_a_command() -> None:
    scene = detect_scene(TorchNetworks(scripted_policy()), sample_observation(), HOME_M, None)
    (cube,) = scene.objects
    assert cube.name == 'red cube'
    assert cube.position == pytest.approx(OBJECT_XY)
    assert scene.held is None


def test_a_held_object_is_at_the_gripper() -> None:
    held = HeldObject('red cube', np.array(TOOL_XY), 0.2)
    scene = detect_scene(TorchNetworks(scripted_policy()), sample_observation(), HOME_M, held)
    assert [(d.name, d.position) for d in scene.objects] == [('red cube', TOOL_XY)]
    assert scene.held is held


def test_outputs_that_are_not_finite_are_refused() -> None:
    model = scripted_policy()
    with torch.no_grad():
        model.dense.read[-1].bias[0] = torch.nan
    with pytest.raises(RefusalError, match='finite'):
        detect_scene(TorchNetworks(model), sample_observation(), HOME_M, None)
