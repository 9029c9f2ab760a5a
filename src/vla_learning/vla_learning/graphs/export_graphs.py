# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Write the ONNX graphs of networks beside their weights; `make graphs`.

The graphs depend on the structure of a network alone. New weights of the same structure need no
new graphs.
"""

import argparse
from collections.abc import Mapping
from collections.abc import Sequence
from pathlib import Path

from vla_common.checkpoint import CheckpointError
from vla_common.checkpoint import load_checkpoint
from vla_common.onnx_graph import index_path
from vla_common.onnx_graph import save_graphs
from vla_language.encoders.minilm import GRAPH_LOCATION
from vla_language.meaning.tagger import WEIGHTS
from vla_learning.graphs.language_export import tagger_networks
from vla_learning.graphs.language_export import text_encoder_networks
from vla_learning.graphs.onnx_exporter import export_network
from vla_learning.graphs.onnx_exporter import ExportableNetwork
from vla_learning.graphs.policy_export import policy_networks
from vla_learning.utils.cli import run_cli

SHIPPED_POLICY = Path('src/vla_policy/models/tabletop.safetensors')


def export_graphs(weights: Path) -> None:
    """
    Write the graphs of a policy or a tagger.

    Raises
    ------
    CheckpointError
        If the weights are unusable or of neither.

    """
    header = load_checkpoint(weights, '', 'np').header
    if 'policy' in header:
        _write(weights, policy_networks(header))
    elif 'classes' in header:
        _write(weights, tagger_networks(header))
    else:
        raise CheckpointError(
            f'{weights} must be weights of a policy or a tagger; its header has {sorted(header)}. '
            'Use a file that make train or train_tagger wrote'
        )


def export_text_encoder() -> None:
    """Write the graph of the text encoder, whose weights an installed package has."""
    _write(GRAPH_LOCATION, text_encoder_networks())


def _write(weights: Path, networks: Mapping[str, ExportableNetwork]) -> None:
    save_graphs(weights, {name: export_network(n) for name, n in networks.items()})
    print(f'wrote {index_path(weights)} and the graphs {", ".join(networks)}')


def _export_all(paths: Sequence[Path]) -> None:
    for path in paths or (SHIPPED_POLICY, WEIGHTS):
        export_graphs(path)
    if not paths:
        export_text_encoder()


def main(args: Sequence[str] | None = None) -> None:
    """Run `make graphs`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        'weights', nargs='*', type=Path, help='weights; without any, all shipped networks'
    )
    options = parser.parse_args(args)
    run_cli(lambda: _export_all(options.weights), 'Start the same command again')


if __name__ == '__main__':
    main()
