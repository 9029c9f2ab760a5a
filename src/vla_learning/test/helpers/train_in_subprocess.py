# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Train a tiny network in a subprocess: ``train_in_subprocess.py --config FILE``.

With HOLD_AT in the environment, rank 0 prints "holding" and blocks before that step, so that a
test can interrupt it at a known step. With KILL_AT, rank 1 exits by SIGKILL before that step.
"""

from functools import partial
import os
import signal
import threading

from learning_samples import WordTextEncoder
from vla_language.encoders import minilm
from vla_learning.training import step_losses
from vla_learning.training import train
from vla_learning.training import trainer
from vla_learning.training.decoder_pretraining import SyntheticStates
from vla_learning.training.distributed import rank_and_size


class InterruptibleTrainer(trainer.Trainer):
    """Trainer that blocks or exits by SIGKILL before one step."""

    def train_step(self) -> dict[str, float]:
        rank, _ = rank_and_size()
        if rank == 0 and self.step == int(os.environ.get('HOLD_AT', '-1')):
            print('holding', flush=True)
            threading.Event().wait()
        if rank == 1 and self.step == int(os.environ.get('KILL_AT', '-1')):
            os.kill(os.getpid(), signal.SIGKILL)
        return super().train_step()


# Not in a main guard: spawned training processes import this file.
trainer._LOG_EVERY = 1
step_losses.SyntheticStates = partial(  # type: ignore[misc,assignment]
    SyntheticStates, states_per_round=16
)
train.Trainer = InterruptibleTrainer  # type: ignore[misc]
minilm.MiniLM = WordTextEncoder  # type: ignore[misc,assignment]

if __name__ == '__main__':
    train.main()
