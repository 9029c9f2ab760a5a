# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Checkpoints: safetensors files with a header that describes the model.

The header (JSON in the metadata entry ``vla``) contains format version, configuration, encoder
ids, normalization, seed and measured results. The file ``NAME.sha256`` contains the hash of the
checkpoint. Loading uses no pickle and requires finite weights.
"""

from collections.abc import Mapping
from dataclasses import dataclass
import hashlib
import json
import math
from pathlib import Path
from typing import Any
from typing import Literal
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from torch import Tensor

FORMAT_VERSION = 1
_REMEDY = 'Restore it, or run make train'


class CheckpointError(ValueError):
    """Unusable checkpoint; the message names rule, value and remedy."""


@dataclass(frozen=True)
class Checkpoint:
    """Weights of one part of the model, and the header of the whole checkpoint."""

    header: dict[str, Any]
    #: Tensors of torch, or arrays of NumPy.
    tensors: dict[str, Any]
    sha256: str


def resolve_path(location: str) -> Path:
    """
    Convert ``package://PACKAGE/RELATIVE`` or a plain path to a path.

    Raises
    ------
    CheckpointError
        If the package is not installed.

    """
    scheme = 'package://'
    if not location.startswith(scheme):
        return Path(location).expanduser()
    from ament_index_python.packages import get_package_share_directory
    from ament_index_python.packages import PackageNotFoundError

    package, _, relative = location[len(scheme) :].partition('/')
    try:
        return Path(get_package_share_directory(package)) / relative
    except (PackageNotFoundError, ValueError) as error:
        raise CheckpointError(
            f'{location} needs the package {package!r}; it is not installed. '
            'Build the workspace and source its setup file'
        ) from error


def load_checkpoint(
    location: str | Path, prefix: str, framework: Literal['pt', 'np'] = 'pt'
) -> Checkpoint:
    """
    Load the tensors whose names begin with `prefix`; the prefix is removed.

    Parameters
    ----------
    location
        Path, or ``package://PACKAGE/RELATIVE``.
    prefix
        Prefix of a part of the model, such as ``visual.``.
    framework
        'pt' for tensors of torch, 'np' for arrays of NumPy, which need no import of torch.

    Raises
    ------
    CheckpointError
        If the file is missing or damaged, has another format version, does not match its hash or
        has values that are not finite.

    """
    path = resolve_path(str(location))
    digest = _verified_hash(path)
    header, tensors = _read(path, prefix, framework)
    if not tensors:
        raise CheckpointError(
            f'{path} must contain tensors named {prefix}*; it has none. '
            'Use a checkpoint of this model'
        )
    validate_weights(path, {f'{prefix}{name}': tensor for name, tensor in tensors.items()})
    return Checkpoint(header, tensors, digest)


def validate_weights(path: Path, tensors: Mapping[str, Any], *, remedy: str = _REMEDY) -> None:
    """
    Require finite values in the weights of a file.

    Parameters
    ----------
    path
        File of the weights, for the error text.
    tensors
        Weights by name, tensors of torch or arrays of NumPy; integers and booleans pass.
    remedy
        End of the error text.

    Raises
    ------
    CheckpointError
        If a tensor has NaN or infinite values; the message names the first one.

    """
    for name, tensor in tensors.items():
        if bad := _count_not_finite(tensor):
            raise CheckpointError(
                f'{path} must have finite weights only; {bad} of {math.prod(tensor.shape)} values '
                f'of the tensor {name!r} are NaN or infinite. {remedy}'
            )


def _count_not_finite(tensor: Any) -> int:
    if isinstance(tensor, np.ndarray):
        is_real = np.issubdtype(tensor.dtype, np.inexact)
        return int((~np.isfinite(tensor)).sum()) if is_real else 0
    if tensor.numel() == 0 or not (tensor.is_floating_point() or tensor.is_complex()):
        return 0
    if tensor.element_size() == 1:  # torch reduces no tensors of 8-bit floating point numbers
        tensor = tensor.float()
    # Minimum and maximum are NaN if any value is NaN. A mask of all values takes about ten
    # times as long.
    if tensor.is_floating_point() and all(bool(end.isfinite()) for end in tensor.aminmax()):
        return 0
    return int((~tensor.isfinite()).sum())


def _read(path: Path, prefix: str, framework: str) -> tuple[dict[str, Any], dict[str, Any]]:
    from safetensors import safe_open
    from safetensors import SafetensorError

    try:
        with safe_open(path, framework=framework) as file:
            header = _header(path, file.metadata())
            names = [name for name in file.keys() if name.startswith(prefix)]
            return header, {name[len(prefix) :]: file.get_tensor(name) for name in names}
    except SafetensorError as error:
        raise CheckpointError(
            f'{path} must be a readable safetensors file; got {error}. {_REMEDY}'
        ) from error


def save_checkpoint(path: Path, tensors: dict[str, 'Tensor'], header: dict[str, Any]) -> str:
    """Write a checkpoint and its hash file; return the hash."""
    from safetensors.torch import save_file

    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({**header, 'format_version': FORMAT_VERSION}, sort_keys=True)
    partial = path.with_suffix('.partial')
    save_file({k: v.contiguous() for k, v in tensors.items()}, partial, {'vla': text})
    partial.replace(path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    _hash_file(path).write_text(f'{digest}  {path.name}\n')
    return digest


def _hash_file(path: Path) -> Path:
    return path.with_name(f'{path.name}.sha256')


def _verified_hash(path: Path) -> str:
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        expected = _hash_file(path).read_text().split()[0]
    except (OSError, IndexError, UnicodeDecodeError) as error:
        raise CheckpointError(
            f'a checkpoint needs {path} and the hash file {_hash_file(path).name}; got {error}. '
            'Restore both, or run make train'
        ) from error
    if digest != expected:
        raise CheckpointError(
            f'{path} must have the sha256 {expected} of its hash file; it has {digest}. '
            'The file is damaged or was modified: restore both files, or run make train'
        )
    return digest


def _header(path: Path, metadata: dict[str, str] | None) -> dict[str, Any]:
    try:
        header = json.loads((metadata or {})['vla'])
        version = header['format_version']
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise CheckpointError(
            f'{path} must have a header of this workspace; got {error!r}. '
            'Use a file written by make train'
        ) from error
    if version != FORMAT_VERSION:
        raise CheckpointError(
            f'{path} must have format version {FORMAT_VERSION}; it has {version}. '
            'Use the checkpoint of this release, or run make train'
        )
    return header
