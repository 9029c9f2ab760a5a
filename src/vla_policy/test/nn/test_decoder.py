# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Inputs and outputs of the decoders; properties of every decoder with every target."""

from itertools import product

from policy_samples import sample_decoder_input
import pytest
import torch
from torch import nn
from torch import Tensor
from vla_policy.nn.decoder import absolute_frame
from vla_policy.nn.decoder import CENTER_M
from vla_policy.nn.decoder import ChunkPrediction
from vla_policy.nn.decoder import encode_decoder_input
from vla_policy.nn.decoder import input_layers
from vla_policy.nn.decoder import INPUT_SIZE
from vla_policy.nn.decoder import OUTPUT_SIZE
from vla_policy.nn.decoder import PoseFrame
from vla_policy.nn.decoder import relative_frame
from vla_policy.nn.decoder import TARGETS
from vla_policy.nn.decoder import to_prediction
from vla_policy.nn.decoder_registry import build_decoder
from vla_policy.nn.decoder_registry import DECODERS
from vla_policy.types.vocabulary import Phase

STEPS = 6


def small_decoder(kind: str, targets: str = 'relative', seed: int = 0) -> nn.Module:
    torch.manual_seed(seed)
    return build_decoder(kind, steps=STEPS, dim=16, hidden=24, heads=2, targets=targets)


def flat(p: ChunkPrediction) -> Tensor:
    return torch.cat([part.flatten() for part in p])


def with_zero_output(decoder: nn.Module) -> nn.Module:
    with torch.no_grad():
        for parameter in decoder.output.parameters():
            parameter.zero_()
    return decoder


@pytest.fixture(params=product(DECODERS, TARGETS), ids='-'.join)
def decoder(request: pytest.FixtureRequest) -> nn.Module:
    return small_decoder(*request.param)


def test_shapes_and_unit_quaternions(decoder: nn.Module) -> None:
    p = decoder(sample_decoder_input(4))
    assert p.position.shape == (4, STEPS, 3)
    assert p.quaternion.shape == (4, STEPS, 4)
    assert p.gripper.shape == p.termination.shape == (4, STEPS)
    assert p.phase.shape == (4, STEPS, len(Phase))
    torch.testing.assert_close(p.quaternion.norm(dim=-1), torch.ones(4, STEPS))


def test_every_parameter_gets_a_gradient(decoder: nn.Module) -> None:
    flat(decoder(sample_decoder_input())).square().sum().backward()
    for name, parameter in decoder.named_parameters():
        assert parameter.grad is not None, name
        assert parameter.grad.isfinite().all(), name
        assert parameter.grad.abs().sum() > 0, name


def test_rows_of_a_batch_are_independent(decoder: nn.Module) -> None:
    inputs = sample_decoder_input(3)
    together = decoder(inputs)
    alone = decoder(type(inputs)(*(part[1:2] for part in inputs)))
    for actual, expected in zip(alone, together, strict=True):
        torch.testing.assert_close(actual[0], expected[1])


@pytest.mark.parametrize('kind', DECODERS)
def test_weights_depend_only_on_the_seed(kind: str) -> None:
    first, second, other = (
        flat(small_decoder(kind, seed=s)(sample_decoder_input())) for s in (5, 5, 6)
    )
    assert torch.equal(first, second)
    assert not torch.equal(first, other)


@pytest.mark.parametrize('kind', DECODERS)
def test_steps_differ_from_each_other(kind: str) -> None:
    position = small_decoder(kind)(sample_decoder_input(1)).position[0]
    assert (position[1:] - position[:-1]).abs().sum(-1).min() > 0


