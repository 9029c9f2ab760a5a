// Copyright 2026 The ROS 2 multimodal VLA authors
// SPDX-License-Identifier: Apache-2.0
// Words and objects that attend to each other: through the queries of the policy, each of which reads words and looks at objects.

const MIN_LINK = 0.02;
let command = null, objects = [], selected = null; // selected: { kind: 'word' or 'object', index, isPinned }

const element = (id) => document.getElementById(id);
const percent = (share) => `${Math.round(100 * share)} %`;

// Strongest query between a word and an object: its share of the word's query times the object's share of its attention.
export function linkOf(word, object) {
  const links = Object.keys(word.weights).map((query) => ({ query, strength: word.weights[query] * (object.attention[query] || 0) }));
  return links.reduce((best, link) => link.strength > best.strength ? link : best, { query: '', strength: 0 });
}

function sentence(kind, item) {
  const others = (kind === 'word' ? objects : command.words).map((other) => ({
    other, ...(kind === 'word' ? linkOf(item, other) : linkOf(other, item)),
  })).filter((link) => link.strength >= MIN_LINK).sort((a, b) => b.strength - a.strength);
  const name = (other) => kind === 'word' ? other.name : `"${other.text}"`;
  const list = others.map((link) => `${name(link.other)} ${percent(link.strength)} (${link.query})`).join(', ');
  if (kind === 'word') return `"${item.text}" → ${list || 'no object: no query that reads it looks at one'}`;
  return `${item.name} → ${list || 'no word: no query looks at it'}`;
}

function mark() {
  const lists = { word: [...document.querySelectorAll('#words .word')], object: [...document.querySelectorAll('#objects .chip')] };
  for (const chip of [...lists.word, ...lists.object]) chip.style.boxShadow = '';
  const items = { word: command ? command.words : [], object: objects };
  const item = selected && items[selected.kind][selected.index];
  element('links').textContent = item ? sentence(selected.kind, item) : 'Point at a word or at an object: what attends to it.';
  if (!item) return;
  const otherKind = selected.kind === 'word' ? 'object' : 'word';
  items[otherKind].forEach((other, index) => {
    const { strength } = selected.kind === 'word' ? linkOf(item, other) : linkOf(other, item);
    if (strength >= MIN_LINK && lists[otherKind][index]) lists[otherKind][index].style.boxShadow = `0 0 0 3px rgba(255,255,255,${strength})`;
  });
}

export function showLinks(state) {
  command = state.command;
  objects = state.objects;
  mark();
}

function listen(kind, id, chips) {
  const select = (event, isPinned) => {
    const chip = event.target.closest(chips);
    if (!chip || (selected && selected.isPinned && !isPinned)) return;
    const index = [...document.querySelectorAll(`#${id} ${chips}`)].indexOf(chip);
    const isSame = selected && selected.isPinned && selected.kind === kind && selected.index === index;
    selected = isPinned && isSame ? null : { kind, index, isPinned };
    mark();
  };
  element(id).addEventListener('pointerover', (event) => { if (event.pointerType === 'mouse') select(event, false); });
  element(id).addEventListener('click', (event) => select(event, true));
  element(id).addEventListener('pointerleave', () => { if (selected && !selected.isPinned) { selected = null; mark(); } });
}

listen('word', 'words', '.word');
listen('object', 'objects', '.chip');
