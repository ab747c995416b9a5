// A text as rules read it, as flaneur/core/reading.py does; both are held to tests/vectors/reading.json.

import { remembered } from "./memory.js";
import { cutter, fold as casefold } from "./text.js";

const WORD = /[\p{L}\p{N}\p{M}]+/gu;
const SENTENCE = /[^.!?…\n]*[.!?…\n]*/gu;
const TIES = /^[ \t\u00a0\u202f'’\-\u2010\u2011]*$/;

const KEPT = 8;
const SENTENCES = 400;

const lower = (text) => casefold(text.normalize("NFC"));

export const fold = (text) =>
  casefold(text.normalize("NFKD").replaceAll(/\p{M}/gu, "")).replaceAll("œ", "oe").replaceAll("æ", "ae");

const forms = remembered((word) => ({ lower: lower(word), folded: fold(word) }));

// Gives `{ text, words, sentences: [[start, end]] }`. A word is `{ start, end, lower, folded }` in code points; its
// `index` and `stop` are the same in the string's own units.
// The last readings are kept: nobody may write into one.
export const read = remembered(reading, KEPT);

function reading(text) {
  const place = places(text);
  const words = [...text.matchAll(WORD)].map(({ 0: word, index }) => ({
    start: place(index), end: place(index + word.length), ...forms(word), index, stop: index + word.length,
  }));
  const sentences = [...text.matchAll(SENTENCE)]
    .filter(({ 0: sentence }) => sentence.trim())
    .map(({ 0: sentence, index }) => [place(index), place(index + sentence.length)]);
  return { text, words, sentences };
}

// What `look` finds in each sentence of a reading, one after the other: `[{ start, end, … }]`. Phrases never go on past a
// stop, so that of a text being written only the sentence at the cursor is looked at again.
export function inSentences(look) {
  const found = remembered((sentence) => look(reading(sentence)), SENTENCES);
  return ({ text, sentences }) => {
    const said = cutter(text);
    return sentences.flatMap(([at, stop]) =>
      found(said(at, stop)).map((hit) => ({ ...hit, start: hit.start + at, end: hit.end + at })));
  };
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

// A phrase ready to be compared, as flaneur/core/reading.py: entered.
export function entered(entry) {
  const words = read(entry).words;
  const isOpen = entry.endsWith("*");
  const [first, second = ""] = words.map((word) => word.folded);
  return {
    entry, isOpen, first, second, isBeginning: isOpen && words.length === 1,
    words: words.map((word) => word.lower), folded: words.map((word) => word.lower === word.folded),
  };
}

export function phrases(entries) {
  const byFirst = new Map();
  const beginnings = new Map();
  for (const each of entries.map(entered)) {
    const shelf = each.isBeginning ? beginnings : byFirst;
    shelf.set(each.first, [...(shelf.get(each.first) ?? []), each]);
  }
  const sizes = [...beginnings.keys()].map((beginning) => beginning.length);
  const [shortest, longest] = [Math.min(...sizes), Math.max(...sizes)];
  const candidates = remembered((word) => {
    const known = [...(byFirst.get(word) ?? [])];
    for (let size = shortest; size <= Math.min(longest, word.length); size += 1)
      known.push(...(beginnings.get(word.slice(0, size)) ?? []));
    return known;
  });
  return (reading) => found(reading, candidates);
}

function found(reading, candidates) {
  const kept = [];
  let end = -1;
  for (const [position, word] of reading.words.entries()) {
    if (word.start < end) continue;
    let best = null;
    for (const candidate of candidates(word.folded)) {
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

export function hitAt({ text, words }, position, { entry, words: wanted, isOpen, folded }) {
  if (position + wanted.length > words.length) return null;
  for (const [number, want] of wanted.entries()) {
    const word = words[position + number];
    if (number && !TIES.test(text.slice(words[position + number - 1].stop, word.index))) return null;
    const spelled = folded[number] ? word.folded : word.lower;
    if (spelled !== want && !(isOpen && number === wanted.length - 1 && spelled.startsWith(want))) return null;
  }
  return { entry, start: words[position].start, end: words[position + wanted.length - 1].end };
}
