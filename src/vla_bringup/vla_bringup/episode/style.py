# Copyright 2026 The ROS 2 multimodal VLA authors
# SPDX-License-Identifier: Apache-2.0
"""Style sheet of an episode report, with the colors of overlay and web page."""

from typing import Final

STYLE: Final = """
:root { --bg: #0d0f12; --panel: #15181c; --ink: #eef0f3; --muted: #a0a8b2; --line: #2a2f36; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--ink);
  font: 15px/1.45 system-ui, 'DejaVu Sans', sans-serif; }
main { max-width: 1040px; margin: 0 auto; padding: 12px; }
header, section { background: var(--panel); border: 1px solid var(--line); border-radius: 10px;
  padding: 12px 16px; margin-bottom: 12px; }
h1 { font-size: 24px; margin: 0 0 8px; overflow-wrap: anywhere; }
h2 { font-size: 17px; margin: 0 0 8px; }
p { margin: 6px 0; overflow-wrap: anywhere; } .muted { color: var(--muted); font-size: 13px; }
.badge { padding: 3px 12px; border-radius: 12px; color: #111; background: #ffd933; }
.badge.good { background: #73ff73; } .badge.bad { background: #ff7366; }
table { border-collapse: collapse; width: 100%; } td, th { padding: 4px 8px; text-align: left;
  border-top: 1px solid var(--line); vertical-align: top; overflow-wrap: break-word; }
td:last-child { overflow-wrap: anywhere; }
th { color: var(--muted); font-weight: 600; font-size: 13px; white-space: nowrap; }
.facts th { width: 230px; } .number { text-align: right; white-space: nowrap;
  font-variant-numeric: tabular-nums; }
tr.bad td { color: #ff7366; } tr.warn td { color: #ffd933; }
.frames { display: grid; grid-template-columns: repeat(auto-fill, minmax(300px, 1fr)); gap: 10px; }
.wide { overflow-x: auto; }
.plots { display: flex; flex-wrap: wrap; gap: 12px; align-items: flex-end; }
figure { margin: 0; min-width: 0; } figcaption { color: var(--muted); font-size: 13px;
  text-align: center; }
img { width: 100%; border-radius: 6px; display: block; }
svg { max-width: 100%; height: auto; }
svg text { fill: var(--ink); font-size: 13px; }
svg text.muted { fill: var(--muted); font-size: 12px; }
.grid { stroke: var(--line); } polyline { fill: none; } polyline.plan { stroke: #73ff73;
  stroke-width: 1; opacity: 0.45; } polyline.no { stroke: #ff4033; opacity: 0.8; }
polyline.executed { stroke: #ffffff; stroke-width: 2.5; } circle.start { fill: #33d9ff; }
circle.end { fill: #ff9e1a; }
rect.workspace { fill: none; stroke: #8099bf; stroke-dasharray: 5 4; }
.legend { font-size: 13px; } .legend i { display: inline-block; width: 22px; height: 4px;
  margin: 0 6px 3px 14px; background: #73ff73; } .legend i:first-child { margin-left: 0; }
.legend i.no { background: #ff4033; } .legend i.executed { background: #fff; }
.legend i.start, .legend i.end { width: 10px; height: 10px; border-radius: 5px; margin-bottom: 0;
  background: #33d9ff; } .legend i.end { background: #ff9e1a; }
.legend i.workspace { height: 0; background: none; border-top: 2px dashed #8099bf; }
"""
