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

// `mend(repair)` when a repair is tapped, `changed` after each letter of a reason, `words` of the page itself.
export function drawRemarks(remarks, page) {
  const asked = new Set();
  const wanted = new Map();
  for (const remark of remarks) {
    const isFirst = remark.effect === "ask" && !asked.has(remark.rule);
    if (isFirst) asked.add(remark.rule);
    const key = keyOf(remark, isFirst, wanted);
    wanted.set(key, drawn.get(key) ?? drawnRemark(remark, isFirst, page));
    if (remark.repair) wanted.get(key).repair = remark.repair;
  }
  drawn = wanted;
  arrange([...wanted.values()].map(({ item }) => item));
}

// The same words said twice are told apart by their number; where they stand may change with every letter.
function keyOf({ rule, sentence, values, effect }, isFirst, taken) {
  const said = JSON.stringify([rule, effect, sentence, values, isFirst]);
  let number = 0;
  while (taken.has(said + number)) number += 1;
  return said + number;
}

// Moves only what is not in its place already: a reason being typed keeps its cursor.
function arrange(items) {
  for (const child of [...list.children]) if (!items.includes(child)) child.remove();
  for (const [index, item] of items.entries())
    if (list.children[index] !== item) list.insertBefore(item, list.children[index] ?? null);
}

function drawnRemark(remark, isFirst, page) {
  const item = row.content.cloneNode(true).firstElementChild;
  const held = { item, repair: remark.repair };
  item.className = `remark-${remark.effect}`;
  item.querySelector("span").textContent = spoken(remark.sentence, remark.values);
  if (remark.repair) item.append(repairButton(held, page));
  if (isFirst) item.append(reason(remark.rule, page));
  return held;
}

function repairButton(held, { words, mend }) {
  const { start, end, replacement } = held.repair;
  const label = spoken(start === end ? words.insert : words.repair, { replacement: replacement.trim() });
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: label });
  button.addEventListener("click", () => mend(held.repair));
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
