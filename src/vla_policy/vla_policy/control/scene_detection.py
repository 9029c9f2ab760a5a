# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Objects in one image, for displays; motion does not depend on them."""

from collections.abc import Sequence
from typing import NamedTuple

from vla_common.arrays import FloatArray
from vla_policy.control.detections import detect_objects
from vla_policy.control.detections import Detection
from vla_policy.control.held_object import HeldObject
from vla_policy.control.observation_validation import validate_scene
from vla_policy.types.network_types import PolicyNetworks
from vla_policy.types.observation import Observation


class SceneDetections(NamedTuple):
    """Detected objects by falling score, and the object in the gripper, which is the last one."""

    objects: tuple[Detection, ...] = ()
    held: HeldObject | None = None


def detect_scene(
    model: PolicyNetworks,
    observation: Observation,
    tool_m: Sequence[float] | FloatArray,
    held: HeldObject | None,
) -> SceneDetections:
    """
    Detect the objects in one image.

    Parameters
    ----------
    model
        Policy network.
    observation
        Features of the image.
    tool_m
        Measured position of the tool (3,).
    held
        Object in the gripper; None for none.

    Raises
    ------
    RefusalError
        If an output of the network is not finite.

    """
    scene = model.predict_scene(
        observation.tokens[None], observation.feature_map[None], observation.view(tool_m)
    )
    validate_scene(scene)
    detections = detect_objects(scene, observation.grid)
    return SceneDetections(detections if held is None else held.among(detections), held)
