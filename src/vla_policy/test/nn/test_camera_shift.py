# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""An error of the camera pose displaces points of the table as the geometry of a camera does."""

import numpy as np
import pytest
import torch
from vla_policy.nn.camera_shift import CameraShift
from vla_policy.nn.camera_shift import NOMINAL_VIEW
from vla_policy.nn.camera_shift import table_shift
from vla_policy.nn.camera_shift import VIEW

CAMERA = torch.tensor([NOMINAL_VIEW[:3]], dtype=torch.float64)
POINTS = torch.tensor([(0.32, -0.27), (0.5, 0.0), (0.66, 0.27)], dtype=torch.float64)


def on_table(camera: np.ndarray, ray: np.ndarray) -> np.ndarray:
    """Return where rays (N, 3) from a camera meet the table."""
    return (camera - camera[2] / ray[:, 2:] * ray)[:, :2]


def turned(ray: np.ndarray, rotation: np.ndarray) -> np.ndarray:
    """Return rays (N, 3) turned by a rotation vector (Rodrigues)."""
    angle = np.linalg.norm(rotation)
    axis = rotation / max(angle, 1e-12)
    along = (ray @ axis)[:, None] * axis
    return along + np.cos(angle) * (ray - along) + np.sin(angle) * np.cross(axis, ray)


@pytest.mark.parametrize(
    'error',
    [
        (0.01, 0.0, 0.0, 0.0, 0.0, 0.0),
        (0.0, 0.0, 0.01, 0.0, 0.0, 0.0),
        (0.0, 0.0, 0.0, 0.01, 0.0, 0.0),
        (0.0, 0.0, 0.0, 0.0, -0.01, 0.0),
        (0.0, 0.0, 0.0, 0.0, 0.0, 0.01),
        (0.004, -0.003, 0.005, 0.004, -0.006, 0.005),
    ],
)
def test_the_shift_is_that_of_the_rays_of_the_true_camera(error: tuple[float, ...]) -> None:
    camera, points = CAMERA[0].numpy(), np.pad(POINTS.numpy(), ((0, 0), (0, 1)))
    true = on_table(camera + error[:3], turned(points - camera, np.array(error[3:])))
    shift = table_shift(POINTS, CAMERA, torch.tensor([error], dtype=torch.float64))[0]
    # To first order: the shifts are about 1 cm.
    np.testing.assert_allclose(shift.numpy(), true - points[:, :2], atol=3e-4)
    assert np.abs(true - points[:, :2]).max() > 2e-3


def test_the_error_is_small_before_training() -> None:
    torch.manual_seed(0)
    network = CameraShift(dim=8, channels=4, tokens=6, rows=3, cols=4)
    error = network(torch.randn(2, 6, 8), torch.randn(2, 4, 3, 4), torch.rand(2, VIEW))
    assert 0 < error.abs().max() < 1e-3


def test_the_error_depends_on_image_camera_and_tool() -> None:
    torch.manual_seed(0)
    network = CameraShift(dim=8, channels=4, tokens=6, rows=3, cols=4)
    torch.nn.init.normal_(network.read[-1].weight)
    tokens, feature_map = torch.randn(1, 6, 8), torch.randn(1, 4, 3, 4)
    view = torch.tensor([NOMINAL_VIEW])
    assert view.shape == (1, VIEW)
    error = network(tokens, feature_map, view)
    assert error.shape == (1, 6)
    for changed in (
        network(tokens + 1.0, feature_map, view),
        network(tokens, torch.randn(1, 4, 3, 4), view),
        network(tokens, feature_map, view + torch.tensor((0.1, 0.0, 0.0, 0.0, 0.0, 0.0))),
        network(tokens, feature_map, view + torch.tensor((0.0, 0.0, 0.0, 0.0, 0.1, 0.0))),
    ):
        assert not torch.allclose(changed, error, atol=1e-6)
