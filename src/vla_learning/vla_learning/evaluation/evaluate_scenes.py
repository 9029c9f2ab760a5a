# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Measure what is detected in single images: objects, contents, positions, a moved camera.

`make eval-scenes`. The scenes are drawn as those of the data set, from held-out seeds: several
arms and none, cameras up to 10 cm and 10 degrees from the training view with their pose given,
objects in receptacles and at the edge of the workspace. Light is changed afterwards.
"""

import argparse
from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from typing import Final

import numpy as np
from numpy.typing import NDArray
from vla_common.arrays import FloatArray
from vla_common.command_meaning import OBJECT_SHAPES
from vla_learning.data.frame_recorder import FrameRecorder
from vla_learning.data.frames import Frames
from vla_learning.data.random_pose_frames import add_random_pose_frame
from vla_learning.evaluation.report import add_common_arguments
from vla_learning.evaluation.report import NOTHING_WRITTEN
from vla_learning.evaluation.report import write_report
from vla_learning.language.command_templates import CLASSES
from vla_learning.language.command_templates import COLORS
from vla_learning.training.labels import HELD_HEIGHT_M
from vla_learning.utils.cli import run_cli
from vla_perception.encoder_protocol import VisualEncoder
from vla_perception.encoder_registry import load_trained_encoder
from vla_perception.preprocess import preprocess
from vla_policy.control.assessment import ControllerSettings
from vla_policy.control.camera_check import CameraCheck
from vla_policy.control.detections import detect_objects
from vla_policy.control.detections import Detection
from vla_policy.nn.loading import load_policy
from vla_policy.types.network_types import PolicyNetworks
from vla_policy.types.observation import Observation
from vla_sim.physics.rendering import ImageArray

FIRST_SEED: Final = 700_000
#: Exposure of the image by name of the condition.
LIGHT: Final = {'dark x 0.1': 0.1, 'dark x 0.25': 0.25, 'normal': 1.0, 'bright x 1.8': 1.8}
#: A detection further away is another object.
_MAX_DISTANCE_M: Final = 0.04
# Displacement of the table from which the camera counts as moved, and as in its place.
_MOVED_M, _IN_PLACE_M = 0.05, 0.02


@dataclass(frozen=True)
class SceneScore:
    """What was found of the objects of one image, in the order of the frame."""

    found: NDArray[np.bool_]  # (T,) a detection of the same layer is near
    right: NDArray[np.bool_]  # (T,) with the right color and shape
    error_m: FloatArray  # (T,) distance of that detection; nan if not found
    is_inside: NDArray[np.bool_]  # (T,) object in a receptacle
    false: int  # detections that are no object
    is_moved: bool  # the camera, by the prediction of the error of its pose


def score_frame(
    frames: Frames, row: int, image: ImageArray, encoder: VisualEncoder, model: PolicyNetworks
) -> SceneScore:
    """Detect the objects in an image of the frame `row`, and compare them with its objects."""
    x, y, z = frames.camera[row].tolist()
    observation = Observation.from_levels(0.0, encoder.encode(preprocess(image)), (x, y, z))
    scene = model.predict_scene(
        observation.tokens[None],
        observation.feature_map[None],
        observation.view(frames.tool[row, :3]),
    )
    detections = list(detect_objects(scene, observation.grid))
    on_table = (frames.objects[row, :, 0] >= 0) & (frames.poses[row, :, 2] < HELD_HEIGHT_M)
    objects, poses = frames.objects[row][on_table], frames.poses[row][on_table, :2]
    matches = [_take(detections, CLASSES[k], p) for (_, k), p in zip(objects, poses, strict=True)]
    check = CameraCheck()
    for _ in range(3):
        check.observe(scene.camera_error[0], scene.camera_deviation[0], frames.camera[row])
    return SceneScore(
        found=np.array([m is not None for m in matches], np.bool_),
        right=np.array(
            [
                m is not None and (m.color, m.kind) == (COLORS[c], CLASSES[k])
                for m, (c, k) in zip(matches, objects, strict=True)
            ],
            np.bool_,
        ),
        error_m=np.array(
            [np.nan if m is None else m.distance_m(p) for m, p in zip(matches, poses, strict=True)]
        ),
        is_inside=_inside(objects, poses),
        false=len(detections),
        is_moved=check.is_moved(ControllerSettings.max_camera_deviation),
    )


def _take(detections: list[Detection], kind: str, position_m: FloatArray) -> Detection | None:
    """Remove and return the nearest detection of an object, or of a receptacle."""
    is_object = kind in OBJECT_SHAPES
    near = [
        d
        for d in detections
        if (d.kind in OBJECT_SHAPES) == is_object and d.distance_m(position_m) < _MAX_DISTANCE_M
    ]
    best = min(near, key=lambda d: d.distance_m(position_m), default=None)
    if best is not None:
        detections.remove(best)
    return best


def _inside(objects: NDArray[np.int8], poses: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Return whether each object lies in a receptacle (T,)."""
    is_object = objects[:, 1] < len(OBJECT_SHAPES)
    distance = np.linalg.norm(poses[:, None] - poses[None, ~is_object], axis=-1)
    inside: NDArray[np.bool_] = is_object & (distance < 0.03).any(axis=1)
    return inside


