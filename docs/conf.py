# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Sphinx configuration of `make docs`; scripts/build_docs.py writes the source folder."""

from importlib.util import find_spec
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]

project = 'ROS 2 multimodal VLA'
copyright = '2026 The ROS 2 multimodal VLA authors'  # noqa: A001  (name defined by Sphinx)
root_doc = 'docs/index'

extensions = ['myst_parser', 'sphinx.ext.autodoc', 'sphinx.ext.napoleon', 'sphinx.ext.linkcode']
# Headings get the anchors that GitHub gives them; links to a missing anchor are warnings.
myst_heading_anchors = 4
# The first page has no heading above its table of pages.
suppress_warnings = ['myst.header']

autodoc_member_order = 'bysource'
autodoc_typehints_format = 'short'
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 88
napoleon_google_docstring = False
napoleon_use_ivar = True
# Modules of a ROS installation that no wheel contains. Where they are installed, autodoc imports
# the real ones. Everything else, the generated messages too, must be importable: make setup.
_ROS_INSTALLATION_ONLY = ('cv_bridge', 'launch', 'launch_ros', 'tf2_ros')
autodoc_mock_imports = [name for name in _ROS_INSTALLATION_ONLY if find_spec(name) is None]


def linkcode_resolve(domain: str, info: dict[str, str]) -> str | None:
    """Return the source file in the workspace, relative to the pages of the API reference."""
    path = info.get('module', '').replace('.', '/')
    package = path.split('/')[0]
    file = f'src/{package}/{path}.py'
    return f'../../../../{file}' if domain == 'py' and (_ROOT / file).is_file() else None


html_theme = 'furo'
html_title = project
html_copy_source = False