@pytest.mark.parametrize('kind', DECODERS)
def test_zero_output_with_relative_targets_is_the_end_effector_pose(kind: str) -> None:
    inputs = sample_decoder_input(3)
    p = with_zero_output(small_decoder(kind, 'relative'))(inputs)
    torch.testing.assert_close(p.position, inputs.position[:, None].expand_as(p.position))
    half = inputs.yaw[:, None].expand(-1, STEPS) / 2
    torch.testing.assert_close(p.quaternion[..., 0], half.cos())
    torch.testing.assert_close(p.quaternion[..., 1], half.sin())


@pytest.mark.parametrize('kind', DECODERS)
def test_zero_output_with_absolute_targets_is_a_fixed_pose(kind: str) -> None:
    p = with_zero_output(small_decoder(kind, 'absolute'))(sample_decoder_input(3))
    torch.testing.assert_close(p.position, torch.tensor(CENTER_M).expand_as(p.position))
    torch.testing.assert_close(p.quaternion[..., 0], torch.ones(3, STEPS))


@pytest.mark.parametrize('field', ['yaw', 'phase', 'task', 'target'])
def test_wrong_shapes_are_named_with_the_expected_ones(decoder: nn.Module, field: str) -> None:
    inputs = sample_decoder_input(3)
    wrong = getattr(inputs, field)[:2]
    with pytest.raises(ValueError, match=rf'{field} of a decoder input .*\(3, 3\)') as error:
        decoder(inputs._replace(**{field: wrong}))
    assert str(tuple(wrong.shape)) in str(error.value)


def test_an_encoded_input_has_the_size_of_the_first_layer() -> None:
    encoded = encode_decoder_input(sample_decoder_input(3))
    assert encoded.shape == (3, INPUT_SIZE)
    assert input_layers(8, 5)(encoded).shape == (3, 5)


def test_the_goal_is_encoded_relative_to_the_end_effector() -> None:
    inputs = sample_decoder_input(1)
    moved = inputs._replace(
        position=inputs.position + torch.tensor((0.1, -0.2, 0.0)),
        target=inputs.target + torch.tensor((0.1, -0.2)),
        destination=inputs.destination + torch.tensor((0.1, -0.2)),
    )
    difference = encode_decoder_input(moved) - encode_decoder_input(inputs)
    torch.testing.assert_close(difference[0, :3], torch.tensor((1.0, -2.0, 0.0)))
    torch.testing.assert_close(difference[0, 3:], torch.zeros(INPUT_SIZE - 3), rtol=0, atol=1e-5)


def test_frames_are_the_end_effector_pose_or_a_fixed_pose() -> None:
    inputs = sample_decoder_input(2)
    relative, absolute = relative_frame(inputs), absolute_frame(inputs)
    torch.testing.assert_close(relative.position, inputs.position)
    torch.testing.assert_close(relative.quaternion[:, 1], (inputs.yaw / 2).sin())
    torch.testing.assert_close(absolute.position, torch.tensor([CENTER_M] * 2))
    torch.testing.assert_close(absolute.quaternion, torch.tensor([[1.0, 0, 0, 0]] * 2))


def test_raw_outputs_are_decimeters_from_the_frame() -> None:
    frame = PoseFrame(torch.tensor([[0.5, 0.0, 0.2]]), torch.tensor([[1.0, 0.0, 0.0, 0.0]]))
    raw = torch.zeros(1, 1, OUTPUT_SIZE)
    raw[0, 0, :3] = torch.tensor((1.0, -2.0, 0.5))
    raw[0, 0, 4] = 1.0
    raw[0, 0, 7], raw[0, 0, 8], raw[0, 0, 9 + Phase.GRASP] = 3.0, -4.0, 5.0
    p = to_prediction(raw, frame)
    torch.testing.assert_close(p.position[0, 0], torch.tensor((0.6, -0.2, 0.25)))
    torch.testing.assert_close(p.quaternion[0, 0], torch.tensor((0.5**0.5, 0.5**0.5, 0.0, 0.0)))
    assert (p.gripper.item(), p.termination.item()) == (3.0, -4.0)
    assert p.phase[0, 0].argmax() == Phase.GRASP
