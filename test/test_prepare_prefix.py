# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The environment of the wheels becomes an install prefix that workspaces can chain to."""

from pathlib import Path
import subprocess

from prepare_prefix import rewrite_cmake_exports
from prepare_prefix import write_setup_files
import pytest

EXPORT = """\
set_target_properties(std_msgs::std_msgs__rosidl_generator_py PROPERTIES
  INTERFACE_INCLUDE_DIRECTORIES "${_IMPORT_PREFIX}/include/std_msgs;\
/opt/python/cp311-cp311/include/python3.11;\
/opt/python/cp311-cp311/lib/python3.11/site-packages/numpy/_core/include")
"""
FIXED = """\
set_target_properties(std_msgs::std_msgs__rosidl_generator_py PROPERTIES
  INTERFACE_INCLUDE_DIRECTORIES "${_IMPORT_PREFIX}/include/std_msgs;/py/include;/np/include")
"""


@pytest.fixture
def prefix(tmp_path: Path) -> Path:
    (tmp_path / 'share/std_msgs/cmake').mkdir(parents=True)
    (tmp_path / 'lib/python3.11/site-packages/ros_rcl.libs').mkdir(parents=True)
    return tmp_path


def source(prefix: Path, *, twice: bool = False, **environment: str) -> dict[str, str]:
    """Return the variables of a bare shell that sources the prefix."""
    line = f'. {prefix}/local_setup.bash; ' * (2 if twice else 1)
    output = subprocess.run(
        ['bash', '-uc', f'{line} env'], env=environment, capture_output=True, text=True, check=True
    ).stdout
    return dict(line.split('=', 1) for line in output.splitlines() if '=' in line)


def test_builder_paths_are_replaced_in_cmake_exports(prefix: Path) -> None:
    export = prefix / 'share/std_msgs/cmake/export_std_msgs.cmake'
    export.write_text(EXPORT)
    assert rewrite_cmake_exports(prefix, '/py/include', '/np/include') == [export]
    assert export.read_text() == FIXED


def test_the_file_of_the_download_cache_stays_as_it_is(prefix: Path) -> None:
    cached = prefix / 'cached.cmake'
    cached.write_text(EXPORT)
    export = prefix / 'share/std_msgs/cmake/export_std_msgs.cmake'
    export.hardlink_to(cached)
    rewrite_cmake_exports(prefix, '/py/include', '/np/include')
    assert (cached.read_text(), export.read_text()) == (EXPORT, FIXED)


@pytest.mark.parametrize(
    'old',
    [
        '/opt/python/cp312-cp312/lib/python3.12/site-packages/numpy/_core/include',
        '/opt/python/cp310-cp310/lib/python3.10/site-packages/numpy/core/include',
    ],
)
def test_numpy_folders_of_every_builder_are_known(prefix: Path, old: str) -> None:
    export = prefix / 'share/std_msgs/cmake/a.cmake'
    export.write_text(f'"{old}"')
    rewrite_cmake_exports(prefix, '/py/include', '/np/include')
    assert export.read_text() == '"/np/include"'


def test_a_second_run_changes_nothing(prefix: Path) -> None:
    export = prefix / 'share/std_msgs/cmake/a.cmake'
    export.write_text(EXPORT)
    rewrite_cmake_exports(prefix, '/py/include', '/np/include')
    assert rewrite_cmake_exports(prefix, '/py/include', '/np/include') == []


def test_other_cmake_files_are_left_alone(prefix: Path) -> None:
    other = prefix / 'share/std_msgs/cmake/other.cmake'
    other.write_text('set(PATHS "/opt/ros/include;/opt/python")')
    assert rewrite_cmake_exports(prefix, '/py/include', '/np/include') == []


def test_setup_files_put_the_prefix_on_the_search_paths(prefix: Path) -> None:
    write_setup_files(prefix, distro='kilted')
    variables = source(prefix, PATH='/usr/bin:/bin')
    assert variables['AMENT_PREFIX_PATH'] == str(prefix)
    assert variables['CMAKE_PREFIX_PATH'] == str(prefix)
    assert variables['PATH'] == f'{prefix}/bin:/usr/bin:/bin'
    assert variables['ROS_DISTRO'] == 'kilted'
    assert variables['LD_LIBRARY_PATH'].split(':') == [
        f'{prefix}/lib',
        f'{prefix}/lib/python3.11/site-packages/ros_rcl.libs',
    ]


def test_setup_files_keep_what_was_set_and_add_nothing_twice(prefix: Path) -> None:
    write_setup_files(prefix, distro='kilted')
    variables = source(prefix, twice=True, PATH='/usr/bin:/bin', AMENT_PREFIX_PATH='/opt/other')
    assert variables['AMENT_PREFIX_PATH'] == f'{prefix}:/opt/other'
    assert variables['PATH'].count(str(prefix)) == 1
