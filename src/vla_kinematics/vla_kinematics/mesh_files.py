# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Files of the collision meshes that a URDF names."""

from collections.abc import Sequence
from pathlib import Path

from ament_index_python.packages import get_package_share_directory
from ament_index_python.packages import PackageNotFoundError

#: Formats that MuJoCo reads.
_FORMATS = ('.stl', '.obj', '.msh')
_PACKAGE, _FILE = 'package://', 'file://'


class MeshFinder:
    """
    Find the mesh files of a URDF.

    Parameters
    ----------
    directories
        Folders that contain packages, or files of relative paths; searched after the installed
        ROS packages.

    """

    def __init__(self, directories: Sequence[str] = ()) -> None:
        self._directories = [Path(directory).expanduser() for directory in directories]

    def __call__(self, uri: str) -> str:
        """
        Return the path of a mesh.

        Raises
        ------
        ValueError
            If the file is missing, or has a format that cannot be read.

        """
        places = self._places(uri)
        path = next((place for place in places if place.is_file()), None)
        if path is None:
            raise ValueError(
                f'the collision meshes of the URDF must exist; {uri!r} was not found. Install its '
                'package, add the folder that contains the package to mesh_directories, or set '
                'check_collisions to false'
            )
        if path.suffix.lower() not in _FORMATS:
            raise ValueError(
                f'collision meshes must be {", ".join(_FORMATS)} files; got {path.name}. Convert '
                'it in the URDF, or set check_collisions to false'
            )
        return str(path)

    def _places(self, uri: str) -> list[Path]:
        if not uri.startswith(_PACKAGE):
            path = Path(uri.removeprefix(_FILE))
            return [path] if path.is_absolute() else [d / path for d in self._directories]
        package, _, rest = uri.removeprefix(_PACKAGE).partition('/')
        places = [directory / package / rest for directory in self._directories]
        try:
            return [Path(get_package_share_directory(package)) / rest, *places]
        except (PackageNotFoundError, ValueError):
            return places
