// Remarks as the guest sees them: each stays where it is while it holds, and takes a reason when it asks.

import { spoken } from "./charter.js";

const list = document.getElementById("remarks");
const row = document.getElementById("remark");
const question = document.getElementById("reason");

let drawn = new Map();
let reasons = new Map();

// What was said to the charter's questions, from fields named reason-<rule>.
export function reasonsOf(fields) {
  reasons = new Map(fields.filter(([name]) => name.startsWith("reason-")).map(([name, said]) => [name.slice(7), said]));
  drawn = new Map();
}

// What happens at a tap: `mend(repair)`, `changed` after each letter of a reason; `choose(span)` the words a remark is
// about, `point(span)` while it is looked at. `words` are those of the page itself.
export function drawRemarks(remarks, page) {
  const asked = new Set();
  const wanted = new Map();
  for (const remark of remarks) {
    const isFirst = remark.effect === "ask" && !asked.has(remark.rule);
    if (isFirst) asked.add(remark.rule);
    const key = keyOf(remark, isFirst, wanted);
    wanted.set(key, drawn.get(key) ?? drawnRemark(remark, isFirst, page));
    wanted.get(key).remark = remark;
  }
  drawn = wanted;
  arrange([...wanted.values()].map(({ item }) => item));
}

// The same words said twice are told apart by their number; where they stand may change with every letter.
function keyOf(remark, isFirst, taken) {
  const { rule, sentence, values, effect } = remark;
  const said = JSON.stringify([rule, effect, sentence, values, isFirst, isSomewhere(remark)]);
  let number = 0;
  while (taken.has(said + number)) number += 1;
  return said + number;
}

// Whether a remark is about words one can point at.
export const isSomewhere = ({ start, end }) => start !== null && start < end;

// Moves only what is not in its place already: a reason being typed keeps its cursor.
function arrange(items) {
  for (const child of [...list.children]) if (!items.includes(child)) child.remove();
  for (const [index, item] of items.entries())
    if (list.children[index] !== item) list.insertBefore(item, list.children[index] ?? null);
}

function drawnRemark(remark, isFirst, page) {
  const item = row.content.cloneNode(true).firstElementChild;
  const held = { item, remark };
  item.className = `remark-${remark.effect}`;
  const sentence = item.querySelector("span");
  sentence.textContent = spoken(remark.sentence, remark.values);
  if (isSomewhere(remark)) sentence.replaceChildren(pointer(held, sentence.textContent, page));
  if (remark.repair) item.append(repairButton(held, page));
  if (isFirst) item.append(reason(remark.rule, page));
  return held;
}

// The sentence itself leads to the words it is about.
function pointer(held, textContent, { words, choose, point }) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "pointer", title: words.show, textContent });
  button.addEventListener("click", () => choose(held.remark));
  for (const looked of ["focus", "pointerenter"]) button.addEventListener(looked, () => point(held.remark));
  for (const left of ["blur", "pointerleave"]) button.addEventListener(left, () => point(null));
  return button;
}

function repairButton(held, { words, mend }) {
  const { start, end, replacement } = held.remark.repair;
  const label = spoken(start === end ? words.insert : words.repair, { replacement: replacement.trim() });
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: label });
  button.addEventListener("click", () => mend(held.remark.repair));
  return button;
}

function reason(rule, { words, changed }) {
  const item = question.content.cloneNode(true).firstElementChild;
  const input = item.querySelector("input");
  Object.assign(input, { name: `reason-${rule}`, value: reasons.get(rule) ?? "" });
  const keep = () => {
    reasons.set(rule, input.value);
    changed();
  };
  input.addEventListener("input", keep);
  item.querySelector("button").addEventListener("click", () => {
    input.value = words.meant;
    keep();
  });
  return item;
}
