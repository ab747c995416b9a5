// Lists of phrases found in one walk over a text, as flaneur/core/charter/lists.py does.

import { remembered } from "./memory.js";
import { entered, fold, hitAt, inSentences } from "./reading.js";

const ENDINGS = ["", "s", "e", "es"];
const WORDY = 3;

// `kinds` says what a small word is: nobody looks for those, rules ask for them.
export function lists(named, kinds = {}) {
  const all = Object.entries(named).flatMap(([name, entries]) =>
    (Array.isArray(entries) ? entries : Object.keys(entries)).map((text) => ({ name, ...entered(text) })));
  const reach = Math.min(...all.filter((each) => each.isBeginning).map((each) => each.first.length));
  const shelves = { firsts: new Map(), beginnings: new Map() };
  for (const each of all) {
    const key = each.isBeginning ? each.first.slice(0, reach) : each.first;
    const shelf = each.isBeginning ? shelves.beginnings : shelves.firsts;
    if (!shelf.has(key)) shelf.set(key, []);
    shelf.get(key).push(each);
  }
  const candidates = remembered((word) => [
    ...(shelves.firsts.get(word) ?? []),
    ...(shelves.beginnings.get(word.slice(0, reach)) ?? []).filter(({ first }) => word.startsWith(first)),
  ]);
  return {
    words: Object.fromEntries(Object.entries(kinds).map(([kind, lines]) => [kind, new Set(lines.join(" ").split(" ").filter(Boolean))])),
    known: (names) => known(all.filter(({ name }) => names.includes(name))),
    find: byList(inSentences((reading) => found(reading, candidates))),
    better: (name, entry) => (Array.isArray(named[name]) ? null : named[name]?.[entry] || null),
  };
}

// Every word of some entries, folded; of a word that may go on, its usual endings.
function known(entries) {
  const whole = entries.flatMap(({ words }) => words.map(fold)).filter((word) => word.length >= WORDY);
  const open = entries.filter(({ isOpen }) => isOpen).map(({ words }) => fold(words.at(-1)));
  return new Set([...whole, ...open.flatMap((stem) => ENDINGS.map((ending) => stem + ending))]);
}

export const noLists = lists({});

function byList(find) {
  return (reading) => {
    const hits = {};
    for (const { name, ...hit } of find(reading)) (hits[name] ??= []).push(hit);
    return hits;
  };
}

// Each list's hits, none over another of its own.
function found(reading, candidates) {
  const hits = [];
  const ends = new Map();
  for (const [position, word] of reading.words.entries()) {
    const likely = candidates(word.folded);
    if (!likely.length) continue;
    const best = new Map();
    const next = reading.words[position + 1]?.folded ?? "";
    for (const each of likely) {
      const hit = next.startsWith(each.second) && hitAt(reading, position, each);
      if (hit && isBetter(hit, best.get(each.name))) best.set(each.name, hit);
    }
    for (const [name, hit] of best)
      if ((ends.get(name) ?? 0) <= hit.start) {
        hits.push({ name, ...hit });
        ends.set(name, hit.end);
      }
  }
  return hits;
}

const isBetter = (hit, other) =>
  !other || hit.end > other.end || (hit.end === other.end && hit.entry.length > other.entry.length);
