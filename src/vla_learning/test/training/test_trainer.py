# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Training loop: resume, validation, selection of the best weights, early stopping."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
import sys

from learning_samples import word_text_encoder
import pytest
import torch
from vla_learning.data.frames import Frames
from vla_learning.training import step_losses
from vla_learning.training import trainer as module
from vla_learning.training.config import TrainConfig
from vla_learning.training.plot_training import LOSSES
from vla_learning.training.plot_training import VALIDATION
from vla_learning.training.tensorboard_logger import TensorBoardError
from vla_learning.training.trainer import Trainer
from vla_learning.training.trainer import TrainingError

CURVES = ('losses.csv', 'validation.csv')


@pytest.fixture(autouse=True)
def log_every_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, '_LOG_EVERY', 1)


def stop_after(trainer: Trainer, step: int) -> None:
    """Run until Ctrl-C interrupts the step after `step`."""
    take = trainer.train_step

    def train_step() -> dict[str, float]:
        if trainer.step == step:
            raise KeyboardInterrupt
        return take()

    trainer.train_step = train_step  # type: ignore[method-assign]
    with pytest.raises(KeyboardInterrupt):
        trainer.run()


@pytest.mark.parametrize('stop', [3, 5, 7])
def test_a_resumed_run_is_bit_for_bit_the_uninterrupted_one(
    frames: Frames, config: TrainConfig, tmp_path: Path, stop: int
) -> None:
    """It stops within the joint, the scene or the frozen phase."""
    config = replace(config, scene_steps=2, save_every=1)
    whole = Trainer(config, frames, word_text_encoder())
    whole.run()
    other = replace(config, log=str(tmp_path / 'stopped'))
    stop_after(Trainer(other, frames, word_text_encoder()), stop)
    resumed = Trainer(other, frames, word_text_encoder())
    resumed.run()
    for name, weights in whole.network.state_dict().items():
        assert torch.equal(weights, resumed.network.state_dict()[name]), name
    for name in CURVES:
        assert (whole.folder / name).read_text() == (resumed.folder / name).read_text()
    assert [s for s, _ in module.losses_csv(whole.folder).rows()] == list(range(1, 9))
    assert whole.validate(8) == pytest.approx(resumed.validate(8), nan_ok=True)


def test_a_finished_run_takes_no_more_steps(frames: Frames, config: TrainConfig) -> None:
    short = replace(config, steps=0, frozen_steps=0)
    Trainer(short, frames, word_text_encoder()).run()
    again = Trainer(short, frames, word_text_encoder())
    again.run()
    assert again.step == short.pretrain_steps
    assert len(module.losses_csv(again.folder).rows()) == short.pretrain_steps


def test_all_figures_have_columns(frames: Frames, config: TrainConfig) -> None:
    trainer = Trainer(replace(config, pretrain_steps=0, steps=0), frames, word_text_encoder())
    assert set(trainer.train_step()) == set(LOSSES)
    assert set(trainer.validate(4)) == set(VALIDATION)


def test_the_optimizer_takes_the_rate_of_the_schedule(frames: Frames, config: TrainConfig) -> None:
    trainer = Trainer(replace(config, pretrain_steps=3), frames, word_text_encoder())
    for step in range(3):
        trainer.train_step()
        rate = trainer.optimizer.param_groups[0]['lr']
        assert rate == pytest.approx(trainer.schedule.learning_rate(step))


@pytest.fixture
def stopped(frames: Frames, config: TrainConfig) -> TrainConfig:
    """Return the configuration of a stopped run."""
    stop_after(Trainer(config, frames, word_text_encoder()), 2)
    return config


