# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Images of a camera driver in a process of its own, with and without a Fast DDS profile."""

from collections.abc import Callable
from collections.abc import Iterator
import os
from pathlib import Path
import subprocess
import sys

from perception_harness import PerceptionNodeHarness
import pytest
from vla_common.testing import NodeTestHarness

WORKSPACE = Path(__file__).resolve().parents[3]
PROFILE = WORKSPACE / 'config' / 'fastdds.xml'
VARIABLES = ('FASTDDS_DEFAULT_PROFILES_FILE', 'FASTRTPS_DEFAULT_PROFILES_FILE')
DRIVER = Path(__file__).parent / 'helpers' / 'camera_process.py'
StartDriver = Callable[..., None]


@pytest.fixture
def start_driver(ros: NodeTestHarness) -> Iterator[StartDriver]:
    """Return a function that starts a camera driver; it is killed at the end of the test."""
    processes = []

    def start(reliability: str, *size_and_rate: int, has_profile: bool) -> None:
        environment = {k: v for k, v in os.environ.items() if k not in VARIABLES}
        environment['ROS_DOMAIN_ID'] = str(ros.domain_id)
        if has_profile:
            environment[VARIABLES[os.environ.get('ROS_DISTRO') == 'jazzy']] = str(PROFILE)
        command = [sys.executable, str(DRIVER), reliability, *map(str, size_and_rate)]
        processes.append(subprocess.Popen(command, env=environment))

    yield start
    for process in processes:
        process.kill()
        process.wait(10.0)


def test_lost_images_are_reported_with_the_two_lines_that_mend_it(
    ros: NodeTestHarness, start_driver: StartDriver, capfd: pytest.CaptureFixture[str]
) -> None:
    system = PerceptionNodeHarness(ros)
    start_driver('best_effort', 640, 480, 30, has_profile=False)
    ros.wait_for(lambda: 'must not be lost' in system.status(), 20.0)
    status = system.status()
    assert status.startswith('1 '), 'a warning'
    assert '_DEFAULT_PROFILES_FILE=' in status
    assert 'config/fastdds.xml", then start the driver again' in status
    assert 'no images received' not in status
    assert int(system.value('images_lost')) > 0
    ros.spin(2.5)
    assert capfd.readouterr().err.count('must not be lost') == 1, 'logged once'


@pytest.mark.parametrize(
    ('reliability', 'has_profile'), [('reliable', False), ('best_effort', True)]
)
def test_images_of_a_reliable_driver_or_with_a_profile_arrive(
    ros: NodeTestHarness, start_driver: StartDriver, reliability: str, has_profile: bool
) -> None:
    system = PerceptionNodeHarness(ros)
    start_driver(reliability, 640, 480, 30, has_profile=has_profile)
    ros.wait_for(lambda: 'images must' not in system.status() and system.received() > 90, 20.0)
    start = system.received(), int(system.value('images_lost'))
    ros.wait_for(lambda: system.received() >= start[0] + 90)
    assert int(system.value('images_lost')) - start[1] <= 2
    assert 'must not be lost' not in system.status()


def test_images_larger_than_the_segment_are_reported(
    ros: NodeTestHarness, start_driver: StartDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in VARIABLES:
        monkeypatch.setenv(name, str(PROFILE))
    system = PerceptionNodeHarness(ros)
    start_driver('best_effort', 3840, 2160, 5, has_profile=True)
    ros.wait_for(lambda: 'shared-memory segment' in system.status(), 30.0)
    assert '16777216 bytes, got 24883200 bytes (3840 x 2160 rgb8)' in system.status()
    assert f'segment_size in {PROFILE} to at least 74649600' in system.status()
