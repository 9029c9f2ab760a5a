# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Files of collision meshes."""

from pathlib import Path

import pytest
from vla_kinematics.mesh_files import MeshFinder


def test_meshes_are_found_in_packages_and_folders(tmp_path: Path) -> None:
    mesh = tmp_path / 'arm_description' / 'meshes' / 'link.stl'
    mesh.parent.mkdir(parents=True)
    mesh.write_bytes(b'')
    finder = MeshFinder([str(tmp_path)])
    assert finder('package://arm_description/meshes/link.stl') == str(mesh)
    assert finder(f'file://{mesh}') == str(mesh)
    assert finder('arm_description/meshes/link.stl') == str(mesh)


def test_missing_mesh_and_unknown_format_are_refused(tmp_path: Path) -> None:
    finder = MeshFinder([str(tmp_path)])
    with pytest.raises(ValueError, match=r"'package://a/b.stl' was not found. Install"):
        finder('package://a/b.stl')
    (tmp_path / 'link.dae').write_text('')
    with pytest.raises(ValueError, match=r'must be .stl, .obj, .msh files; got link.dae'):
        finder('link.dae')
