# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Words are taught to a finished policy; nothing else of it changes."""

from dataclasses import replace
import json
import math
from pathlib import Path

from learning_samples import word_text_encoder
import numpy as np
import pytest
import torch
from torch import Tensor
from vla_common.checkpoint import load_checkpoint
from vla_common.checkpoint import save_checkpoint
from vla_learning.data.frames import Frames
from vla_learning.language.labeled_command import LabeledCommand
from vla_learning.language.noun_lexicon import TRAIN_NOUNS
from vla_learning.language.referring_expressions import ObjectReference
from vla_learning.training import finetune_language as module
from vla_learning.training.config import TrainConfig
from vla_learning.training.feature_cache import VisualFeatureCache
from vla_learning.training.feature_cache import write_visual_features
from vla_learning.training.finetune_language import ensemble_loss
from vla_learning.training.finetune_language import finetune
from vla_learning.training.finetune_language import held_out_member
from vla_learning.training.finetune_language import LanguageFinetuner
from vla_learning.training.network import build_network
from vla_learning.training.network import save_network
from vla_learning.training.network import VlaNetwork
from vla_learning.utils.config_values import ConfigError
from vla_policy.nn.noun_ensemble import ENSEMBLE_SIZE
from vla_policy.nn.policy_builder import PolicyConfig
from vla_policy.types.vocabulary import Noun
from vla_policy.types.vocabulary import TaskKind

TAUGHT = ('policy.reference.nouns.', 'policy.reference.taught', 'policy.alignment.')


@pytest.fixture
def network() -> VlaNetwork:
    torch.manual_seed(0)
    return build_network(PolicyConfig())


def weights(network: VlaNetwork) -> dict[str, Tensor]:
    return {name: values.clone() for name, values in network.state_dict().items()}


def test_only_words_are_taught(network: VlaNetwork, frames: Frames, config: TrainConfig) -> None:
    before = weights(network)
    finetune(network, frames, word_text_encoder(), config)
    changed = {
        name for name, values in weights(network).items() if not torch.equal(values, before[name])
    }
    assert changed
    assert all(name.startswith(TAUGHT) for name in changed), changed
    assert network.policy.reference.taught
    assert all(p.requires_grad for p in network.parameters())


def test_every_part_that_is_taught_gets_a_gradient(
    network: VlaNetwork, frames: Frames, config: TrainConfig, tmp_path: Path
) -> None:
    write_visual_features(tmp_path, frames, network.visual)
    teacher = LanguageFinetuner(
        network.policy, frames, VisualFeatureCache(tmp_path), word_text_encoder(), config
    )
    network.policy.requires_grad_(True)
    sum(teacher.losses(1).values(), torch.zeros(())).backward()
    policy = network.policy
    named = [
        *policy.reference.nouns.named_parameters(),
        *(
            (n, p)
            for part in (policy.alignment.thing, policy.alignment.word)
            for n, p in part.named_parameters()
        ),
    ]
    # A shift of all keys changes no attention.
    untaught = [n for n, p in named if p.grad is None or not p.grad.any()]
    assert [name for name in untaught if name != 'key.bias'] == []


def test_the_same_seed_teaches_the_same(frames: Frames, config: TrainConfig) -> None:
    results = []
    for _ in range(2):
        torch.manual_seed(0)
        network = build_network(PolicyConfig())
        finetune(network, frames, word_text_encoder(), config)
        results.append(weights(network))
    assert all(torch.equal(values, results[1][name]) for name, values in results[0].items())
    assert (Path(config.log) / 'words.csv').read_text().count('\n') == 2


def test_a_voice_pays_nothing_for_a_noun_that_it_never_hears() -> None:
    spoken = LabeledCommand(
        '',
        TaskKind.PICK,
        references=(ObjectReference('red', Noun.SPHERE), ObjectReference()),
        surface_forms=('red ball', ''),
    )
    votes = torch.zeros(1, 2, ENSEMBLE_SIZE, len(Noun))
    votes[0, 0, :, Noun.SPHERE] = votes[0, 1, :, Noun.NONE] = 20.0
    untold = held_out_member(*(pair[0] for pair in (spoken.references, spoken.surface_forms)))
    votes[0, 0, untold] = -votes[0, 0, untold]
    assert ensemble_loss(votes, [spoken]).item() == pytest.approx(0.0, abs=1e-4)
    votes[0, 0, untold - 1] = -votes[0, 0, untold - 1]
    wrong = 20.0 + math.log(len(Noun) - 1)  # of one voice, among all that are told of both names
    assert ensemble_loss(votes, [spoken]).item() == pytest.approx(
        wrong / (2 * ENSEMBLE_SIZE - 1), abs=1e-4
    )


