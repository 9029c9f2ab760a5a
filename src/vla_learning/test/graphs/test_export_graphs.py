# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The shipped graphs are those of the networks, and give the outputs of torch."""

from collections.abc import Iterator
from pathlib import Path
import shutil
from typing import Any

import numpy as np
from numpy.typing import NDArray
import pytest
import torch
from vla_common.checkpoint import CheckpointError
from vla_common.checkpoint import save_checkpoint
from vla_common.engine import ENGINES
from vla_common.onnx_graph import index_path
from vla_language.encoders.minilm import GRAPH_LOCATION
from vla_language.encoders.minilm import MiniLM
from vla_language.meaning.tagger import Tagger
from vla_language.meaning.tagger import WEIGHTS
from vla_language.meaning.tagger import WordStates
from vla_learning.graphs.export_graphs import export_graphs
from vla_learning.graphs.language_export import text_encoder_networks
from vla_learning.graphs.onnx_exporter import export_network
from vla_perception.encoder_protocol import encode_images
from vla_perception.encoder_registry import load_shipped_encoder
from vla_policy.nn.loading import load_policy
from vla_policy.types.network_types import DecoderInput
from vla_policy.types.vocabulary import Direction
from vla_policy.types.vocabulary import Phase
from vla_policy.types.vocabulary import TaskKind

POLICY = Path(__file__).parents[3] / 'vla_policy' / 'models' / 'tabletop.safetensors'
#: Largest difference between the engines: positions of 0.1 mm, probabilities of 0.0001.
TOLERANCE = 1e-4


def assert_equal_outputs(outputs: list[Any]) -> None:
    first, second = (list(flat(values)) for values in outputs)
    assert len(first) == len(second) > 0
    for a, b in zip(first, second, strict=True):
        assert a.shape == b.shape
        np.testing.assert_allclose(a, b, atol=TOLERANCE, rtol=TOLERANCE)


def flat(values: Any) -> Iterator[NDArray[Any]]:
    if isinstance(values, np.ndarray):
        yield values
    elif values is not None:
        for value in values:
            yield from flat(value)


@pytest.mark.parametrize('weights', [POLICY, WEIGHTS], ids=lambda path: path.stem)
def test_shipped_graphs_are_those_of_the_networks(weights: Path, tmp_path: Path) -> None:
    for path in (weights, weights.with_name(f'{weights.name}.sha256')):
        shutil.copy(path, tmp_path)
    export_graphs(tmp_path / weights.name)
    written = sorted(tmp_path.glob('*.onnx*'))
    assert len(written) > 1
    for path in written:
        assert path.read_bytes() == (weights.parent / path.name).read_bytes(), 'run make graphs'


def test_the_shipped_graph_of_the_text_encoder_is_that_of_the_network() -> None:
    for name, network in text_encoder_networks().items():
        path = GRAPH_LOCATION.with_suffix(f'.{name}.onnx')
        assert path.read_bytes() == export_network(network).graph, 'run make graphs'
    assert index_path(GRAPH_LOCATION).exists()


def test_the_visual_encoder_gives_the_features_of_torch() -> None:
    for seed in range(3):
        image = np.random.default_rng(seed).random((3, 192, 256), np.float32)
        outputs = [load_shipped_encoder(str(POLICY), engine).encode(image) for engine in ENGINES]
        assert_equal_outputs(outputs)


@pytest.mark.parametrize('count', [1, 2, 4])
def test_a_batch_of_images_gives_the_features_of_torch_and_of_single_images(count: int) -> None:
    images = list(np.random.default_rng(count).random((count, 3, 192, 256), np.float32))
    graph, network = (load_shipped_encoder(str(POLICY), engine) for engine in ENGINES)
    batches = [encode_images(encoder, images) for encoder in (graph, network)]
    for number, image in enumerate(images):
        assert_equal_outputs([batch[number] for batch in batches])
        assert_equal_outputs([batches[0][number], graph.encode(image)])


@pytest.mark.parametrize('words', [1, 2, 9, 32])
def test_the_policy_gives_the_outputs_of_torch(words: int) -> None:
    rng = np.random.default_rng(words)
    image = rng.random((3, 192, 256), np.float32)
    coarse, fine = load_shipped_encoder(str(POLICY)).encode(image)
    tokens = coarse.reshape(1, -1, coarse.shape[-1])
    feature_map = np.ascontiguousarray(fine.transpose(2, 0, 1))[None]
    states = rng.standard_normal((1, words, 384)).astype(np.float32)
    mask = np.arange(words)[None] < max(words - 1, 1)
    view = np.ones((1, 6), np.float32)
    task, direction = (np.zeros((1, len(kind)), np.float32) for kind in (TaskKind, Direction))
    task[0, TaskKind.PUSH] = direction[0, Direction.LEFT] = 50.0
    inputs = decoder_input(rng)
    outputs = []
    for engine in ENGINES:
        model = load_policy(str(POLICY), engine).model
        context = model.encode_command(states, mask)._replace(task=task, direction=direction)
        scene = model.predict_scene(tokens, feature_map, view)
        prior = np.linspace(0, 1, scene.objectness.size * 2, dtype=np.float32).reshape(1, 2, -1)
        grounding = model.ground_in_image(tokens, feature_map, context, scene, prior)
        assert all(part is not None for part in grounding)
        outputs.append((context, scene, grounding, model.decode_actions(inputs)))
    assert_equal_outputs(outputs)


def decoder_input(rng: np.random.Generator) -> DecoderInput[NDArray[np.float32]]:
    scalar, point = rng.random(1, np.float32), rng.random((1, 2), np.float32)
    return DecoderInput(
        position=rng.random((1, 3), np.float32),
        yaw=scalar,
        gripper=scalar,
        phase=np.array([int(Phase.LIFT)]),
        time_in_phase=scalar,
        task=np.eye(len(TaskKind), dtype=np.float32)[None, 1],
        target=point,
        destination=point + np.float32(0.1),
        grasp_yaw=scalar,
    )


def test_text_encoder_and_tagger_give_the_outputs_of_torch() -> None:
    encoders = [MiniLM(engine=engine) for engine in ENGINES]
    for text in ('', 'stop', 'put the red cube in the green bowl, please', 'cube ' * 60):
        assert_equal_outputs([encoder.encode(text).states for encoder in encoders])
    sentences = [['go'], 'put the unbelievable cube left of the plate'.split()]
    assert_equal_outputs([encoder.encode_words(sentences) for encoder in encoders])
    assert_equal_outputs([encoder.encode_pieces(sentences[1]).states for encoder in encoders])
    states = WordStates(encoders[0])
    taggers = [Tagger(WEIGHTS, states, engine) for engine in ENGINES]
    for words in (['\N{ZERO WIDTH SPACE}'], ['go'], *sentences, ['cube'] * 45):
        first, second = (tagger.tag(words) for tagger in taggers)
        assert first.kinds == second.kinds
        assert (first.task, first.speech_act) == (second.task, second.speech_act)
        assert_equal_outputs([first.entity_scores, second.entity_scores])


def test_weights_of_another_kind_are_refused(tmp_path: Path) -> None:
    path = tmp_path / 'other.safetensors'
    save_checkpoint(path, {'weight': torch.zeros(2)}, {'seed': 1})
    with pytest.raises(CheckpointError, match='weights of a policy or a tagger'):
        export_graphs(path)
