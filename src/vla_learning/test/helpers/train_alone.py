# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Train a tiny network in a process of its own: ``train_alone.py --config FILE``.

With HOLD_AT in the environment, the process says so and waits before that step, to be killed.
"""

from functools import partial
import os
import threading

from learning_samples import encode_words
from vla_language import minilm
from vla_learning.training import train
from vla_learning.training import trainer
from vla_learning.training.decoder_pretraining import Practice


class Words:
    """Stands for the text encoder."""

    encoder_id = 'minilm_l6_v2'
    encode_batch = staticmethod(encode_words)


class Holding(trainer.Trainer):
    """Waits at one step."""

    def train_step(self) -> dict[str, float]:
        if self.step == int(os.environ.get('HOLD_AT', '-1')):
            print('holding', flush=True)
            threading.Event().wait()
        return super().train_step()


# Outside of main, as the processes that it spawns import this file.
trainer._LOG_EVERY = 1
trainer.Practice = partial(Practice, hands=16)  # type: ignore[misc,assignment]
train.Trainer = Holding  # type: ignore[misc]
minilm.MiniLM = Words  # type: ignore[misc,assignment]

if __name__ == '__main__':
    train.main()
