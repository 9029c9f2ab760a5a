# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Every decoder with every kind of targets: shapes, gradients, where its steps start."""

from itertools import product

from policy_samples import a_situation
import pytest
import torch
from torch import nn
from torch import Tensor
from vla_policy.nn.decoder_registry import build_decoder
from vla_policy.nn.decoder_registry import DECODERS
from vla_policy.nn.transformer_decoder import CENTER_M
from vla_policy.nn.transformer_decoder import ChunkPrediction
from vla_policy.nn.transformer_decoder import TARGETS
from vla_policy.types.vocabulary import Phase

STEPS = 6


def a_decoder(kind: str, targets: str = 'relative', seed: int = 0) -> nn.Module:
    torch.manual_seed(seed)
    return build_decoder(kind, steps=STEPS, dim=16, hidden=24, heads=2, targets=targets)


def flat(p: ChunkPrediction) -> Tensor:
    return torch.cat([part.flatten() for part in p])


def silenced(decoder: nn.Module) -> nn.Module:
    with torch.no_grad():
        for parameter in decoder.output.parameters():
            parameter.zero_()
    return decoder


@pytest.fixture(params=product(DECODERS, TARGETS), ids='-'.join)
def decoder(request: pytest.FixtureRequest) -> nn.Module:
    return a_decoder(*request.param)


def test_shapes_and_unit_quaternions(decoder: nn.Module) -> None:
    p = decoder(a_situation(4))
    assert p.position.shape == (4, STEPS, 3)
    assert p.quaternion.shape == (4, STEPS, 4)
    assert p.gripper.shape == p.termination.shape == (4, STEPS)
    assert p.phase.shape == (4, STEPS, len(Phase))
    torch.testing.assert_close(p.quaternion.norm(dim=-1), torch.ones(4, STEPS))


def test_every_parameter_gets_a_gradient(decoder: nn.Module) -> None:
    flat(decoder(a_situation())).square().sum().backward()
    for name, parameter in decoder.named_parameters():
        assert parameter.grad is not None, name
        assert parameter.grad.isfinite().all(), name
        assert parameter.grad.abs().sum() > 0, name


def test_rows_of_a_batch_are_apart(decoder: nn.Module) -> None:
    situation = a_situation(3)
    together = decoder(situation)
    alone = decoder(type(situation)(*(part[1:2] for part in situation)))
    for got, wanted in zip(alone, together, strict=True):
        torch.testing.assert_close(got[0], wanted[1])


@pytest.mark.parametrize('kind', DECODERS)
def test_one_seed_gives_one_result(kind: str) -> None:
    first, second, other = (flat(a_decoder(kind, seed=s)(a_situation())) for s in (5, 5, 6))
    assert torch.equal(first, second)
    assert not torch.equal(first, other)


@pytest.mark.parametrize('kind', DECODERS)
def test_steps_differ_from_each_other(kind: str) -> None:
    position = a_decoder(kind)(a_situation(1)).position[0]
    assert (position[1:] - position[:-1]).abs().sum(-1).min() > 0


@pytest.mark.parametrize('kind', DECODERS)
def test_relative_targets_stay_at_the_hand_when_silent(kind: str) -> None:
    situation = a_situation(3)
    p = silenced(a_decoder(kind, 'relative'))(situation)
    torch.testing.assert_close(p.position, situation.position[:, None].expand_as(p.position))
    half = situation.yaw[:, None].expand(-1, STEPS) / 2
    torch.testing.assert_close(p.quaternion[..., 0], half.cos())
    torch.testing.assert_close(p.quaternion[..., 1], half.sin())


@pytest.mark.parametrize('kind', DECODERS)
def test_absolute_targets_stay_at_a_fixed_pose_when_silent(kind: str) -> None:
    p = silenced(a_decoder(kind, 'absolute'))(a_situation(3))
    torch.testing.assert_close(p.position, torch.tensor(CENTER_M).expand_as(p.position))
    torch.testing.assert_close(p.quaternion[..., 0], torch.ones(3, STEPS))


@pytest.mark.parametrize('field', ['yaw', 'phase', 'task', 'target'])
def test_wrong_shapes_name_both(decoder: nn.Module, field: str) -> None:
    situation = a_situation(3)
    wrong = getattr(situation, field)[:2]
    with pytest.raises(ValueError, match=rf'{field} of a situation .*\(3, 3\)') as error:
        decoder(situation._replace(**{field: wrong}))
    assert str(tuple(wrong.shape)) in str(error.value)


def test_budgets_of_parameters_are_alike() -> None:
    counts = [
        sum(
            p.numel()
            for p in build_decoder(kind, steps=16, dim=64, hidden=256, heads=4).parameters()
        )
        for kind in DECODERS
    ]
    assert max(counts) < 1.15 * min(counts)


@pytest.mark.parametrize(
    ('kind', 'targets', 'expected'),
    [
        ('diffusion', 'relative', "transformer, lstm.*; got 'diffusion'"),
        ('lstm', 'polar', "relative, absolute; got 'polar'"),
        ('transformer', 'polar', "relative, absolute; got 'polar'"),
    ],
)
def test_unknown_names_list_those_that_there_are(kind: str, targets: str, expected: str) -> None:
    with pytest.raises(ValueError, match=expected):
        a_decoder(kind, targets)
