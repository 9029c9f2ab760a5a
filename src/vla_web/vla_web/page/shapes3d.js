// Copyright 2026 The ROS 2 multimodal VLA authors
// SPDX-License-Identifier: Apache-2.0
// Triangles of markers: each vertex is position, normal and color in one array of 10 numbers.
import { add, cross, rotate, unit } from './matrices.js';

const SIDES = 16, RINGS = 8, THIN_SIDES = 6;
const NO_NORMAL = [0, 0, 0];

// Unit shapes of diameter 1, as lists of [position, normal].
function grid(rows, cols, point) {
  const vertices = [];
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) {
      const [a, b, c, d] = [[i, j], [i + 1, j], [i + 1, j + 1], [i, j + 1]].map(([u, v]) => point(u / rows, v / cols));
      vertices.push(a, b, c, a, c, d);
    }
  }
  return vertices;
}

function sphere(rows, cols) {
  return grid(rows, cols, (u, v) => {
    const [t, p] = [Math.PI * u, 2 * Math.PI * v];
    const n = [Math.sin(t) * Math.cos(p), Math.sin(t) * Math.sin(p), Math.cos(t)];
    return [n.map((value) => value / 2), n];
  });
}

function cylinder(cols, tip = 1) {
  const at = (v, z, radius) => [radius * Math.cos(2 * Math.PI * v) / 2, radius * Math.sin(2 * Math.PI * v) / 2, z];
  const wall = grid(1, cols, (u, v) => [at(v, u - 0.5, u ? tip : 1), at(v, 0, 2)]);
  const caps = [[0.5, tip], [-0.5, 1]].flatMap(([z, radius]) => grid(1, cols, (u, v) => [at(v, z, u * radius), [0, 0, Math.sign(z)]]));
  return [...wall, ...caps];
}

function cube() {
  const faces = [];
  for (let axis = 0; axis < 3; axis++) {
    for (const side of [-1, 1]) {
      const n = [0, 0, 0];
      n[axis] = side;
      faces.push(...grid(1, 1, (u, v) => {
        const p = [0, 0, 0];
        p[axis] = side / 2; p[(axis + 1) % 3] = u - 0.5; p[(axis + 2) % 3] = v - 0.5;
        return [p, n];
      }));
    }
  }
  return faces;
}

const SOLIDS = { cube: cube(), sphere: sphere(RINGS, SIDES), cylinder: cylinder(SIDES) };
const BEAD = sphere(4, 8), ROD = cylinder(THIN_SIDES), CONE = cylinder(THIN_SIDES, 0);

function addSolid(out, solid, position, orientation, scale, color) {
  for (const [p, n] of solid) {
    const moved = add(rotate(orientation, p.map((value, k) => value * scale[k])), position);
    const normal = unit(rotate(orientation, n.map((value, k) => value / (scale[k] || 1))));
    out.push([...moved, ...normal, ...color]);
  }
}

// Solid along z, between two points.
function addBetween(out, solid, start, end, width, color) {
  const way = add(end, start, -1), length = Math.hypot(...way);
  if (!length) return;
  const z = unit(way), axis = cross([0, 0, 1], z), w = 1 + z[2];
  const q = w < 1e-6 ? [1, 0, 0, 0] : unit([...axis, w]);
  addSolid(out, solid, add(start, way, 0.5), q, [width, width, length], color);
}

export function addShape(out, shape) {
  const { kind, points, colors, color, scale, position, orientation } = shape;
  const colorOf = (k) => colors ? colors[k] : color;
  if (SOLIDS[kind]) {
    addSolid(out, SOLIDS[kind], position, orientation, scale, color);
  } else if (kind === 'spheres') {
    points.forEach((point, k) => addSolid(out, BEAD, point, [0, 0, 0, 1], scale, colorOf(k)));
  } else if (kind === 'line') {
    for (let k = 1; k < points.length; k++) addBetween(out, ROD, points[k - 1], points[k], scale[0], colorOf(k));
  } else if (kind === 'arrow') {
    const neck = add(points[0], add(points[1], points[0], -1), 0.75);
    addBetween(out, ROD, points[0], neck, scale[0], color);
    addBetween(out, CONE, neck, points[1], scale[1], color);
  } else if (kind === 'triangles') {
    points.forEach((point, k) => out.push([...point, ...NO_NORMAL, ...colorOf(k)]));
  }
}
