# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The web node as a process."""

from pathlib import Path
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
from vla_web.web_node import parse_arguments
from vla_web.web_node import write_private


def test_ros_arguments_are_left_to_ros() -> None:
    options = parse_arguments(['--url-file', 'url', '--ros-args', '-p', 'port:=1'])
    assert (options.url_file, options.namespace) == (Path('url'), '')


def test_the_url_is_readable_by_this_user_only(tmp_path: Path) -> None:
    path = tmp_path / 'url'
    write_private(path, 'first')
    write_private(path, 'second')
    assert path.read_text() == 'second'
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.timeout(120)
def test_the_process_serves_the_page_until_sigint(tmp_path: Path) -> None:
    url_file = tmp_path / 'url'
    process = subprocess.Popen(
        [sys.executable, '-m', 'vla_web.web_node', '--url-file', str(url_file)]
    )
    try:
        end_s = time.monotonic() + 60
        while not url_file.exists():
            assert process.poll() is None and time.monotonic() < end_s, 'no URL within 60 s'
            time.sleep(0.05)
        url = url_file.read_text()
        assert url.startswith('http://127.0.0.1:')
        with urllib.request.urlopen(url, timeout=20) as response:
            assert b'ROS 2 multimodal VLA' in response.read()
        with pytest.raises(urllib.error.HTTPError, match='403'):
            urllib.request.urlopen(url.partition('?')[0], timeout=20)
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
    finally:
        process.kill()
        process.wait()
