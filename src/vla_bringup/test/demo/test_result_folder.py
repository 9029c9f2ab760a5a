# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Two demos at once write to different folders."""

from pathlib import Path
import subprocess
import sys

from vla_bringup.demo.result_folder import exclusive_folder

# Locks the folder, prints the one it got, and holds it until its input ends.
HOLDER = """
import sys
from pathlib import Path
from vla_bringup.demo.result_folder import exclusive_folder
with exclusive_folder(Path(sys.argv[1])) as folder:
    print(folder, flush=True)
    sys.stdin.read()
"""


def test_folders_of_two_processes_differ(tmp_path: Path) -> None:
    folder = tmp_path / 'log' / 'demo'
    command = [sys.executable, '-c', HOLDER, str(folder)]
    holder = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline().strip() == str(folder)
    with exclusive_folder(folder) as second, exclusive_folder(folder) as third:
        assert second == tmp_path / 'log' / 'demo-2'
        assert third == tmp_path / 'log' / 'demo-3'
        assert second.is_dir()
    # The lock of a killed process ends with it.
    holder.kill()
    holder.wait(20)
    with exclusive_folder(folder) as again:
        assert again == folder
