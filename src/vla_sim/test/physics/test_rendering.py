# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Images: position and color of objects, threads, and limits of the size."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
import threading

import numpy as np
import pytest
from vla_sim.physics.rendering import ImageArray
from vla_sim.physics.scene_constants import CAMERA_POSITION_M
from vla_sim.physics.scene_constants import CAMERA_TARGET_M
from vla_sim.physics.scene_sampling import sample_scene
from vla_sim.physics.world import World


def test_camera_target_is_in_the_center_of_the_image(world: World) -> None:
    camera = world.camera()
    np.testing.assert_allclose(camera.position_m, CAMERA_POSITION_M)
    np.testing.assert_allclose(camera.project(np.array(CAMERA_TARGET_M)), (320, 240), atol=0.01)
    np.testing.assert_allclose(camera.rotation @ camera.rotation.T, np.eye(3), atol=1e-9)
    assert np.linalg.norm(camera.quaternion_xyzw) == pytest.approx(1)
    # It faces the robot: the robot's left is on the right of the image.
    assert camera.project(np.array((0.45, 0.2, 0)))[0] > 320


@pytest.mark.parametrize(
    ('name', 'channel'),
    [
        ('red cube', 0),
        ('blue sphere', 2),
        ('green cylinder', 1),
        ('green bowl', 1),
        ('blue plate', 2),
    ],
)
@pytest.mark.parametrize('size', [(640, 480), (320, 240)])
def test_objects_appear_at_their_projections(
    world: World, name: str, channel: int, size: tuple[int, int]
) -> None:
    image = world.render(*size)
    assert image.shape == (size[1], size[0], 3)
    assert image.dtype == np.uint8
    column, row = world.camera(*size).project(world.object_poses()[name].position_m)
    pixel = image[round(float(row)), round(float(column))].astype(int)
    others = np.delete(pixel, channel)
    assert pixel[channel] > 1.5 * others.max()


def test_render_does_not_disturb_the_physics(make_world: Callable[[], World]) -> None:
    seen, blind = make_world(), make_world()
    for _ in range(5):
        seen.step(3)
        blind.step(3)
        seen.render()
    np.testing.assert_array_equal(seen.data.qpos, blind.data.qpos)


def test_another_thread_renders_while_this_one_steps(world: World) -> None:
    images: list[ImageArray] = []

    def watch() -> None:
        images.extend(world.render() for _ in range(5))
        world.close()

    thread = threading.Thread(target=watch)
    thread.start()
    world.set_target(np.array((0.5, 0.0, 0.15)), np.array((1.0, 0, 0, 0)), 1.0)
    while thread.is_alive():
        world.step()
    thread.join()
    assert len(images) == 5
    assert images[0].std() > 10


def test_worlds_share_a_thread(make_world: Callable[[], World]) -> None:
    first, second = make_world(), make_world()
    at_home = first.render()
    np.testing.assert_array_equal(second.render(), at_home)
    first.set_arm(np.array((0.5, 0.0, 0.15)), np.array((1.0, 0, 0, 0)), 1.0)
    lowered = first.render()
    assert (lowered != at_home).any()
    np.testing.assert_array_equal(second.render(), at_home)
    second.close()
    np.testing.assert_array_equal(first.render(), lowered)
    first.set_arm(np.array((0.35, 0.0, 0.3)), np.array((1.0, 0, 0, 0)), 1.0)
    assert (first.render() != lowered).any()


def _render_in_turn(textures: list[str], *, shadows: bool = False) -> list[ImageArray]:
    """Return an image of a scene with each texture; each world is closed before the next one."""
    images = []
    for texture in textures:
        scene = sample_scene(3)
        appearance = replace(scene.appearance, table_texture=texture, table_rgb=(0.2, 0.5, 0.9))
        with World(replace(scene, appearance=appearance), shadows=shadows) as world:
            images.append(world.render())
    return images


def test_reused_graphics_memory_gives_the_images_of_new_graphics_memory() -> None:
    textures = ['checker', 'gradient', 'plain', 'checker']
    # A thread has graphics memory of its own.
    with ThreadPoolExecutor(1) as reused:
        images = reused.submit(_render_in_turn, textures).result()
    for texture, image in zip(textures, images, strict=True):
        with ThreadPoolExecutor(1) as fresh:
            (expected,) = fresh.submit(_render_in_turn, [texture]).result()
        np.testing.assert_array_equal(image, expected)
    assert (images[0] != images[1]).any()


def test_graphics_memory_without_shadows_is_not_reused_for_shadows() -> None:
    (bright,) = _render_in_turn(['plain'])
    (dark,) = _render_in_turn(['plain'], shadows=True)
    assert dark.mean() < bright.mean() - 0.1


def test_too_large_an_image_is_refused(world: World) -> None:
    with pytest.raises(ValueError, match='at most 640 x 480; got 800 x 600'):
        world.render(800, 600)
