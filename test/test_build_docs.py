# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The documentation builds without a warning; dead links and missing pages fail the build."""

from pathlib import Path
import subprocess
import sys

from build_docs import api_pages
from build_docs import build
from build_docs import contents
from build_docs import markdown_pages
from build_docs import module_name
from build_docs import rewrite_links
import pytest
from workspace import ROOT

INDEX = '# Documentation\n\n## Pages\n\n- [other.md](other.md)\n\n## More\n\ntext\n'


@pytest.mark.timeout(900)
def test_the_documentation_builds_without_a_warning() -> None:
    script = ROOT / 'scripts' / 'build_docs.py'
    result = subprocess.run(
        [sys.executable, str(script)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    html = ROOT / 'log' / 'docs' / 'html'
    for page in markdown_pages(ROOT):
        assert (html / page).with_suffix('.html').exists()
    attention = (html / 'api' / 'vla_policy.nn.html').read_text(encoding='utf-8')
    assert 'vla_policy.nn.attention.ScaledDotProductAttention' in attention
    assert 'ActionChunk.msg' in (html / 'api' / 'vla_interfaces.html').read_text(encoding='utf-8')


def small_site(root: Path, index: str) -> Path:
    (root / 'docs').mkdir()
    (root / 'docs' / 'index.md').write_text(index, encoding='utf-8')
    (root / 'docs' / 'other.md').write_text('# Other\n\n## One part\n', encoding='utf-8')
    return root


@pytest.mark.parametrize(
    ('index', 'status'),
    [
        (INDEX + '[part](other.md#one-part)\n', 0),
        (INDEX + '[part](other.md#no-part)\n', 1),
        (INDEX + '[page](missing.md)\n', 1),
        (INDEX.replace('[other.md](other.md)', 'none'), 1),  # other.md is in no table of contents
    ],
)
def test_dead_links_and_missing_pages_fail_the_build(
    tmp_path: Path, index: str, status: int
) -> None:
    assert build(small_site(tmp_path, index)) == status


@pytest.mark.parametrize(
    ('link', 'expected'),
    [
        ('[x](safety.md#stop)', '[x](safety.md#stop)'),
        ('![x](media/demo.gif)', '![x](media/demo.gif)'),
        ('[x](https://example.org/a.py)', '[x](https://example.org/a.py)'),
        ('[`x`](../src/vla_policy/vla_policy/nn/model.py)', '[`x`](#vla_policy.nn.model)'),
        ('[x](../src/vla_policy/vla_policy/nn)', '[x](#vla_policy.nn)'),
        ('[x](../src/vla_policy)', '[x](#vla_policy)'),
        ('[x](../src/vla_interfaces)', '[x](/api/vla_interfaces.rst)'),
        ('[x](../config/vla.yaml)', '<a href="../../../../config/vla.yaml">x</a>'),
        ('```\n[x](../config/vla.yaml)\n```', '```\n[x](../config/vla.yaml)\n```'),
    ],
)
def test_links_to_sources_lead_to_the_reference(link: str, expected: str) -> None:
    assert rewrite_links(link, Path('docs/index.md'), ROOT) == expected


def test_a_link_to_a_missing_file_is_an_error() -> None:
    with pytest.raises(ValueError, match=r'index\.md links to \.\./src/none\.py'):
        rewrite_links('[x](../src/none.py)', Path('docs/index.md'), ROOT)


def test_tests_are_no_modules_of_the_reference() -> None:
    assert module_name(Path('src/vla_policy/test/nn/test_model.py')) is None
    assert module_name(Path('examples/send_command.py')) is None


def test_the_contents_follow_the_table_of_pages() -> None:
    listed = contents('## Pages\n[b](b.md) [a](../a.md)\n## Other\n[c](c.md)', ['/api/x'])
    assert listed.index('b.md') < listed.index('../a.md') < listed.index('/api/x')
    assert 'c.md' not in listed


def test_the_reference_has_every_module() -> None:
    pages = dict(api_pages(ROOT))
    assert '.. automodule:: vla_policy.nn.attention\n' in pages['vla_policy.nn']
    assert '.. automodule:: vla_client.client\n' in pages['vla_client']
    assert not any('__main__' in text for text in pages.values())
