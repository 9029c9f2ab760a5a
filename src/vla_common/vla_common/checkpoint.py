# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Checkpoints: one safetensors file whose header says what it holds.

The header (JSON in the file's metadata under ``vla``) carries format version, configuration,
encoder ids, normalization, seed and measured results. A side file ``NAME.sha256`` pins the bytes.
Nothing is unpickled.
"""

from dataclasses import dataclass
import hashlib
import json
from pathlib import Path
from typing import Any
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

FORMAT_VERSION = 1


class CheckpointError(ValueError):
    """A checkpoint cannot be used; the message says why and what to do."""


@dataclass(frozen=True)
class Checkpoint:
    """Weights of one part of the model, and what is known about the whole."""

    header: dict[str, Any]
    tensors: dict[str, 'Tensor']
    sha256: str


def resolve_path(location: str) -> Path:
    """
    Turn ``package://PACKAGE/RELATIVE`` or a plain path into a path.

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


def load_checkpoint(location: str | Path, prefix: str) -> Checkpoint:
    """
    Load the tensors whose names begin with `prefix`, which is removed.

    Parameters
    ----------
    location
        Path, or ``package://PACKAGE/RELATIVE``.
    prefix
        Part of the model, such as ``visual.``.

    Raises
    ------
    CheckpointError
        If the file is missing, damaged, of another format version, or differs from its hash.

    """
    from safetensors import safe_open
    from safetensors import SafetensorError

    path = resolve_path(str(location))
    digest = _verified_hash(path)
    try:
        with safe_open(path, framework='pt') as file:
            header = _header(path, file.metadata())
            names = [name for name in file.keys() if name.startswith(prefix)]
            tensors = {name[len(prefix) :]: file.get_tensor(name) for name in names}
    except SafetensorError as error:
        raise CheckpointError(
            f'{path} is no readable safetensors file ({error}). Restore it, or run make train'
        ) from error
    if not tensors:
        raise CheckpointError(f'{path} holds no tensor named {prefix}*; it is of another model')
    return Checkpoint(header, tensors, digest)


def save_checkpoint(path: Path, tensors: dict[str, 'Tensor'], header: dict[str, Any]) -> str:
    """Write `tensors` and `header` with the side file of the hash, and return the hash."""
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
        wanted = _hash_file(path).read_text().split()[0]
    except (OSError, IndexError, UnicodeDecodeError) as error:
        raise CheckpointError(
            f'a checkpoint needs {path} and {_hash_file(path).name} beside it ({error}). '
            'Restore both, or run make train'
        ) from error
    if digest != wanted:
        raise CheckpointError(
            f'{path} must have the sha256 {wanted} of its side file; it has {digest}. '
            'It is damaged or was changed: restore both files, or run make train'
        )
    return digest


def _header(path: Path, metadata: dict[str, str] | None) -> dict[str, Any]:
    try:
        header = json.loads((metadata or {})['vla'])
        version = header['format_version']
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise CheckpointError(
            f'{path} has no header of this workspace ({error!r}). Use a file made by make train'
        ) from error
    if version != FORMAT_VERSION:
        raise CheckpointError(
            f'{path} must have format version {FORMAT_VERSION}; it has {version}. '
            'Use the checkpoint of this release, or run make train'
        )
    return header
