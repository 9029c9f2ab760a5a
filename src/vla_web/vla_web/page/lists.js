// Copyright 2026 The ROS 2 multimodal VLA authors
// SPDX-License-Identifier: Apache-2.0
// Word chips, object chips, examples and answers.

const shown = {};

function make(tag, className, text) {
  const node = document.createElement(tag);
  node.className = className;
  node.textContent = text;
  return node;
}

// Rebuild a list only when it changes: a button under the pointer stays the same.
function fill(id, data, build) {
  const key = JSON.stringify(data);
  if (shown[id] === key) return;
  shown[id] = key;
  document.getElementById(id).replaceChildren(...build());
}

export function showWords(command) {
  const words = command ? command.words : [];
  fill('words', [command && command.meaning, words], () => words.length
    ? words.map((word) => {
      const chip = make('span', 'word', word.text);
      Object.assign(chip.style, { background: word.fill, color: word.ink });
      chip.title = Object.entries(word.weights).map(([query, weight]) => `${query}: ${weight}`).join(', ');
      return chip;
    })
    : [make('span', 'muted', command ? command.meaning : 'no command yet')]);
  const queries = command ? command.queries : [];
  fill('queries', queries, () => queries.flatMap((query) => {
    const box = make('i', '', '');
    box.style.background = query.color;
    return [box, make('span', '', query.name)];
  }));
}

export function showObjects(objects) {
  fill('objects', objects.map((item) => [item.name, item.is_held, item.is_candidate]), () => [
    make('span', 'muted', objects.length ? 'It sees' : 'It sees no objects'),
    ...objects.map((item) => {
      const chip = make('span', item.is_candidate ? 'chip candidate' : 'chip', '');
      const dot = make('span', 'dot', '');
      dot.style.background = item.color;
      chip.append(dot, item.name + (item.is_held ? ' (held)' : ''));
      return chip;
    }),
  ]);
}

export function showExamples(examples, choose) {
  fill('examples', examples, () => examples.map((text) => {
    const chip = make('button', 'chip', text);
    chip.type = 'button';
    chip.addEventListener('click', () => choose(text));
    return chip;
  }));
}

export function showAnswers(answers) {
  fill('answers', answers, () => [...answers].reverse().map((answer) => {
    const row = make('li', '', answer.text);
    row.append(make('b', answer.state.replace(' ', '-'), answer.state));
    if (answer.reason) row.append(make('div', 'muted', answer.reason));
    return row;
  }));
}
