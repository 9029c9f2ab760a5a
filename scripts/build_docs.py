# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""
Build the documentation as HTML; warnings are errors.

The Markdown pages are written for GitHub and stay where they are. This script copies them to
``log/docs/source``, points links to source files at the API reference, adds the reference of all
packages, and runs Sphinx. Run by `make docs`, in the workspace's environment.
"""

from collections.abc import Iterator
import os
from pathlib import Path
import re
import shutil
import subprocess
import sys

ROOT = Path(__file__).resolve().parents[1]
#: Relative to the root.
OUTPUT = Path('log', 'docs')
INTERFACES = 'vla_interfaces'
#: A link or an image: text, path, optional fragment.
_LINK = re.compile(r'(?<!!)\[((?:[^][]|!\[[^]]*\])*)\]\(([^)#\s]+)(#[^)\s]*)?\)')
_FENCE = re.compile(r'(^[ ]*```.*?^[ ]*```\s*?$)', re.DOTALL | re.MULTILINE)


def markdown_pages(root: Path) -> list[Path]:
    """Return the Markdown pages of the documentation, relative to `root`."""
    found = [*root.glob('*.md'), *(root / 'docs').rglob('*.md')]
    return sorted(page.relative_to(root) for page in found)


def module_name(path: Path) -> str | None:
    """Return the Python module or package of `path` (relative to the root), if it is one."""
    parts = path.with_suffix('').parts
    if parts[0] != 'src' or len(parts) < 2:
        return None
    if len(parts) == 2:
        return parts[1]
    return '.'.join(parts[2:]) if parts[1] == parts[2] else None


def rewrite_links(text: str, page: Path, root: Path) -> str:
    """
    Return the Markdown `text` with links to files and folders that are no pages rewritten.

    Links to modules lead to the API reference, other links to the file in the workspace.

    Raises
    ------
    ValueError
        If a link leads to no file.

    """

    def replace(match: re.Match[str]) -> str:
        label, path, _ = match.groups()
        if '://' in path or path.endswith('.md') or '/media/' in f'/{path}':
            return match.group()
        target = Path(os.path.normpath(page.parent / path))
        if not (root / target).exists():
            raise ValueError(f'links must lead to files; {page} links to {path}')
        name = module_name(target)
        if name == INTERFACES:
            return f'[{label}](/api/{INTERFACES}.rst)'
        if name is not None and is_documented(root / target):
            return f'[{label}](#{name})'
        file = os.path.relpath(target, (OUTPUT / 'html' / page).parent)
        return f'<a href="{file}">{label}</a>'

    parts = _FENCE.split(text)
    return ''.join(part if i % 2 else _LINK.sub(replace, part) for i, part in enumerate(parts))


def is_documented(path: Path) -> bool:
    """Return whether the API reference has the module or package `path`."""
    return path.is_dir() or (path.suffix == '.py' and not path.name.startswith('__'))


def api_pages(root: Path) -> Iterator[tuple[str, str]]:
    """Yield the name and the reStructuredText of one page per Python package and sub-package."""
    for manifest in sorted(root.glob('src/*/package.xml')):
        package = manifest.parent / manifest.parent.name
        for folder in sorted({file.parent for file in package.rglob('__init__.py')}):
            name = '.'.join(folder.relative_to(manifest.parent).parts)
            modules = [
                f'{name}.{file.stem}'
                for file in sorted(folder.glob('*.py'))
                if is_documented(file)
            ]
            if modules or folder == package:
                yield name, _api_page(name, modules)


def _api_page(name: str, modules: list[str]) -> str:
    blocks = [_title(name, '='), f'.. automodule:: {name}']
    for module in modules:
        title = _title(module.rsplit('.', 1)[1], '-')
        blocks += [title, f'.. automodule:: {module}\n   :members:\n   :show-inheritance:']
    return '\n\n'.join(blocks) + '\n'


def interfaces_page(root: Path) -> str:
    """Return the page of the messages and actions, whose files are its text."""
    folder = root / 'src' / INTERFACES
    blocks = [_title(INTERFACES, '=')]
    for file in sorted([*folder.glob('msg/*.msg'), *folder.glob('action/*.action')]):
        include = f'.. literalinclude:: {file.relative_to(folder)}\n   :language: text'
        blocks += [_title(file.name, '-'), include]
    return '\n\n'.join(blocks) + '\n'


def _title(text: str, underline: str) -> str:
    escaped = text.replace('_', r'\_')
    return f'{escaped}\n{underline * len(escaped)}'


def _hidden_toctree(caption: str, entries: list[str]) -> str:
    return '\n'.join(['', '```{toctree}', ':hidden:', f':caption: {caption}', '', *entries, '```'])


def contents(index: str, names: list[str]) -> str:
    """Return the tables of contents: pages in the order of the links of `index`, API reference."""
    section = index.split('## Pages', 1)[-1].split('\n## ', 1)[0]
    links = [path for _, path, _ in _LINK.findall(section) if path.endswith('.md')]
    return _hidden_toctree('Pages', links) + '\n' + _hidden_toctree('API reference', names)


def write_sources(root: Path, folder: Path) -> None:
    """Write the source folder of Sphinx."""
    shutil.rmtree(folder, ignore_errors=True)
    api = folder / 'api'
    api.mkdir(parents=True)
    names = []
    for name, text in [*api_pages(root), (INTERFACES, interfaces_page(root))]:
        (api / f'{name}.rst').write_text(text, encoding='utf-8')
        names.append(name)
    for kind in ('msg', 'action'):
        (api / kind).symlink_to(root / 'src' / INTERFACES / kind)
    for page in markdown_pages(root):
        text = rewrite_links((root / page).read_text(encoding='utf-8'), page, root)
        if page == Path('docs/index.md'):
            text += contents(text, [f'/api/{name}' for name in sorted(names)])
        (folder / page).parent.mkdir(parents=True, exist_ok=True)
        (folder / page).write_text(text, encoding='utf-8')
    (folder / 'docs' / 'media').symlink_to(root / 'docs' / 'media')


def build(root: Path) -> int:
    """Build the documentation of the workspace `root` and return the exit status of Sphinx."""
    output = root / OUTPUT
    source, html = output / 'source', output / 'html'
    write_sources(root, source)
    shutil.rmtree(html, ignore_errors=True)
    options = ['-W', '--keep-going', '-q', '-E', '-j', '2', '-c', str(ROOT / 'docs')]
    command = [sys.executable, '-m', 'sphinx', *options, '-b', 'html', '-d', str(output / 'cache')]
    # Not in the root, whose folder launch/ would hide that the package launch is not installed.
    status = subprocess.run(
        [*command, str(source), str(html)], cwd=output, check=False
    ).returncode
    if status == 0:
        print(f'documentation: {html / "docs" / "index.html"}')
    return status


if __name__ == '__main__':
    sys.exit(build(ROOT))
