# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""The page in a real browser: command, success, refusal, stop, reset, and a lost connection."""

from collections.abc import Iterator
import shutil
from typing import Any

import cv2
import numpy as np
import pytest
from sensor_msgs.msg import CompressedImage
from std_msgs.msg import Header
from vla_client.testing import FakeSystem
from vla_common import qos
from vla_interfaces.msg import PolicyStatus
from vla_interfaces.msg import SafetyStatus
from vla_visualization.overlay_messages import to_jpeg
from vla_visualization.panel import CARD_HEIGHT_PX
from vla_visualization.panel import HEADER_HEIGHT_PX
from web_harness import RunningPage

BROWSER = shutil.which('chromium') or shutil.which('google-chrome') or ''
DEADLINE_MS = 30_000

pytestmark = pytest.mark.skipif(
    not BROWSER, reason='the page is tested where Chromium is installed: apt-get install chromium'
)


class Robot:
    """Status of a simulated system, sent as often as the safety node sends it."""

    def __init__(self, system: FakeSystem) -> None:
        self._system = system
        self.safety = SafetyStatus(state=SafetyStatus.IDLE, message='waiting', latency_s=-1.0)
        self._timer = system.thread.run_on_executor(
            lambda: system.thread.node.create_timer(0.2, self._publish)
        )

    def end(self) -> None:
        """Send no further status."""
        self._system.thread.run_on_executor(
            lambda: self._system.thread.node.destroy_timer(self._timer)
        )

    def report(self, state: int, text: str, **values: Any) -> None:
        """Publish a status of the policy."""
        self._system.policy.publish(
            PolicyStatus(command_id=f'id of {text}', text=text, state=state, **values)
        )

    def _publish(self) -> None:
        self._system.safety.publish(self.safety)


@pytest.fixture
def browser_page(page: RunningPage) -> Iterator[Any]:
    """Open the page in a browser of the size of a phone."""
    api = pytest.importorskip('playwright.sync_api')
    with api.sync_playwright() as playwright:
        # Without a sandbox, as root in a container; the page is our own.
        browser = playwright.chromium.launch(
            executable_path=BROWSER, args=['--no-sandbox', '--use-angle=swiftshader']
        )
        opened = browser.new_page(viewport={'width': 390, 'height': 844})
        opened.set_default_timeout(DEADLINE_MS)
        opened.problems = []
        opened.on('pageerror', lambda error: opened.problems.append(str(error)))
        opened.goto(page.url)
        yield opened
        browser.close()


def wait_for_text(page: Any, selector: str, text: str) -> None:
    page.wait_for_function(
        '([selector, text]) => document.querySelector(selector)?.textContent.includes(text)',
        arg=[selector, text],
    )


def send(page: Any, text: str) -> None:
    page.fill('#text', text)
    page.press('#text', 'Enter')


@pytest.mark.timeout(240)
def test_a_person_commands_stops_and_resets(system: FakeSystem, browser_page: Any) -> None:
    robot, shown = Robot(system), browser_page
    wait_for_text(shown, '#live', 'live')
    send(shown, 'pick up the red cube')
    assert system.wait_for_goal().request.text == 'pick up the red cube'
    robot.report(PolicyStatus.EXECUTING, 'pick up the red cube', task='pick', phase='lift')
    wait_for_text(shown, '#title', 'Executing: pick, lift')
    robot.report(PolicyStatus.SUCCEEDED, 'pick up the red cube')
    wait_for_text(shown, '#title', 'Done')
    wait_for_text(shown, '#answers li b.done', 'done')

    send(shown, '<img src=x onerror=alert(1)>')
    system.wait_for_goal(2)
    message = 'no purple cube. It sees: red cube'
    robot.report(
        PolicyStatus.REFUSED, '<img src=x onerror=alert(1)>', reason='unknown', message=message
    )
    wait_for_text(shown, '#why', 'No purple cube. It sees: red cube')
    wait_for_text(shown, '#answers li', message)
    # Texts are shown as texts.
    assert shown.locator('#answers img').count() == 0

    assert not shown.is_enabled('#reset')
    shown.click('#stop')
    assert system.thread.wait_for(lambda: system.services == ['stop'], 10.0)
    robot.safety = SafetyStatus(
        state=SafetyStatus.STOPPED, message='stopped by the service', latency_s=-1.0
    )
    wait_for_text(shown, '#title', 'Stopped')
    wait_for_text(shown, '#why', 'Stopped by the service')
    shown.click('#reset')
    assert system.thread.wait_for(lambda: system.services == ['stop', 'reset'], 10.0)
    assert shown.problems == []


