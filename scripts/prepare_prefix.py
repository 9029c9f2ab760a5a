# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Make the environment that holds the ROS 2 wheels usable as an install prefix."""

from pathlib import Path
import re
import sys
import sysconfig

# The wheels' cmake exports name the folders of the machine that built them.
BUILDER_PYTHON = re.compile(r'/opt/python/cp[^/;"\s]*/include/python[0-9.]+')
BUILDER_NUMPY = re.compile(r'/opt/python/cp[^;"\s]*/numpy/_?core/include')

LOCAL_SETUP = """\
# Written by scripts/prepare_prefix.py: puts the ROS 2 wheels of this prefix on the search paths.
_vla_prepend() {{
  eval "_vla_value=\\${{$1:-}}"
  case ":$_vla_value:" in
    *":$2:"*) ;;
    *) eval "export $1=\\"$2${{_vla_value:+:$_vla_value}}\\"" ;;
  esac
  unset _vla_value
}}
_vla_prepend AMENT_PREFIX_PATH "{prefix}"
_vla_prepend CMAKE_PREFIX_PATH "{prefix}"
_vla_prepend PATH "{prefix}/bin"
{libraries}
unset -f _vla_prepend
export ROS_DISTRO="{distro}" ROS_VERSION=2 ROS_PYTHON_VERSION=3
"""


def rewrite_cmake_exports(prefix: Path, python_include: str, numpy_include: str) -> list[Path]:
    """Point cmake exports at this machine's headers; return the files that changed."""
    changed = []
    for path in sorted(prefix.glob('share/**/*.cmake')):
        text = path.read_text(encoding='utf-8')
        fixed = BUILDER_NUMPY.sub(numpy_include, BUILDER_PYTHON.sub(python_include, text))
        if fixed != text:
            # The installed file can be a hard link to that of the download cache.
            path.unlink()
            path.write_text(fixed, encoding='utf-8')
            changed.append(path)
    return changed


def write_setup_files(prefix: Path, distro: str) -> None:
    """Write the setup files that a workspace built on this prefix chains to."""
    folders = [prefix / 'lib', *sorted(prefix.glob('lib/python3*/site-packages/ros_*.libs'))]
    libraries = '\n'.join(f'_vla_prepend LD_LIBRARY_PATH "{folder}"' for folder in folders[::-1])
    text = LOCAL_SETUP.format(prefix=prefix, libraries=libraries, distro=distro)
    for stem in ('local_setup', 'setup'):
        for suffix in ('sh', 'bash', 'zsh'):
            (prefix / f'{stem}.{suffix}').write_text(text, encoding='utf-8')


def main() -> None:
    """Prepare the environment that this interpreter belongs to."""
    import numpy

    prefix = Path(sys.prefix)
    include = sysconfig.get_path('include')
    changed = rewrite_cmake_exports(prefix, include, numpy.get_include())
    write_setup_files(prefix, distro=sys.argv[1])
    print(f'{len(changed)} cmake exports rewritten, setup files written to {prefix}')


if __name__ == '__main__':
    main()