def measure(checkpoint: str, episodes: int, folder: Path) -> str:
    """Score `episodes` images in every light, write the report and return its table."""
    encoder, model = load_trained_encoder(checkpoint), load_policy(checkpoint).model
    recorder = FrameRecorder()
    for seed in range(FIRST_SEED, FIRST_SEED + episodes):
        add_random_pose_frame(recorder, seed)
    frames = recorder.frames()
    shift = np.linalg.norm(frames.shifts, axis=-1).max(axis=-1)
    groups: dict[str, Callable[[int], bool]] = {
        'camera in its place': lambda row: bool(shift[row] < _IN_PLACE_M),
        'calibration error': lambda row: bool(_IN_PLACE_M <= shift[row] < _MOVED_M),
        'camera moved': lambda row: bool(shift[row] >= _MOVED_M),
    }
    facts: dict[str, Any] = {'checkpoint': checkpoint, 'episodes': episodes}
    for light, gain in LIGHT.items():
        scores = [
            score_frame(frames, row, _exposed(frames.images[row], gain), encoder, model)
            for row in range(len(frames))
        ]
        for name, belongs in groups.items():
            chosen = [s for row, s in enumerate(scores) if belongs(row)]
            facts[f'{light}, {name}'] = summarize(chosen)
    table = to_table({key: value for key, value in facts.items() if ', ' in key})
    write_report(folder, facts, table)
    return table


def _exposed(image: ImageArray, gain: float) -> ImageArray:
    return np.asarray(np.clip(image * gain, 0, 255).round(), np.uint8)


def summarize(scores: Sequence[SceneScore]) -> dict[str, float]:
    """Return shares of found and right objects, errors and moved cameras of some images."""
    found, right, inside = (
        np.concatenate([getattr(s, name) for s in scores])
        for name in ('found', 'right', 'is_inside')
    )
    error = np.concatenate([s.error_m for s in scores])
    return {
        'images': len(scores),
        'objects': len(found),
        'found': float(found.mean()),
        'right': float(right.mean()),
        'contents': int(inside.sum()),
        'contents_right': float(right[inside].mean()) if inside.any() else float('nan'),
        'all_right': float(np.mean([s.right.all() for s in scores])),
        'false_per_image': float(np.mean([s.false for s in scores])),
        'error_mm_p50': 1000 * float(np.nanmedian(error)),
        'error_mm_p95': 1000 * float(np.nanpercentile(error, 95)),
        'camera_moved': float(np.mean([s.is_moved for s in scores])),
    }


def to_table(groups: Mapping[str, Mapping[str, float]]) -> str:
    """Return the figures of each group as Markdown."""
    columns = list(next(iter(groups.values())))
    head = ' | '.join(c.replace('_', ' ') for c in columns)
    lines = [f'| | {head} |', '|---' * (len(columns) + 1) + '|']
    for name, row in groups.items():
        cells = [
            f'{row[c]:.0f}' if row[c] == round(row[c]) or '_mm' in c else f'{row[c]:.3f}'
            for c in columns
        ]
        lines.append(f'| {name} | {" | ".join(cells)} |')
    return '\n'.join(lines)


def main(args: Sequence[str] | None = None) -> None:
    """Run `make eval-scenes`."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_common_arguments(parser, Path('log/eval-scenes'), 'images', 300)
    a = parser.parse_args(args)
    run_cli(lambda: print(measure(a.checkpoint, a.episodes, a.folder)), NOTHING_WRITTEN)


if __name__ == '__main__':
    main()
