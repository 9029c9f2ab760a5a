// Copyright 2026 The ROS 2 multimodal VLA authors
// SPDX-License-Identifier: Apache-2.0
// Markers in 3-D with WebGL: all shapes become colored triangles in one buffer.
import { lookAt, multiply, perspective, project } from './matrices.js';
import { addShape } from './shapes3d.js';

const VERTEX = `attribute vec3 position; attribute vec3 normal; attribute vec4 color; uniform mat4 view; varying vec4 shade;
void main() { gl_Position = view * vec4(position, 1.0);
  float light = length(normal) > 0.0 ? 0.55 + 0.45 * max(dot(normal, normalize(vec3(0.5, -0.3, 0.8))), 0.0) : 1.0;
  shade = vec4(color.rgb * light, color.a); }`;
const FRAGMENT = 'precision mediump float; varying vec4 shade; void main() { gl_FragColor = shade; }';
const FLOATS = 10; // position, normal, color
const CENTER = [0.48, 0.0, 0.12];
const LETTER_PX = 7, LABEL_PX = 19; // of labels

export class SceneView {
  constructor(canvas, labels) {
    this.canvas = canvas;
    this.labels = labels;
    this.texts = [];
    this.turn = 0.5; this.tilt = 0.6; this.distance = 1.3; // rad, rad, m
    this.gl = canvas.getContext('webgl', { antialias: true });
    if (!this.gl) { labels.textContent = 'This browser has no WebGL: the 3-D scene is not shown.'; return; }
    this.buffer = this.gl.createBuffer();
    this.program = this.compile();
    this.listen();
    new ResizeObserver(() => this.draw()).observe(canvas);
  }

  show(shapes) {
    if (!this.gl) return;
    const solid = [], clear = [];
    this.texts = shapes.filter((shape) => shape.kind === 'text');
    for (const shape of shapes) {
      const isClear = (shape.colors ? shape.colors[0] : shape.color)[3] < 0.99;
      addShape(isClear ? clear : solid, shape);
    }
    const gl = this.gl;
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffer);
    gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([...solid, ...clear].flat()), gl.DYNAMIC_DRAW);
    this.solidCount = solid.length;
    this.clearCount = clear.length;
    this.draw();
  }

  draw() {
    const { gl, canvas } = this;
    const ratio = window.devicePixelRatio || 1;
    const [width, height] = [canvas.clientWidth * ratio, canvas.clientHeight * ratio].map(Math.round);
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    gl.viewport(0, 0, width, height);
    gl.clearColor(0.05, 0.06, 0.07, 1);
    gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
    const eye = [
      CENTER[0] + this.distance * Math.cos(this.tilt) * Math.cos(this.turn),
      CENTER[1] + this.distance * Math.cos(this.tilt) * Math.sin(this.turn),
      CENTER[2] + this.distance * Math.sin(this.tilt),
    ];
    const view = multiply(perspective(0.8, width / Math.max(1, height), 0.02, 20), lookAt(eye, CENTER));
    gl.uniformMatrix4fv(gl.getUniformLocation(this.program, 'view'), false, view);
    gl.enable(gl.DEPTH_TEST);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.SRC_ALPHA, gl.ONE_MINUS_SRC_ALPHA);
    gl.depthMask(true);
    if (this.solidCount) gl.drawArrays(gl.TRIANGLES, 0, this.solidCount);
    gl.depthMask(false);
    if (this.clearCount) gl.drawArrays(gl.TRIANGLES, this.solidCount, this.clearCount);
    gl.depthMask(true);
    this.drawLabels(view);
  }

  // Names from the front to the back, each above those that it would cover.
  drawLabels(view) {
    const { clientWidth: width, clientHeight: height } = this.canvas, boxes = [];
    const names = this.texts.flatMap((shape) => {
      const at = project(view, shape.position);
      return at ? [{ shape, x: width * (0.5 + 0.5 * at[0]), y: height * (0.5 - 0.5 * at[1]) }] : [];
    }).sort((a, b) => b.y - a.y);
    this.labels.replaceChildren(...names.map(({ shape, x, y }) => {
      const half = 0.5 * (LETTER_PX * shape.text.length + 8);
      const covered = () => boxes.find((box) => Math.abs(box.x - x) < box.half + half && Math.abs(box.y - y) < LABEL_PX);
      for (let box = covered(); box; box = covered()) y = box.y - LABEL_PX;
      boxes.push({ x, y, half });
      const label = document.createElement('span');
      label.textContent = shape.text;
      const [r, g, b] = shape.color.map((part) => Math.round(255 * part));
      Object.assign(label.style, { left: `${x}px`, top: `${y}px`, color: `rgb(${r},${g},${b})` });
      return label;
    }));
  }

  compile() {
    const { gl } = this, program = gl.createProgram();
    for (const [kind, source] of [[gl.VERTEX_SHADER, VERTEX], [gl.FRAGMENT_SHADER, FRAGMENT]]) {
      const shader = gl.createShader(kind);
      gl.shaderSource(shader, source);
      gl.compileShader(shader);
      gl.attachShader(program, shader);
    }
    gl.linkProgram(program);
    gl.useProgram(program);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffer);
    for (const [name, size, offset] of [['position', 3, 0], ['normal', 3, 3], ['color', 4, 6]]) {
      const place = gl.getAttribLocation(program, name);
      gl.enableVertexAttribArray(place);
      gl.vertexAttribPointer(place, size, gl.FLOAT, false, 4 * FLOATS, 4 * offset);
    }
    return program;
  }

  listen() {
    const pointers = new Map();
    let spread = 0;
    const zoom = (factor) => { this.distance = Math.min(4, Math.max(0.4, this.distance * factor)); this.draw(); };
    this.canvas.addEventListener('pointerdown', (event) => {
      this.canvas.setPointerCapture(event.pointerId);
      pointers.set(event.pointerId, [event.clientX, event.clientY]);
      spread = 0;
    });
    this.canvas.addEventListener('pointermove', (event) => {
      const before = pointers.get(event.pointerId);
      if (!before) return;
      pointers.set(event.pointerId, [event.clientX, event.clientY]);
      if (pointers.size === 2) {
        const [a, b] = [...pointers.values()];
        const now = Math.hypot(a[0] - b[0], a[1] - b[1]);
        if (spread) zoom(spread / Math.max(1, now));
        spread = now;
        return;
      }
      this.turn -= 0.008 * (event.clientX - before[0]);
      this.tilt = Math.min(1.5, Math.max(0.05, this.tilt + 0.008 * (event.clientY - before[1])));
      this.draw();
    });
    for (const name of ['pointerup', 'pointercancel']) this.canvas.addEventListener(name, (event) => pointers.delete(event.pointerId));
    this.canvas.addEventListener('wheel', (event) => { event.preventDefault(); zoom(Math.exp(0.001 * event.deltaY)); }, { passive: false });
  }
}
