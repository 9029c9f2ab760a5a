# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""What a camera delivers, with the faults of a real one where they are wanted."""

import numpy as np
from vla_sim.physics.rendering import Image
from vla_sim.physics.world import World


class CameraFeed:
    """
    Render the world of the moment; belongs to one thread.

    Parameters
    ----------
    drop_share
        Share of the images that are lost.
    freeze_after_s
        Time from the first image after which it never changes again; 0 for never.

    """

    def __init__(self, drop_share: float = 0.0, freeze_after_s: float = 0.0) -> None:
        self._drop_share, self._freeze_after_s = drop_share, freeze_after_s
        self._rng = np.random.default_rng(0)
        self._world: World | None = None
        self._began_s: float | None = None
        self._newest: Image | None = None

    def look(self, world: World, now_s: float) -> Image | None:
        """Return RGB (height, width, 3), or None for a lost image."""
        if self._began_s is None:
            self._began_s = now_s
        frozen = 0 < self._freeze_after_s <= now_s - self._began_s
        if self._newest is None or not frozen:
            if world is not self._world:
                self.close()
                self._world = world
            self._newest = world.render()
        return None if self._rng.random() < self._drop_share else self._newest

    def close(self) -> None:
        """Free what rendering holds."""
        if self._world is not None:
            self._world.close()
            self._world = None