@pytest.mark.timeout(240)
def test_approval_is_offered_for_the_command_that_waits(
    system: FakeSystem, browser_page: Any
) -> None:
    robot = Robot(system)
    robot.report(PolicyStatus.EXECUTING, 'push the cube left')
    robot.safety = SafetyStatus(
        state=SafetyStatus.IDLE, reason='approval_pending', message='approve', latency_s=-1.0
    )
    wait_for_text(browser_page, '#title', 'Waiting for approval')
    browser_page.click('#approve')
    assert system.thread.wait_for(lambda: system.services == ['approve'], 10.0)


@pytest.mark.timeout(240)
def test_the_page_says_when_it_is_not_live(
    system: FakeSystem, page: RunningPage, browser_page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    robot = Robot(system)
    wait_for_text(browser_page, '#live', 'live')
    robot.end()
    wait_for_text(browser_page, '#alert', 'NOT LIVE: the last safety_status is')
    # A server that sends nothing.
    monkeypatch.setattr(page.session, 'state', lambda: 1 / 0)
    wait_for_text(browser_page, '#alert', 'NOT LIVE: no update for')
    wait_for_text(browser_page, '#live', 'NOT LIVE')


@pytest.mark.timeout(240)
def test_the_camera_image_is_shown_without_the_panels_of_the_overlay(
    system: FakeSystem, browser_page: Any
) -> None:
    robot, node = Robot(system), system.thread.node
    picture = np.full((HEADER_HEIGHT_PX + 480 + CARD_HEIGHT_PX, 640, 3), (0, 200, 0), np.uint8)
    picture[HEADER_HEIGHT_PX:-CARD_HEIGHT_PX] = (200, 0, 0)
    images = system.thread.run_on_executor(
        lambda: node.create_publisher(
            CompressedImage, 'attention_overlay/compressed', qos.BEST_EFFORT_LATEST
        )
    )
    robot.report(PolicyStatus.SUCCEEDED, 'pick up the red cube')
    wait_for_text(browser_page, '#title', 'Done')
    assert system.thread.wait_for(lambda: images.get_subscription_count() > 0, 10.0)
    images.publish(to_jpeg(Header(), picture))
    browser_page.wait_for_function("() => document.querySelector('#camera').naturalWidth === 640")
    frame = browser_page.locator('.frame:has(#camera)')
    box = frame.bounding_box()
    assert box['width'] / box['height'] == pytest.approx(640 / 480, abs=0.02)
    shown = cv2.imdecode(np.frombuffer(frame.screenshot(), np.uint8), cv2.IMREAD_COLOR)
    # Without the edges, which belong to two pixels.
    inner = shown[3:-3, 3:-3].reshape(-1, 3).astype(int)
    assert np.median(inner[:, 2]) > 150
    assert (np.abs(inner - np.median(inner, axis=0)).max(axis=1) < 20).mean() > 0.98


@pytest.mark.timeout(240)
def test_the_stop_button_is_large_and_in_view_on_a_phone(
    system: FakeSystem, browser_page: Any
) -> None:
    browser_page.evaluate('window.scrollTo(0, document.body.scrollHeight)')
    box = browser_page.locator('#stop').bounding_box()
    assert box['width'] > 300 and box['height'] >= 60
    assert 0 <= box['y'] and box['y'] + box['height'] <= 844
    assert browser_page.evaluate('document.documentElement.scrollWidth') <= 390


@pytest.mark.timeout(240)
def test_a_word_shows_its_objects_and_an_object_its_words(
    system: FakeSystem, page: RunningPage, browser_page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights = {'pick': {}, 'red': {'target': 1}, 'bowl': {'target': 0.1, 'destination': 1}}
    words = [{'text': t, 'weights': w, 'fill': '#000', 'ink': '#fff'} for t, w in weights.items()]
    shares = {
        'red cube': {'target': 0.8, 'destination': 0.01},
        'bowl': {'target': 0.1, 'destination': 0.9},
    }
    flags = {'color': '#f00', 'is_held': False, 'is_candidate': False}
    objects = [{'name': name, 'attention': share, **flags} for name, share in shares.items()]
    command = {'text': '', 'meaning': '', 'words': words, 'queries': []}
    state = page.session.state
    monkeypatch.setattr(
        page.session, 'state', lambda: {**state(), 'command': command, 'objects': objects}
    )
    shown = browser_page
    shown.click('#words .word:nth-of-type(2)')
    wait_for_text(shown, '#links', '"red" → red cube 80 % (target), bowl 10 % (target)')
    shown.click('#objects .chip:nth-of-type(3)')
    wait_for_text(shown, '#links', 'bowl → "bowl" 90 % (destination), "red" 10 % (target)')
    shown.click('#words .word:nth-of-type(1)')
    wait_for_text(shown, '#links', '"pick" → no object')
    assert shown.problems == []