@pytest.mark.parametrize(
    ('name', 'called', 'same'),
    [
        (ObjectReference('red', Noun.SPHERE), 'red tennis ball', 'ball'),
        (ObjectReference(None, Noun.CUBE), 'block', 'small wooden block'),
        (ObjectReference('blue', Noun.UNKNOWN), 'blue dog', 'dog'),
    ],
)
def test_a_voice_is_not_told_of_nouns_with_one_last_word(
    name: ObjectReference, surface_forms: str, same: str
) -> None:
    voice = held_out_member(name, called)
    assert 0 <= voice < ENSEMBLE_SIZE
    assert held_out_member(name, same) == voice


def test_every_voice_lacks_some_nouns_and_hears_most_of_them() -> None:
    lacking_any = set()
    for kind in ('cube', 'cylinder', 'sphere'):
        nouns = TRAIN_NOUNS[kind]
        lacking = [
            held_out_member(ObjectReference(None, Noun[kind.upper()]), noun) for noun in nouns
        ]
        assert max(map(lacking.count, range(ENSEMBLE_SIZE))) < 0.6 * len(nouns)
        assert len(set(lacking)) >= ENSEMBLE_SIZE - 1
        lacking_any.update(lacking)
    assert lacking_any == set(range(ENSEMBLE_SIZE))


@pytest.mark.parametrize('noun', [Noun.BOWL, Noun.PLATE, Noun.ANY, Noun.NONE])
def test_all_voices_are_told_of_what_is_not_to_be_guessed(noun: Noun) -> None:
    assert held_out_member(ObjectReference('red', noun), 'red bowl') == -1


def test_a_checkpoint_is_taught_and_says_of_which_it_comes(
    frames: Frames,
    config: TrainConfig,
    network: VlaNetwork,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = tmp_path / 'first.safetensors'
    digest = save_network(first, network, config, {'best_step': 7})
    monkeypatch.setattr(module, 'load_frames', lambda *_: frames)
    monkeypatch.setattr('vla_language.minilm.MiniLM', _Words)
    module.run(config, first)
    taught = load_checkpoint(config.output, '')
    assert (taught.header['words_taught_to'], taught.header['best_step']) == (digest, 7)
    assert taught.header['training']['teach_steps'] == config.language_steps
    assert json.dumps(taught.header)
    assert bool(taught.tensors['policy.reference.taught'])
    for name, values in load_checkpoint(first, '').tensors.items():
        assert name.startswith(TAUGHT) or torch.equal(values, taught.tensors[name]), name


def test_a_policy_of_other_sizes_is_not_taught(
    config: TrainConfig, network: VlaNetwork, tmp_path: Path
) -> None:
    first = tmp_path / 'first.safetensors'
    save_network(first, network, config, {})
    other = replace(config, policy=replace(config.policy, steps=8))
    with pytest.raises(ConfigError, match=r'steps: 8 \(the checkpoint has 16\)'):
        module.run(other, first)
    assert not Path(config.output).exists()


def test_what_an_older_checkpoint_does_not_name_has_its_default(
    config: TrainConfig,
    network: VlaNetwork,
    frames: Frames,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = tmp_path / 'first.safetensors'
    save_network(first, network, config, {})
    stored = load_checkpoint(first, '')
    sizes = {name: value for name, value in stored.header['policy'].items() if name != 'decoder'}
    save_checkpoint(first, dict(stored.tensors), {**stored.header, 'policy': sizes})
    monkeypatch.setattr(module, 'load_frames', lambda *_: frames)
    monkeypatch.setattr('vla_language.minilm.MiniLM', _Words)
    module.run(config, first)
    assert Path(config.output).exists()


class _Words:
    """In the place of the text encoder, whose weights are not needed here."""

    encoder_id = 'minilm_l6_v2'

    def encode_batch(self, texts: list[str]) -> tuple[Tensor, Tensor]:
        """Give every word states of its own."""
        return word_text_encoder()(texts)


def test_more_strangers_are_heard_of_than_in_training(
    frames: Frames,
    config: TrainConfig,
    network: VlaNetwork,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sentences: list[LabeledCommand] = []

    def listen(votes: Tensor, commands: list[LabeledCommand]) -> Tensor:
        heard.extend(spoken)
        return votes.sum()

    monkeypatch.setattr(module, 'vote_loss', listen)
    write_visual_features(tmp_path, frames, network.visual)
    many = replace(config, language_images=32)
    teacher = LanguageFinetuner(
        network.policy, frames, VisualFeatureCache(tmp_path), word_text_encoder(), many
    )
    for step in range(4):
        teacher.losses(step)
    strange = np.mean([s.references[0].noun == Noun.UNKNOWN for s in heard])
    assert 0.03 < strange < 0.2
