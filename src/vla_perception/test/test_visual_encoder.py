# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The shipped visual encoder: shapes, gradients, determinism, preparation for inference."""

import copy
from typing import Any

import numpy as np
import pytest
import torch
from vla_perception.visual_encoder import balance_exposure
from vla_perception.visual_encoder import build_encoder
from vla_perception.visual_encoder import GridEncoder
from vla_perception.visual_encoder import prepare_for_inference


@pytest.fixture(scope='module')
def trained() -> GridEncoder:
    """Return an encoder in evaluation mode whose batch norms have statistics of data."""
    torch.manual_seed(0)
    encoder = GridEncoder()
    for _ in range(2):
        encoder(torch.rand(2, 3, 192, 256))
    return encoder.eval()


@pytest.mark.parametrize('sizes', [{}, {'dim': 32, 'map_channels': 16, 'heads': 2}])
def test_output_shapes(sizes: dict[str, int]) -> None:
    output = build_encoder(sizes)(torch.rand(2, 3, 192, 256))
    assert output.tokens.shape == (2, 192, sizes.get('dim', 96))
    assert output.feature_map.shape == (2, sizes.get('map_channels', 64), 24, 32)


def test_the_config_builds_an_equal_encoder() -> None:
    encoder = GridEncoder(dim=32, map_channels=16, heads=2)
    build_encoder(encoder.config).load_state_dict(encoder.state_dict())


def test_gradient_reaches_every_parameter_from_either_output() -> None:
    torch.manual_seed(0)
    encoder = GridEncoder(dim=32, map_channels=16, heads=2)
    top = {'top_down', 'lateral', 'fuse', 'refine'}
    for index, unused in ((0, top), (1, set())):
        encoder.zero_grad(set_to_none=True)
        encoder(torch.rand(2, 3, 192, 256))[index].square().mean().backward()
        for name, parameter in encoder.named_parameters():
            if name.split('.')[0] in unused:
                assert parameter.grad is None, name
            else:
                assert parameter.grad is not None, name
                assert parameter.grad.abs().sum() > 0, name


def test_the_same_image_has_the_same_features(trained: GridEncoder) -> None:
    images = torch.rand(1, 3, 192, 256)
    for first, second in zip(trained(images), trained(images), strict=True):
        assert torch.equal(first, second)


def test_images_of_a_batch_are_independent(trained: GridEncoder) -> None:
    images = torch.rand(3, 3, 192, 256)
    for batched, alone in zip(trained(images), trained(images[1:2]), strict=True):
        torch.testing.assert_close(batched[1:2], alone, atol=1e-5, rtol=1e-4)


def test_levels_are_rows_cols_channels(trained: GridEncoder) -> None:
    image = torch.rand(3, 192, 256)
    tokens, feature_map = map(torch.from_numpy, trained.encode(image.numpy()))
    output = trained(image[None])
    assert tokens.shape == (12, 16, 96)
    assert feature_map.shape == (24, 32, 64)
    torch.testing.assert_close(tokens[3, 5], output.tokens[0, 3 * 16 + 5])
    torch.testing.assert_close(feature_map[7, 9], output.feature_map[0, :, 7, 9])


def test_a_change_in_the_image_changes_the_features_of_its_place(trained: GridEncoder) -> None:
    image = torch.rand(3, 192, 256).numpy()
    changed = image.copy()
    changed[:, :24, :24] = 1.0 - changed[:, :24, :24]  # top left
    difference = np.abs(trained.encode(changed)[1] - trained.encode(image)[1]).sum(-1)
    row, col = divmod(int(difference.argmax()), 32)
    assert row < 6
    assert col < 6


@pytest.mark.parametrize('shape', [(1, 3, 256, 192), (3, 192, 256), (1, 4, 192, 256)])
def test_the_error_of_a_wrong_shape_names_both_shapes(
    trained: GridEncoder, shape: tuple[int, ...]
) -> None:
    with pytest.raises(ValueError, match='3, 192, 256') as error:
        trained(torch.zeros(shape))
    assert str(shape) in str(error.value)


def test_preparation_for_inference_keeps_the_features(trained: GridEncoder) -> None:
    image = torch.rand(3, 192, 256).numpy()
    ready = prepare_for_inference(copy.deepcopy(trained))
    assert not any(isinstance(m, torch.nn.BatchNorm2d) for m in ready.modules())
    for fast, exact in zip(ready.encode(image), trained.encode(image), strict=True):
        np.testing.assert_allclose(fast, exact, atol=1e-4, rtol=1e-3)


@pytest.mark.parametrize('config', [{'depth': 3}, {'dim': 96, 'color': 'red'}])
def test_the_error_of_an_unknown_config_lists_the_known_names(config: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match='map_channels') as error:
        build_encoder(config)
    assert sorted(config)[0] in str(error.value)


def test_heads_must_divide_dim() -> None:
    with pytest.raises(ValueError, match='dim=96 and heads=5'):
        GridEncoder(heads=5)


def test_the_encoder_sees_the_same_in_any_light() -> None:
    torch.manual_seed(0)
    encoder = GridEncoder().eval()
    image = torch.rand(1, 3, 192, 256)
    bright, dark = encoder(image), encoder(0.2 * image)
    torch.testing.assert_close(bright.feature_map, dark.feature_map, atol=1e-4, rtol=1e-3)


def test_a_black_image_is_not_amplified_without_limit() -> None:
    assert balance_exposure(torch.full((1, 3, 2, 2), 1e-4)).max() < 0.01
