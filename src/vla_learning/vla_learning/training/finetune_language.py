# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Fine-tune the language part of a trained policy; `make finetune-language`.

Only the noun ensemble (`vla_policy.nn.noun_ensemble`) and the alignment of captions and scenes
(`vla_policy.nn.contrastive_alignment`) are trained; all other weights are frozen.
"""

import argparse
from collections.abc import Mapping
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from vla_common.checkpoint import load_checkpoint
from vla_learning.data.dataset import load_frames
from vla_learning.data.frames import Frames
from vla_learning.training.config import load_config
from vla_learning.training.config import TrainConfig
from vla_learning.training.distributed import is_main
from vla_learning.training.feature_cache import VisualFeatureCache
from vla_learning.training.feature_cache import write_visual_features
from vla_learning.training.language_finetuner import LanguageFinetuner
from vla_learning.training.launcher import launch
from vla_learning.training.network import build_network
from vla_learning.training.network import load_matching_weights
from vla_learning.training.network import save_network
from vla_learning.training.network import VlaNetwork
from vla_learning.training.text_cache import CachedTextEncoder
from vla_learning.utils.cli import run_cli
from vla_learning.utils.config_values import ConfigError
from vla_policy.nn.policy_builder import PolicyConfig


def finetune(
    network: VlaNetwork,
    frames: Frames,
    text: CachedTextEncoder,
    config: TrainConfig,
    features: VisualFeatureCache | None = None,
) -> None:
    """
    Fine-tune the policy of a trained network.

    Parameters
    ----------
    network
        Trained network; the weights of rank 0 count.
    frames, text, config
        See `LanguageFinetuner`.
    features
        Visual features of all frames by the encoder of `network`; computed when None.

    """
    folder = Path(config.log)
    folder.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(config.threads)
    if features is None:
        features = write_visual_features(folder / 'features', frames, network.visual)
    LanguageFinetuner(network.policy, frames, features, text, config).run(folder)


def finetune_checkpoint(config: TrainConfig, checkpoint: Path) -> None:
    """
    Fine-tune the policy of a checkpoint and write it to the output of `config`.

    Raises
    ------
    ConfigError
        If the policy of the checkpoint has other sizes.

    """
    from vla_language.encoders.minilm import MiniLM

    torch.manual_seed(config.seed)
    stored = load_checkpoint(checkpoint, '')
    _check_sizes(config.policy, stored.header['policy'], checkpoint)
    network = build_network(config.policy)
    missing = load_matching_weights(network, stored.tensors)
    if missing and is_main():
        print(f'not in {checkpoint}, so random: {", ".join(missing)}')
    frames = load_frames(Path(config.data.folder), config.data.on_corrupt)
    finetune(network, frames, CachedTextEncoder(MiniLM().encode_batch), config)
    if not is_main():
        return
    kept = ('validation', 'training_wall_s', 'best_step')
    facts = {name: stored.header[name] for name in kept if name in stored.header}
    digest = save_network(
        Path(config.output), network, config, {**facts, 'finetuned_from': stored.sha256}
    )
    print(f'wrote {config.output} (sha256 {digest[:12]})')


def _check_sizes(wanted: PolicyConfig, header: Mapping[str, Any], checkpoint: Path) -> None:
    # A field that an older header lacks has its default.
    stored = PolicyConfig.from_dict(header).to_dict()
    differing = [
        f'{name}: {value!r} (the checkpoint has {stored[name]!r})'
        for name, value in wanted.to_dict().items()
        if stored[name] != value
    ]
    if differing:
        raise ConfigError(
            f'fine-tuning does not change the sizes of a policy; `policy` must be that of '
            f'{checkpoint}, got {", ".join(differing)}. Set these values, or train from scratch '
            'with make train'
        )


def main(args: Sequence[str] | None = None) -> None:
    """Run `make finetune-language`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--config', type=Path, help='YAML file, see config/train.yaml')
    parser.add_argument(
        '--checkpoint',
        type=Path,
        help='policy to fine-tune; the output of the configuration when omitted',
    )
    a = parser.parse_args(args)

    def run() -> None:
        config = load_config(a.config)
        launch(config.processes, finetune_checkpoint, config, a.checkpoint or Path(config.output))

    run_cli(run, 'No checkpoint was written; the same command starts again')


if __name__ == '__main__':
    main()