def truncate_file(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


@pytest.mark.parametrize(
    'damage',
    [
        truncate_file,
        lambda path: path.write_text('no state'),
        lambda path: torch.save({'step': 1}, path),
    ],
)
def test_the_error_names_a_damaged_state(
    damage: Callable[[Path], None], stopped: TrainConfig, frames: Frames
) -> None:
    path = Path(stopped.log) / 'state.pt'
    damage(path)
    with pytest.raises(TrainingError, match=str(path)):
        Trainer(stopped, frames, word_text_encoder()).run()


def test_a_state_of_another_configuration_is_rejected(
    stopped: TrainConfig, frames: Frames
) -> None:
    with pytest.raises(TrainingError, match='another configuration'):
        Trainer(replace(stopped, learning_rate=2e-3), frames, word_text_encoder()).run()


def test_a_nonfinite_loss_ends_the_run(
    frames: Frames, config: TrainConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    trainer = Trainer(config, frames, word_text_encoder())
    before = {k: v.clone() for k, v in trainer.network.state_dict().items()}
    loss = step_losses.chunk_loss
    monkeypatch.setattr(step_losses, 'chunk_loss', lambda *args: loss(*args) * float('nan'))
    with pytest.raises(TrainingError, match='Lower learning_rate'):
        trainer.train_step()
    assert all(torch.equal(v, before[k]) for k, v in trainer.network.state_dict().items())


def test_too_few_frames_are_an_error(frames: Frames, config: TrainConfig) -> None:
    with pytest.raises(TrainingError, match='images=64'):
        Trainer(replace(config, images=64), frames, word_text_encoder())


def policy_weights(trainer: Trainer) -> torch.Tensor:
    return torch.nn.utils.parameters_to_vector(trainer.network.policy.parameters()).detach()


def fake_validation(trainer: Trainer, shares: dict[int, float]) -> dict[int, torch.Tensor]:
    """Replace validation by the share of a step, else 0; return the weights at each call."""
    weights: dict[int, torch.Tensor] = {}

    def validate(count: int) -> dict[str, float]:
        weights[trainer.step] = policy_weights(trainer)
        return {'task': shares.get(trainer.step, 0.0)}

    trainer.validate = validate  # type: ignore[method-assign]
    return weights


def test_a_run_ends_with_the_best_weights(frames: Frames, config: TrainConfig) -> None:
    trainer = Trainer(replace(config, validate_every=1), frames, word_text_encoder())
    # Step 4 is the last one before the frozen phase.
    weights = fake_validation(trainer, {4: 0.9, 5: 0.8})
    trainer.run()
    assert list(weights) == [3, 4, 5, 6]
    assert trainer.best_step == 5
    assert torch.equal(policy_weights(trainer), weights[5])
    assert not torch.equal(policy_weights(trainer), weights[6])


def test_a_run_without_improvement_stops_early_and_stays_stopped(
    frames: Frames, config: TrainConfig
) -> None:
    patient = replace(config, validate_every=1, frozen_steps=5, patience=2)
    trainer = Trainer(patient, frames, word_text_encoder())
    # Validations before the frozen phase, which begins after step 4, do not count.
    fake_validation(trainer, {3: 0.9, 5: 0.8})
    trainer.run()
    assert (trainer.step, trainer.best_step) == (7, 5)
    again = Trainer(patient, frames, word_text_encoder())
    assert not fake_validation(again, {})
    again.run()
    assert (again.step, again.best_step) == (7, 5)


def test_the_scene_phase_leaves_the_other_weights(frames: Frames, config: TrainConfig) -> None:
    trainer = Trainer(
        replace(config, pretrain_steps=0, steps=1, scene_steps=1), frames, word_text_encoder()
    )
    trainer.train_step()
    before = {k: v.clone() for k, v in trainer.network.named_parameters()}
    trainer.train_step()
    changed = {k for k, v in trainer.network.named_parameters() if not torch.equal(v, before[k])}
    assert changed == {k for k in before if k.startswith(('visual.', 'policy.dense.'))}


def test_improvement_continues_a_run(frames: Frames, config: TrainConfig) -> None:
    patient = replace(config, validate_every=1, frozen_steps=5, patience=2)
    trainer = Trainer(patient, frames, word_text_encoder())
    fake_validation(trainer, {3: 0.5, 6: 0.6, 8: 0.7})
    trainer.run()
    assert trainer.step == trainer.schedule.total_steps == 9


def test_missing_tensorboard_is_reported_before_the_first_step(
    frames: Frames, config: TrainConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, 'torch.utils.tensorboard', None)
    trainer = Trainer(replace(config, tensorboard=True), frames, word_text_encoder())
    with pytest.raises(TensorBoardError):
        trainer.run()
    assert trainer.step == 0
