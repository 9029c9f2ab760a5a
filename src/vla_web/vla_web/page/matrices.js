// Copyright 2026 The ROS 2 multimodal VLA authors
// SPDX-License-Identifier: Apache-2.0
// Vectors, and 4 x 4 matrices in the column-major order of WebGL.

export const add = (a, b, factor = 1) => a.map((value, k) => value + factor * b[k]);
export const cross = (a, b) => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
export const dot = (a, b) => a.reduce((sum, value, k) => sum + value * b[k], 0);
export const unit = (a) => { const size = Math.hypot(...a) || 1; return a.map((value) => value / size); };

export function rotate([x, y, z, w], v) {
  const q = [x, y, z], t = cross(q, v).map((value) => 2 * value);
  return add(add(v, t, w), cross(q, t));
}

export function perspective(angle, aspect, near, far) {
  const f = 1 / Math.tan(angle / 2), depth = near - far;
  return [f / aspect, 0, 0, 0, 0, f, 0, 0, 0, 0, (far + near) / depth, -1, 0, 0, 2 * far * near / depth, 0];
}

export function lookAt(eye, center) {
  const back = unit(add(eye, center, -1)), right = unit(cross([0, 0, 1], back)), up = cross(back, right);
  return [right[0], up[0], back[0], 0, right[1], up[1], back[1], 0, right[2], up[2], back[2], 0,
    -dot(right, eye), -dot(up, eye), -dot(back, eye), 1];
}

export function multiply(a, b) {
  return Array.from({ length: 16 }, (_, k) => [0, 1, 2, 3].reduce((sum, n) => sum + a[k % 4 + 4 * n] * b[n + 4 * Math.floor(k / 4)], 0));
}

// Position in the image within -1 .. 1, or null behind the viewer.
export function project(m, p) {
  const [x, y, , w] = [0, 1, 2, 3].map((row) => m[row] * p[0] + m[row + 4] * p[1] + m[row + 8] * p[2] + m[row + 12]);
  return w > 0 ? [x / w, y / w] : null;
}
