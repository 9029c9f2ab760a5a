# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Folders, packages and files of the workspace, for the tests in this folder."""

from pathlib import Path
import subprocess
import xml.etree.ElementTree as ElementTree

ROOT = Path(__file__).resolve().parents[1]
MANIFESTS = sorted(ROOT.glob('src/*/package.xml'))
PYTHON_PACKAGES = [path.parent for path in MANIFESTS if (path.parent / 'setup.py').exists()]


def manifest(package: Path) -> ElementTree.Element:
    """Return the root element of a package's package.xml."""
    return ElementTree.parse(package / 'package.xml').getroot()


def project_files() -> list[Path]:
    """Return the tracked files; a log file that a user left in the folder is none of them."""
    listing = subprocess.run(
        ['git', 'ls-files', '-z', '--cached'], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return sorted(path for name in listing.split('\0') if name and (path := ROOT / name).is_file())
