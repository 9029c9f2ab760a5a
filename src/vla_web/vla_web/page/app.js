// Copyright 2026 The ROS 2 multimodal VLA authors
// SPDX-License-Identifier: Apache-2.0
// The page: connection, commands, status card. Texts are set with textContent, never as HTML.
import { showWords, showObjects, showExamples, showAnswers } from './lists.js';
import { showLinks } from './links.js';
import { SceneView } from './scene3d.js';
import { TimeView } from './time_view.js';

const LIVE_TIMEOUT_MS = 1000;
const REPLY_TIMEOUT_MS = 7000;
const ICONS = { idle: '○', running: '▶', done: '✔', waiting: '❚❚', refused: '✖', question: '?', stopped: '■' };

const token = new URLSearchParams(location.search).get('token') || '';
const element = (id) => document.getElementById(id);
const scene = new SceneView(element('scene'), element('labels'));
const times = new TimeView(showPast);
let state = null, receivedMs = 0, imageUrl = '', failure = '', isPast = false;

async function act(action, values = {}) {
  const body = JSON.stringify(values);
  try {
    const response = await fetch(`/api/${action}`, {
      method: 'POST', body, headers: { 'X-Token': token, 'Content-Type': 'application/json' },
      signal: AbortSignal.timeout(REPLY_TIMEOUT_MS),
    });
    const reply = response.ok ? await response.json() : { success: false, message: await response.text() };
    failure = reply.success ? '' : `${action.replace('_', ' ')}: ${reply.message}`;
    return reply.success;
  } catch (error) {
    failure = action === 'stop'
      ? 'STOP IS NOT CONFIRMED: the server does not answer. Use the stop of the terminal or the emergency stop'
      : `${action.replace('_', ' ')}: the server does not answer (${error.message})`;
    return false;
  } finally {
    showAlert();
  }
}

async function stop() {
  const button = element('stop');
  button.classList.add('on');
  const timer = setTimeout(() => { failure = 'Stop was sent and is not confirmed yet'; showAlert(); }, 1000);
  await act('stop');
  clearTimeout(timer);
  button.classList.remove('on');
}

function problem() {
  const silentMs = performance.now() - receivedMs;
  if (!receivedMs || silentMs > LIVE_TIMEOUT_MS) {
    const age = receivedMs ? `no update for ${(silentMs / 1000).toFixed(1)} s` : 'no connection to the server yet';
    return `${age}. The robot may move all the same`;
  }
  // The server runs on this computer: both have the same clock.
  const behindMs = Date.now() - 1000 * state.t;
  if (behindMs > LIVE_TIMEOUT_MS) return `this page is ${(behindMs / 1000).toFixed(1)} s behind: the browser is too slow`;
  return state.problem;
}

function showAlert() {
  const why = problem();
  document.body.classList.toggle('stale', Boolean(why));
  const live = element('live');
  live.textContent = why ? 'NOT LIVE' : isPast ? 'looking back' : 'live';
  live.classList.toggle('off', Boolean(why));
  const texts = [why && `NOT LIVE: ${why}`, failure].filter(Boolean);
  element('alert').hidden = !texts.length;
  element('alert').textContent = texts.join(' · ');
}

function showCard(shown) {
  element('icon').textContent = ICONS[shown.icon] || '•';
  element('title').textContent = shown.title;
  element('why').textContent = shown.why;
  for (const id of ['icon', 'title']) element(id).style.color = shown.color;
}

function showState() {
  if (!isPast) showCard(state);
  element('facts').textContent = state.facts.join('   |   ');
  element('progress').style.width = `${100 * state.progress}%`;
  element('approve').hidden = !state.pending_id;
  element('reset').disabled = !state.is_stopped;
  element('new_scene').disabled = state.is_executing;
  showWords(state.command);
  showObjects(state.objects);
  showLinks(state);
  showExamples(state.examples, (text) => { element('text').value = text; element('text').focus(); });
  showAnswers(state.answers);
  times.add(state);
}

function showPast(sample, image) {
  isPast = Boolean(sample);
  document.body.classList.toggle('past', isPast);
  if (isPast) showCard({ icon: '', ...sample });
  if (isPast && image) element('camera').src = image;
  if (!isPast && state) showState();
  showAlert();
}

// The picture has the command above the camera image and the card below it; the page has its own.
element('camera').addEventListener('load', ({ target }) => {
  const [top, height] = state ? state.camera_rows : [0, 1];
  target.parentElement.style.aspectRatio = target.naturalWidth / (height * target.naturalHeight);
  target.style.top = `${-100 * top / height}%`;
});

function showImage(blob) {
  const url = URL.createObjectURL(blob);
  if (!isPast) element('camera').src = url;
  if (imageUrl && !times.keep(imageUrl)) URL.revokeObjectURL(imageUrl);
  imageUrl = url;
}

function connect() {
  const socket = new WebSocket(`ws://${location.host}/view?token=${encodeURIComponent(token)}`);
  socket.binaryType = 'blob';
  socket.onmessage = ({ data }) => {
    if (data instanceof Blob) { showImage(data); return; }
    const message = JSON.parse(data);
    if (message.type === 'history') times.load(message.samples);
    else if (message.type === 'scene') scene.show(message.shapes);
    else { state = message; receivedMs = performance.now(); showState(); showAlert(); socket.send('shown'); }
  };
  socket.onclose = () => setTimeout(connect, 1000);
}

const sentTexts = [];
let recall = 0;
element('form').addEventListener('submit', async (event) => {
  event.preventDefault();
  const text = element('text').value.trim();
  if (!text) return;
  sentTexts.push(text);
  recall = sentTexts.length;
  if (await act('command', { text })) element('text').value = '';
});
element('text').addEventListener('keydown', (event) => {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!step || !sentTexts.length) return;
  event.preventDefault();
  recall = Math.min(Math.max(recall + step, 0), sentTexts.length);
  element('text').value = sentTexts[recall] || '';
});
element('stop').addEventListener('click', stop);
element('reset').addEventListener('click', () => act('reset'));
element('new_scene').addEventListener('click', () => act('new_scene'));
element('approve').addEventListener('click', () => act('approve', { command_id: state.pending_id }));
setInterval(showAlert, 200);
connect();
