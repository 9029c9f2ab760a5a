# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Policies of other projects with random weights, timed one decision at a time.

The program runs in the environment of requirements-peers.txt, which has neither ROS nor this
workspace. Each line of standard input is the name of a peer; the answer is one line of JSON with
the duration of one decision. The first answer has versions and numbers of parameters.
"""

from collections.abc import Callable
import json
import os
import sys
import tempfile
import time
from typing import Any
from unittest import mock

ACT, SMOLVLA, CLIP = 'LeRobot ACT', 'LeRobot SmolVLA', 'CLIP ViT-B/32 encoder'
WIDTH_PX, HEIGHT_PX = 640, 480
STATE_SIZE = 7
#: Tokens of "put the blue sphere in the green bowl" and the new line that LeRobot appends.
COMMAND_TOKENS = 10
#: Means and deviations of CLIP and, within 2 %, of ImageNet.
_MEAN, _DEVIATION = (0.481, 0.458, 0.408), (0.269, 0.261, 0.276)

#: Sizes of SmolVLM2-500M-Video-Instruct, of which LeRobot uses the first 16 text layers.
VLM_TEXT = {
    'model_type': 'llama',
    'hidden_size': 960,
    'intermediate_size': 2560,
    'num_hidden_layers': 32,
    'num_attention_heads': 15,
    'num_key_value_heads': 5,
    'head_dim': 64,
    'vocab_size': 49280,
    'max_position_embeddings': 8192,
    'rope_theta': 100000,
    'pad_token_id': 2,
}
VLM_VISION = {
    'hidden_size': 768,
    'intermediate_size': 3072,
    'num_hidden_layers': 12,
    'num_attention_heads': 12,
    'image_size': 512,
    'patch_size': 16,
}

#: A decision and the number of parameters of its networks.
Peer = tuple[Callable[[], object], int]


def to_unit_range(image: Any) -> Any:
    """Convert an image (H, W, 3) of bytes to (1, 3, H, W) in [0, 1], as LeRobot does."""
    return image.permute(2, 0, 1).float().div(255)[None]


def features() -> dict[str, Any]:
    """Return the features of observation and action in the configuration of a policy."""
    from lerobot.configs.types import FeatureType
    from lerobot.configs.types import PolicyFeature

    image = PolicyFeature(FeatureType.VISUAL, (3, HEIGHT_PX, WIDTH_PX))
    return {
        'input_features': {
            'observation.images.front': image,
            'observation.state': PolicyFeature(FeatureType.STATE, (STATE_SIZE,)),
        },
        'output_features': {'action': PolicyFeature(FeatureType.ACTION, (STATE_SIZE,))},
        'device': 'cpu',
    }


def make_act(image: Any) -> Peer:
    """Return ACT with the default configuration; each decision computes a new chunk."""
    from lerobot.policies.act.configuration_act import ACTConfig
    from lerobot.policies.act.modeling_act import ACTPolicy
    import torch

    policy = ACTPolicy(ACTConfig(**features(), pretrained_backbone_weights=None)).eval()
    mean, deviation = (torch.tensor(v)[:, None, None] for v in (_MEAN, _DEVIATION))
    state = torch.zeros(1, STATE_SIZE)

    def decide() -> object:
        policy.reset()
        pixels = (to_unit_range(image) - mean) / deviation
        batch = {'observation.images.front': pixels, 'observation.state': state}
        return policy.select_action(batch)

    return decide, count_parameters(policy)


def make_smolvla(image: Any) -> Peer:
    """Return SmolVLA with the default configuration; each decision computes a new chunk."""
    from lerobot.policies.smolvla import smolvlm_with_expert
    from lerobot.policies.smolvla.configuration_smolvla import SmolVLAConfig
    from lerobot.policies.smolvla.modeling_smolvla import SmolVLAPolicy
    import torch
    from transformers import SmolVLMConfig

    # The processor of the hub has the tokenizer, which no decision below needs.
    processor = mock.Mock()
    processor.tokenizer.fake_image_token_id = 49189
    processor.tokenizer.global_image_token_id = 49152
    with (
        tempfile.TemporaryDirectory() as folder,
        mock.patch.object(smolvlm_with_expert, 'AutoProcessor') as loader,
    ):
        loader.from_pretrained.return_value = processor
        SmolVLMConfig(
            text_config=VLM_TEXT, vision_config=VLM_VISION, scale_factor=4, image_token_id=49190
        ).save_pretrained(folder)
        policy = SmolVLAPolicy(SmolVLAConfig(**features(), vlm_model_name=folder)).eval()
    fixed = {
        'observation.state': torch.zeros(1, STATE_SIZE),
        'observation.language.tokens': torch.arange(COMMAND_TOKENS)[None],
        'observation.language.attention_mask': torch.ones(1, COMMAND_TOKENS, dtype=torch.bool),
    }

    def decide() -> object:
        policy.reset()
        return policy.select_action({**fixed, 'observation.images.front': to_unit_range(image)})

    return decide, count_parameters(policy)


def make_clip(image: Any) -> Peer:
    """Return the vision encoder of CLIP ViT-B/32."""
    import torch
    from transformers import CLIPVisionConfig
    from transformers import CLIPVisionModel

    config = CLIPVisionConfig()
    if (config.hidden_size, config.num_hidden_layers, config.patch_size) != (768, 12, 32):
        raise ValueError(f'the default of CLIPVisionConfig must be ViT-B/32; got {config}')
    model = CLIPVisionModel(config).eval()
    mean, deviation = (torch.tensor(v)[:, None, None] for v in (_MEAN, _DEVIATION))
    size = (config.image_size, config.image_size)

    def encode() -> object:
        resized = torch.nn.functional.interpolate(to_unit_range(image), size, mode='bilinear')
        return model(pixel_values=(resized - mean) / deviation).last_hidden_state

    return encode, count_parameters(model)


PEERS = {ACT: make_act, SMOLVLA: make_smolvla, CLIP: make_clip}


def count_parameters(module: Any) -> int:
    """Return the number of parameters of a network."""
    return sum(values.numel() for values in module.parameters())


def versions() -> dict[str, str]:
    """Return the versions of the packages."""
    from importlib.metadata import version

    return {name: version(name) for name in ('lerobot', 'transformers', 'torch')}


def serve(names: list[str], answer: Callable[[Any], None]) -> None:
    """Build the peers and time one decision for each name that is read."""
    import torch

    torch.set_num_threads(1)
    torch.manual_seed(1)
    image = torch.randint(0, 256, (HEIGHT_PX, WIDTH_PX, 3), dtype=torch.uint8)
    with torch.inference_mode():
        peers = {name: PEERS[name](image) for name in names}
        for decide, _ in peers.values():
            decide()
        counts = {name: count for name, (_, count) in peers.items()}
        answer({'parameters': counts, 'versions': versions()})
        for line in sys.stdin:
            decide, _ = peers[line.strip()]
            start_s = time.perf_counter()
            decide()
            answer({'duration_s': time.perf_counter() - start_s})


def main(names: list[str]) -> int:
    """Serve until the end of standard input; return 3 if a package is missing."""
    # LeRobot prints; its lines must not mix with the answers.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), 'w', encoding='utf-8')
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())

    def answer(value: Any) -> None:
        answers.write(f'{json.dumps(value)}\n')
        answers.flush()

    try:
        serve(names, answer)
    except ModuleNotFoundError as error:
        answer({'missing': error.name})
        return 3
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
