// Words somebody wrote so that no list finds them: flaneur/core/charter/regard/disguise.py.

import { read } from "./reading.js";

const FIGURES = new Map([..."01345789"].map((figure, at) => [figure, "oieastbg"[at]]));
const MASKS = { "@": "a", $: "s", "€": "e", "*": "" };
const [SWAPPED, LOST, GLUED, SPACED] = [4, 5, 5, 4];
const MOST_GLUED = 24;
const DRIFT = 3;
const SPACERS = " .-_*·";
const SMALL = ["filler", "be", "will", "they"];
const DISGUISED = [
  "group", "slur", "contempt", "enough", "repel", "scorn", "fault", "vermin", "swarm", "harm", "harmed", "filth",
];

const vocabularies = new WeakMap();

function vocabulary(lists) {
  if (!vocabularies.has(lists)) vocabularies.set(lists, made(lists));
  return vocabularies.get(lists);
}

function made(lists) {
  const small = SMALL.map((kind) => lists.words[kind] ?? new Set());
  const plain = new Set([...lists.known(DISGUISED)].filter((word) => !small.some((kind) => kind.has(word))));
  const real = new Set([...(lists.words.real ?? []), ...plain]);
  const misspelt = new Map();
  for (const spoil of [swapped, lost])
    for (const word of [...plain].sort())
      for (const wrong of spoil(word)) if (!misspelt.has(wrong) && !real.has(wrong)) misspelt.set(wrong, word);
  return { plain, real, misspelt, glue: [...(lists.words.glue ?? [])] };
}

// With two neighbours swapped, never the first nor the last.
const swapped = (word) =>
  word.length < SWAPPED ? [] : inner(word, 2).map((at) => word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2));

// With one letter lost, never the first nor the last.
const lost = (word) => (word.length < LOST ? [] : inner(word, 1).map((at) => word.slice(0, at) + word.slice(at + 1)));

const inner = (word, margin) => Array.from({ length: word.length - 1 - margin }, (_, at) => at + 1);

// The text as it would read in plain letters; null when nothing in it is disguised.
export function undisguised(reading, hits, lists) {
  const known = vocabulary(lists);
  if (!known.plain.size) return null;
  const heard = new Set(Object.values(hits).flat().map((hit) => hit.start));
  const changes = [...spaced(reading, known), ...masked(reading, known), ...worded(reading, known, heard)];
  if (!changes.length) return null;
  let [text, at] = ["", 0];
  for (const [index, stop, plain] of changes.sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    if (index < at) continue;
    text += reading.text.slice(at, index) + plain;
    at = stop;
  }
  return read(text + reading.text.slice(at));
}

const isLetter = (word) => [...(word?.folded ?? "")].length === 1;

// “h o m o s”: letters with one sign between them.
function* spaced({ text, words }, known) {
  const isNext = (run, word) =>
    isLetter(word) && (!run.length || (word.start === run.at(-1).end + 1 && SPACERS.includes(text[run.at(-1).stop])));
  let run = [];
  for (const word of [...words, null]) {
    if (isNext(run, word)) {
      run.push(word);
      continue;
    }
    if (run.length >= SPACED) yield* joined(run, known);
    run = isLetter(word) ? [word] : [];
  }
}

function* joined(run, known) {
  for (let first = 0; first < DRIFT; first += 1)
    for (let last = run.length; last > Math.max(run.length - DRIFT, first); last -= 1) {
      const letters = run.slice(first, last).map((word) => word.folded).join("");
      if (known.plain.has(letters) && last - first >= SPACED - 1) {
        yield [run[first].index, run[last - 1].stop, letters];
        return;
      }
    }
}

// “p@dés”, “p*te”: the signs part a word into two.
function* masked({ text, words }, known) {
  for (const [number, other] of words.slice(1).entries()) {
    const one = words[number];
    const mark = text.slice(one.stop, other.index);
    if (!(mark in MASKS)) continue;
    const spelled = one.folded + MASKS[mark] + other.folded;
    const plain = known.plain.has(spelled) ? spelled : known.misspelt.get(spelled);
    if (plain) yield [one.index, other.stop, plain];
  }
}

function* worded({ words }, known, heard) {
  for (const { folded, start, index, stop } of words) {
    if (known.plain.has(folded)) continue;
    const plain = (heard.has(start) ? undefined : figured(folded, known) ?? known.misspelt.get(folded)) ?? parted(folded, known);
    if (plain) yield [index, stop, plain];
  }
}

function figured(word, known) {
  if (!/[0134578-9]/.test(word) || /^\p{Nd}+$/u.test(word)) return undefined;
  const spelled = [...word].map((letter) => FIGURES.get(letter) ?? letter).join("");
  return [spelled, spelled.replaceAll("i", "l")].find((each) => known.plain.has(each));
}

// “ceréfugié”: a word that is looked for, and another one or a small one.
function parted(word, known) {
  if (word.length < GLUED || word.length > MOST_GLUED || known.real.has(word)) return undefined;
  for (let cut = 2; cut < word.length - 1; cut += 1) {
    const [one, other] = [word.slice(0, cut), word.slice(cut)];
    const isEnding = other.length >= SWAPPED && known.plain.has(other) && (known.plain.has(one) || isGlue(one, known));
    const isOpening = one.length >= SWAPPED && known.plain.has(one) && known.glue.includes(other);
    if (isEnding || isOpening) return `${one} ${other}`;
  }
  return undefined;
}

// A small word, or a longer one with a small one at its end: “typiquede”.
const isGlue = (one, known) =>
  known.glue.includes(one) || (one.length > GLUED && known.glue.some((small) => one.endsWith(small)));
