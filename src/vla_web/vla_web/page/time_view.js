// Copyright 2026 The ROS 2 multimodal VLA authors
// SPDX-License-Identifier: Apache-2.0
// Plots and timeline of the last minute.

const DURATION_S = 60;
const IMAGE_PERIOD_MS = 500;

function context(canvas) {
  const ratio = window.devicePixelRatio || 1;
  const [width, height] = [canvas.clientWidth * ratio, canvas.clientHeight * ratio].map(Math.round);
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const draw = canvas.getContext('2d');
  draw.clearRect(0, 0, width, height);
  return { draw, width, height, ratio };
}

function plot(canvas, samples, key, now, color) {
  const { draw, width, height, ratio } = context(canvas);
  const values = samples.map((sample) => sample[key]).filter((value) => value !== null);
  const low = Math.min(0, ...values), high = Math.max(1, ...values);
  const y = (value) => height - 2 - (height - 4) * (value - low) / (high - low);
  draw.strokeStyle = '#3a4048';
  draw.beginPath(); draw.moveTo(0, y(0)); draw.lineTo(width, y(0)); draw.stroke();
  draw.strokeStyle = color;
  draw.lineWidth = 1.5 * ratio;
  draw.beginPath();
  let isDrawing = false;
  for (const sample of samples) {
    const x = width * (1 - (now - sample.t) / DURATION_S), value = sample[key];
    if (value === null) { isDrawing = false; continue; }
    if (isDrawing) draw.lineTo(x, y(value)); else draw.moveTo(x, y(value));
    isDrawing = true;
  }
  draw.stroke();
}

export class TimeView {
  // `onPast` is called with a sample and the URL of its image, or with null for the present.
  constructor(onPast) {
    this.samples = [];
    this.images = [];
    this.onPast = onPast;
    this.keptMs = 0;
    this.scrub = document.getElementById('scrub');
    this.scrub.addEventListener('input', () => this.look());
  }

  load(samples) {
    this.samples = samples;
  }

  add(state) {
    const last = this.samples.at(-1);
    if (!last || state.t - last.t >= 0.2 || state.title !== last.title) this.samples.push(state);
    while (this.samples.length && this.samples[0].t < state.t - DURATION_S) this.samples.shift();
    this.draw(state);
  }

  // Keep an image for looking back; returns whether it is kept.
  keep(url) {
    const nowMs = performance.now();
    if (nowMs - this.keptMs < IMAGE_PERIOD_MS || !this.samples.length) return false;
    this.keptMs = nowMs;
    this.images.push({ t: this.samples.at(-1).t, url });
    while (this.images[0].t < this.images.at(-1).t - DURATION_S) URL.revokeObjectURL(this.images.shift().url);
    return true;
  }

  look() {
    const ago = -Number(this.scrub.value);
    const past = document.getElementById('past');
    if (ago < 0.3 || !this.samples.length) {
      past.textContent = 'Last minute. Drag to look back.';
      this.onPast(null, '');
      return;
    }
    const t = this.samples.at(-1).t - ago;
    const before = (list) => list.filter((item) => item.t <= t).at(-1) || list[0];
    const sample = before(this.samples), image = before(this.images);
    past.textContent = `${ago.toFixed(1)} s ago: ${sample.title}. Drag to the right end for the present.`;
    this.onPast(sample, image ? image.url : '');
  }

  draw(state) {
    const unit = (value, name) => value === null ? '–' : `${value.toFixed(name === 'ms' ? 0 : 1)} ${name}`;
    document.getElementById('latency').textContent = unit(state.latency_ms, 'ms');
    document.getElementById('margin').textContent = unit(state.margin_cm, 'cm');
    plot(document.getElementById('plot_latency'), this.samples, 'latency_ms', state.t, '#7db4ff');
    plot(document.getElementById('plot_margin'), this.samples, 'margin_cm', state.t, '#73ff73');
    const { draw, width, height } = context(document.getElementById('timeline'));
    this.samples.forEach((sample, index) => {
      const end = this.samples[index + 1] ? this.samples[index + 1].t : state.t;
      const x = width * (1 - (state.t - sample.t) / DURATION_S);
      draw.fillStyle = sample.title === 'Ready' ? '#3a4048' : sample.color;
      draw.fillRect(Math.floor(x), 0, Math.ceil(width * (end - sample.t) / DURATION_S) + 1, height);
    });
  }
}
