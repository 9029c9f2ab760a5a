# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Names of the cameras of a node, and which of their images are encoded together."""

from collections.abc import Mapping
from collections.abc import Sequence
import re

MAX_CAMERAS = 4
_NAME = re.compile(r'[A-Za-z][A-Za-z0-9_]*(/[A-Za-z][A-Za-z0-9_]*)*')


def check_camera_names(names: Sequence[str]) -> None:
    """Raise ValueError unless `names` are 1 to 4 different names for relative topics."""
    remedy = 'Change the parameter `cameras`'
    if not 1 <= len(names) <= MAX_CAMERAS:
        raise ValueError(
            f'cameras must have 1 to {MAX_CAMERAS} names, got {len(names)}: {list(names)}. '
            f'{remedy}'
        )
    for name in names:
        if not _NAME.fullmatch(name) or '__' in name:
            raise ValueError(
                'names of cameras must begin with a letter and have letters, digits and single _, '
                f'or such parts with / between them, as in arm/wrist; got {name!r}. {remedy}'
            )
    if len(set(names)) < len(names):
        raise ValueError(f'cameras must have different names, got {list(names)}. {remedy}')


def features_topic(names: Sequence[str], name: str) -> str:
    """Return the topic of the features of a camera; those of the first one have no prefix."""
    return 'visual_features' if name == names[0] else f'{name}/visual_features'


def stamp_skews_s(stamps_ns: Mapping[str, int]) -> dict[str, float]:
    """Return for each camera the time from the stamp of the first to its own [s]."""
    reference_ns = next(iter(stamps_ns.values()), 0)
    return {name: (stamp - reference_ns) * 1e-9 for name, stamp in stamps_ns.items()}
