# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Simulated camera with optional faults."""

import numpy as np
from vla_sim.physics.rendering import ImageArray
from vla_sim.physics.world import World


class SimulatedCamera:
    """
    Render the current state of a world; used by one thread only.

    Parameters
    ----------
    drop_share
        Share of the images that are lost.
    freeze_after_s
        Time after the first image from which on the image stays the same; 0 disables the fault.

    """

    def __init__(self, drop_share: float = 0.0, freeze_after_s: float = 0.0) -> None:
        #: Parameters of the faults; they may change between two images.
        self.drop_share, self.freeze_after_s = drop_share, freeze_after_s
        self._rng = np.random.default_rng(0)
        self._world: World | None = None
        self._began_s: float | None = None
        self._newest: ImageArray | None = None

    def capture(self, world: World, now_s: float) -> ImageArray | None:
        """Return an RGB image (height, width, 3), or None if it is lost."""
        if self._began_s is None:
            self._began_s = now_s
        frozen = 0 < self.freeze_after_s <= now_s - self._began_s
        if self._newest is None or not frozen:
            if world is not self._world:
                self.close()
                self._world = world
            self._newest = world.render()
        return None if self._rng.random() < self.drop_share else self._newest

    def close(self) -> None:
        """Free the resources of rendering."""
        if self._world is not None:
            self._world.close()
            self._world = None
