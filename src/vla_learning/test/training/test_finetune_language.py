# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Words are taught to a finished policy; nothing else of it changes."""

from dataclasses import replace
import json
import math
from pathlib import Path

from learning_samples import word_cache
import numpy as np
import pytest
import torch
from torch import Tensor
from vla_common.checkpoint import load_checkpoint
from vla_common.checkpoint import save_checkpoint
from vla_learning.data.frames import Frames
from vla_learning.language.command_generator import Spoken
from vla_learning.language.noun_lexicon import TRAIN_NOUNS
from vla_learning.language.referring_expressions import Name
from vla_learning.training import finetune_language as module
from vla_learning.training.config import ConfigError
from vla_learning.training.config import TrainConfig
from vla_learning.training.feature_cache import Features
from vla_learning.training.feature_cache import write_features
from vla_learning.training.finetune_language import teach
from vla_learning.training.finetune_language import Teacher
from vla_learning.training.finetune_language import untold_voice
from vla_learning.training.finetune_language import vote_loss
from vla_learning.training.network import build_network
from vla_learning.training.network import Network
from vla_learning.training.network import save_network
from vla_policy.nn.model import PolicyConfig
from vla_policy.nn.noun_ensemble import VOICES
from vla_policy.types.vocabulary import Noun
from vla_policy.types.vocabulary import TaskKind

TAUGHT = ('policy.reference.nouns.', 'policy.reference.taught', 'policy.alignment.')


@pytest.fixture
def network() -> Network:
    torch.manual_seed(0)
    return build_network(PolicyConfig())


def weights(network: Network) -> dict[str, Tensor]:
    return {name: values.clone() for name, values in network.state_dict().items()}


def test_only_words_are_taught(network: Network, frames: Frames, config: TrainConfig) -> None:
    before = weights(network)
    teach(network, frames, word_cache(), config)
    changed = {
        name for name, values in weights(network).items() if not torch.equal(values, before[name])
    }
    assert changed
    assert all(name.startswith(TAUGHT) for name in changed), changed
    assert network.policy.reference.taught
    assert all(p.requires_grad for p in network.parameters())


def test_every_part_that_is_taught_gets_a_gradient(
    network: Network, frames: Frames, config: TrainConfig, tmp_path: Path
) -> None:
    write_features(tmp_path, frames, network.visual)
    teacher = Teacher(network.policy, frames, Features(tmp_path), word_cache(), config)
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
        teach(network, frames, word_cache(), config)
        results.append(weights(network))
    assert all(torch.equal(values, results[1][name]) for name, values in results[0].items())
    assert (Path(config.log) / 'words.csv').read_text().count('\n') == 2


def test_a_voice_pays_nothing_for_a_noun_that_it_never_hears() -> None:
    spoken = Spoken(
        '', TaskKind.PICK, names=(Name('red', Noun.SPHERE), Name()), called=('red ball', '')
    )
    votes = torch.zeros(1, 2, VOICES, len(Noun))
    votes[0, 0, :, Noun.SPHERE] = votes[0, 1, :, Noun.NONE] = 20.0
    untold = untold_voice(*(pair[0] for pair in (spoken.names, spoken.called)))
    votes[0, 0, untold] = -votes[0, 0, untold]
    assert vote_loss(votes, [spoken]).item() == pytest.approx(0.0, abs=1e-4)
    votes[0, 0, untold - 1] = -votes[0, 0, untold - 1]
    wrong = 20.0 + math.log(len(Noun) - 1)  # of one voice, among all that are told of both names
    assert vote_loss(votes, [spoken]).item() == pytest.approx(wrong / (2 * VOICES - 1), abs=1e-4)


@pytest.mark.parametrize(
    ('name', 'called', 'same'),
    [
        (Name('red', Noun.SPHERE), 'red tennis ball', 'ball'),
        (Name(None, Noun.CUBE), 'block', 'small wooden block'),
        (Name('blue', Noun.STRANGER), 'blue dog', 'dog'),
    ],
)
def test_a_voice_is_not_told_of_nouns_with_one_last_word(
    name: Name, called: str, same: str
) -> None:
    voice = untold_voice(name, called)
    assert 0 <= voice < VOICES
    assert untold_voice(name, same) == voice


def test_every_voice_lacks_some_nouns_and_hears_most_of_them() -> None:
    lacking_any = set()
    for kind in ('cube', 'cylinder', 'sphere'):
        nouns = TRAIN_NOUNS[kind]
        lacking = [untold_voice(Name(None, Noun[kind.upper()]), noun) for noun in nouns]
        assert max(map(lacking.count, range(VOICES))) < 0.6 * len(nouns)
        assert len(set(lacking)) >= VOICES - 1
        lacking_any.update(lacking)
    assert lacking_any == set(range(VOICES))


@pytest.mark.parametrize('noun', [Noun.BOWL, Noun.PLATE, Noun.ANY, Noun.NONE])
def test_all_voices_are_told_of_what_is_not_to_be_guessed(noun: Noun) -> None:
    assert untold_voice(Name('red', noun), 'red bowl') == -1


def test_a_checkpoint_is_taught_and_says_of_which_it_comes(
    frames: Frames,
    config: TrainConfig,
    network: Network,
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
    assert taught.header['training']['teach_steps'] == config.teach_steps
    assert json.dumps(taught.header)
    assert bool(taught.tensors['policy.reference.taught'])
    for name, values in load_checkpoint(first, '').tensors.items():
        assert name.startswith(TAUGHT) or torch.equal(values, taught.tensors[name]), name


def test_a_policy_of_other_sizes_is_not_taught(
    config: TrainConfig, network: Network, tmp_path: Path
) -> None:
    first = tmp_path / 'first.safetensors'
    save_network(first, network, config, {})
    other = replace(config, policy=replace(config.policy, steps=8))
    with pytest.raises(ConfigError, match=r'steps: 8 \(the checkpoint has 16\)'):
        module.run(other, first)
    assert not Path(config.output).exists()


def test_what_an_older_checkpoint_does_not_name_has_its_default(
    config: TrainConfig,
    network: Network,
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
        return word_cache()(texts)


def test_more_strangers_are_heard_of_than_in_training(
    frames: Frames,
    config: TrainConfig,
    network: Network,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heard: list[Spoken] = []

    def listen(votes: Tensor, spoken: list[Spoken]) -> Tensor:
        heard.extend(spoken)
        return votes.sum()

    monkeypatch.setattr(module, 'vote_loss', listen)
    write_features(tmp_path, frames, network.visual)
    many = replace(config, teach_images=32)
    teacher = Teacher(network.policy, frames, Features(tmp_path), word_cache(), many)
    for step in range(4):
        teacher.losses(step)
    strange = np.mean([s.names[0].noun == Noun.STRANGER for s in heard])
    assert 0.03 < strange < 0.2
