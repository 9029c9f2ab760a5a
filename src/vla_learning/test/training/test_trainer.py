# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""A run that was stopped and resumed is the run that was not."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
import sys

from learning_samples import word_cache
import pytest
import torch
from vla_learning.data.frames import Frames
from vla_learning.training import trainer as module
from vla_learning.training.config import TrainConfig
from vla_learning.training.feature_cache import Features
from vla_learning.training.feature_cache import write_features
from vla_learning.training.plot_training import LOSSES
from vla_learning.training.plot_training import VALIDATION
from vla_learning.training.tensorboard_logger import EventError
from vla_learning.training.trainer import Trainer
from vla_learning.training.trainer import TrainingError

CURVES = ('losses.csv', 'validation.csv')


@pytest.fixture(autouse=True)
def log_every_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, '_LOG_EVERY', 1)


def stop_after(trainer: Trainer, step: int) -> None:
    """Run until Ctrl-C comes in the middle of the step after `step`."""
    take = trainer.train_step

    def train_step() -> dict[str, float]:
        if trainer.step == step:
            raise KeyboardInterrupt
        return take()

    trainer.train_step = train_step  # type: ignore[method-assign]
    with pytest.raises(KeyboardInterrupt):
        trainer.run()


def test_a_resumed_run_is_bit_for_bit_the_uninterrupted_one(
    frames: Frames, config: TrainConfig, tmp_path: Path
) -> None:
    whole = Trainer(config, frames, word_cache())
    whole.run()
    other = replace(config, log=str(tmp_path / 'stopped'))
    # The states are saved at the steps 2, 4 and 6.
    stop_after(Trainer(other, frames, word_cache()), 5)
    resumed = Trainer(other, frames, word_cache())
    resumed.run()
    for name, weights in whole.network.state_dict().items():
        assert torch.equal(weights, resumed.network.state_dict()[name]), name
    for name in CURVES:
        assert (whole.folder / name).read_text() == (resumed.folder / name).read_text()
    assert [s for s, _ in module.losses_of(whole.folder).rows()] == list(range(1, 7))
    assert whole.validate(8) == pytest.approx(resumed.validate(8), nan_ok=True)


def test_a_finished_run_takes_no_step_again(frames: Frames, config: TrainConfig) -> None:
    short = replace(config, steps=0, word_steps=0)
    Trainer(short, frames, word_cache()).run()
    again = Trainer(short, frames, word_cache())
    again.run()
    assert again.step == short.practice_steps
    assert len(module.losses_of(again.folder).rows()) == short.practice_steps


def test_figures_have_columns(frames: Frames, config: TrainConfig) -> None:
    trainer = Trainer(replace(config, practice_steps=0, steps=0), frames, word_cache())
    assert set(trainer.train_step()) == set(LOSSES)
    assert set(trainer.validate(4)) == set(VALIDATION)


def test_the_rate_warms_up_and_falls_in_both_parts(frames: Frames, config: TrainConfig) -> None:
    trainer = Trainer(
        replace(config, practice_steps=100, steps=100, warmup_steps=10), frames, word_cache()
    )
    rates = []
    for trainer.step in range(200):
        trainer._set_rate()
        rates.append(trainer.optimizer.param_groups[0]['lr'])
    for part in (rates[:100], rates[100:]):
        assert part[0] < 0.2 * config.learning_rate
        assert part.index(max(part)) == pytest.approx(10, abs=1)
        assert max(part) == pytest.approx(config.learning_rate, rel=0.05)
        assert part[-1] < 0.05 * config.learning_rate


@pytest.fixture
def stopped(frames: Frames, config: TrainConfig) -> TrainConfig:
    """Return the settings of a run that was stopped."""
    stop_after(Trainer(config, frames, word_cache()), 2)
    return config


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


@pytest.mark.parametrize(
    'harm',
    [
        truncate,
        lambda path: path.write_text('no state'),
        lambda path: torch.save({'step': 1}, path),
    ],
)
def test_a_damaged_state_is_named(
    harm: Callable[[Path], None], stopped: TrainConfig, frames: Frames
) -> None:
    path = Path(stopped.log) / 'state.pt'
    harm(path)
    with pytest.raises(TrainingError, match=str(path)):
        Trainer(stopped, frames, word_cache()).run()


