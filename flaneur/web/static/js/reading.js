// A text as rules read it, as flaneur/core/reading.py does; both are held to tests/vectors/reading.json.

import { fold as casefold } from "./text.js";

const WORD = /[\p{L}\p{N}\p{M}]+/gu;
const SENTENCE = /[^.!?…\n]*[.!?…\n]*/gu;
const TIES = /^[ \t\u00a0\u202f'’\-\u2010\u2011]*$/;

const lower = (text) => casefold(text.normalize("NFC"));

export const fold = (text) =>
  casefold(text.normalize("NFKD").replaceAll(/\p{M}/gu, "")).replaceAll("œ", "oe").replaceAll("æ", "ae");

// Gives `{ text, words, sentences: [[start, end]] }`. A word is `{ start, end, lower, folded }` in code points; its
// `index` and `stop` are the same in the string's own units.
export function read(text) {
  const place = places(text);
  const words = [...text.matchAll(WORD)].map(({ 0: word, index }) => ({
    start: place(index), end: place(index + word.length), lower: lower(word), folded: fold(word),
    index, stop: index + word.length,
  }));
  const sentences = [...text.matchAll(SENTENCE)]
    .filter(({ 0: sentence }) => sentence.trim())
    .map(({ 0: sentence, index }) => [place(index), place(index + sentence.length)]);
  return { text, words, sentences };
}

// From an index of the string to one of its code points; asked from left to right it walks the text once.
function places(text) {
  let [index, points] = [0, 0];
  return (wanted) => {
    if (wanted < index) [index, points] = [0, 0];
    for (; index < wanted; points += 1) index += text.codePointAt(index) > 0xffff ? 2 : 1;
    return points;
  };
}

export function phrases(entries) {
  const byFirst = new Map();
  const beginnings = new Map();
  for (const entry of entries) {
    const isOpen = entry.endsWith("*");
    const words = read(entry).words.map((word) => word.lower);
    const shelf = isOpen && words.length === 1 ? beginnings : byFirst;
    const first = fold(words[0]);
    shelf.set(first, [...(shelf.get(first) ?? []), { entry, words, isOpen, folded: words.map((word) => word === fold(word)) }]);
  }
  const sizes = [...beginnings.keys()].map((beginning) => beginning.length);
  const [shortest, longest] = [Math.min(...sizes), Math.max(...sizes)];
  const candidates = function* (word) {
    yield* byFirst.get(word.folded) ?? [];
    for (let size = shortest; size <= Math.min(longest, word.folded.length); size += 1)
      yield* beginnings.get(word.folded.slice(0, size)) ?? [];
  };
  return (reading) => found(reading, candidates);
}

function found(reading, candidates) {
  const kept = [];
  let end = -1;
  for (const [position, word] of reading.words.entries()) {
    if (word.start < end) continue;
    let best = null;
    for (const candidate of candidates(word)) {
      const hit = hitAt(reading, position, candidate);
      if (hit && (!best || hit.end > best.end || (hit.end === best.end && hit.entry.length > best.entry.length))) best = hit;
    }
    if (best) {
      kept.push(best);
      end = best.end;
    }
  }
  return kept;
}

function hitAt({ text, words }, position, { entry, words: wanted, isOpen, folded }) {
  if (position + wanted.length > words.length) return null;
  for (const [number, want] of wanted.entries()) {
    const word = words[position + number];
    if (number && !TIES.test(text.slice(words[position + number - 1].stop, word.index))) return null;
    const spelled = folded[number] ? word.folded : word.lower;
    if (spelled !== want && !(isOpen && number === wanted.length - 1 && spelled.startsWith(want))) return null;
  }
  return { entry, start: words[position].start, end: words[position + wanted.length - 1].end };
}
