# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Icons of the status card."""

from itertools import combinations

import numpy as np
from PIL import Image
from PIL import ImageDraw
from vla_visualization.icons import draw_icon
from vla_visualization.observations import CardIcon


def drawn(icon: CardIcon) -> np.ndarray:
    picture = Image.new('RGB', (40, 40))
    draw_icon(ImageDraw.Draw(picture), icon, (20, 20), 15, (255, 255, 255))
    return np.array(picture)


def test_icons_differ_without_their_color() -> None:
    pictures = {icon: drawn(icon) for icon in CardIcon}
    for a, b in combinations(CardIcon, 2):
        assert (pictures[a] != pictures[b]).mean() > 0.02, f'{a} looks like {b}'


def test_an_icon_stays_within_its_circle() -> None:
    for icon in CardIcon:
        v, u = np.nonzero(drawn(icon).any(-1))
        assert np.hypot(u - 20, v - 20).max() <= 17
