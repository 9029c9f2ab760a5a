# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Example commands that fit the detected objects."""

from collections import Counter
from collections.abc import Sequence

from vla_visualization.observations import ObjectView

_RECEPTACLES = ('bowl', 'plate')
_MISSING = ('purple cube', 'orange sphere', 'yellow cylinder', 'red cube')


def example_commands(objects: Sequence[ObjectView]) -> list[str]:
    """Return one command per task for objects whose name is unique, and one to be refused."""
    counts = Counter(item.name for item in objects)
    unique = sorted((o for o in objects if counts[o.name] == 1), key=lambda item: item.name)
    things = [o for o in unique if o.shape not in _RECEPTACLES and not o.is_held]
    places = [o for o in unique if o.shape in _RECEPTACLES]
    if not things:
        return []
    # Different objects where there are several.
    names = [things[k % len(things)].name for k in range(4)]
    found = [f'pick up the {names[0]}']
    if places:
        relation = 'on' if places[0].shape == 'plate' else 'in'
        found.append(f'put the {names[1]} {relation} the {places[0].name}')
    found += [f'push the {names[2]} to the left', f'where is the {names[3]}?']
    missing = next((name for name in _MISSING if name not in counts), None)
    return [*found, f'pick up the {missing}'] if missing else found