def test_a_state_of_another_configuration_is_refused(stopped: TrainConfig, frames: Frames) -> None:
    with pytest.raises(TrainingError, match='another configuration'):
        Trainer(replace(stopped, learning_rate=2e-3), frames, word_cache()).run()


def test_a_loss_that_is_not_finite_ends_the_run(
    frames: Frames, config: TrainConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    trainer = Trainer(config, frames, word_cache())
    before = {k: v.clone() for k, v in trainer.network.state_dict().items()}
    loss = module.chunk_loss
    monkeypatch.setattr(module, 'chunk_loss', lambda *args: loss(*args) * float('nan'))
    with pytest.raises(TrainingError, match='Lower learning_rate'):
        trainer.train_step()
    assert all(torch.equal(v, before[k]) for k, v in trainer.network.state_dict().items())


def test_too_few_frames_are_an_error(frames: Frames, config: TrainConfig) -> None:
    with pytest.raises(TrainingError, match='images=64'):
        Trainer(replace(config, images=64), frames, word_cache())


def policy_weights(trainer: Trainer) -> torch.Tensor:
    return torch.nn.utils.parameters_to_vector(trainer.network.policy.parameters()).detach()


def judged(trainer: Trainer, shares: dict[int, float]) -> dict[int, torch.Tensor]:
    """Let validation find the share of a step, else 0; return the weights of each then."""
    weights: dict[int, torch.Tensor] = {}

    def validate(count: int) -> dict[str, float]:
        weights[trainer.step] = policy_weights(trainer)
        return {'verdict': shares.get(trainer.step, 0.0)}

    trainer.validate = validate  # type: ignore[method-assign]
    return weights


@pytest.mark.parametrize(('best', 'is_at_hand'), [(3, False), (4, True), (6, True)])
def test_features_at_hand_are_what_the_best_encoder_sees(
    best: int, is_at_hand: bool, frames: Frames, config: TrainConfig, tmp_path: Path
) -> None:
    trainer = Trainer(replace(config, validate_every=1), frames, word_cache())
    judged(trainer, {best: 1.0})
    trainer.run()
    assert (trainer.features is not None) == is_at_hand
    if trainer.features is not None:
        write_features(tmp_path / 'again', frames, trainer.network.visual)
        for kept, seen in zip(
            trainer.features([0, 3]), Features(tmp_path / 'again')([0, 3]), strict=True
        ):
            assert torch.equal(kept, seen)


def test_the_best_weights_are_left_in_the_end(frames: Frames, config: TrainConfig) -> None:
    trainer = Trainer(replace(config, validate_every=1), frames, word_cache())
    weights = judged(trainer, {4: 0.9, 5: 0.8})
    trainer.run()
    assert list(weights) == [3, 4, 5, 6]
    assert trainer.best_step == 4
    assert torch.equal(policy_weights(trainer), weights[4])
    assert not torch.equal(policy_weights(trainer), weights[6])


def test_a_run_without_gain_ends_early_and_stays_ended(
    frames: Frames, config: TrainConfig
) -> None:
    patient = replace(config, validate_every=1, word_steps=5, patience=2)
    trainer = Trainer(patient, frames, word_cache())
    # Before the words, which begin after step 4, waiting does not count.
    judged(trainer, {3: 0.9})
    trainer.run()
    assert (trainer.step, trainer.best_step) == (6, 3)
    again = Trainer(patient, frames, word_cache())
    assert not judged(again, {})
    again.run()
    assert (again.step, again.best_step) == (6, 3)


def test_gain_lets_a_run_go_on(frames: Frames, config: TrainConfig) -> None:
    patient = replace(config, validate_every=1, word_steps=5, patience=2)
    trainer = Trainer(patient, frames, word_cache())
    judged(trainer, {3: 0.5, 6: 0.6, 8: 0.7})
    trainer.run()
    assert trainer.step == trainer.total_steps == 9


def test_event_files_are_refused_before_the_first_step(
    frames: Frames, config: TrainConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, 'torch.utils.tensorboard', None)
    trainer = Trainer(replace(config, tensorboard=True), frames, word_cache())
    with pytest.raises(EventError):
        trainer.run()
    assert trainer.step == 0
