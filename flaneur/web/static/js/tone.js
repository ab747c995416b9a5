// The tone meter while somebody types, as flaneur/core/tone judges; both are held to tests/vectors/tone.json and read
// the same lexicons. A reason is the key of its translation.

import { attached, remembered } from "./memory.js";
import { inSentences, phrases } from "./reading.js";
import { cutter } from "./text.js";

export const AXES = ["friend", "institution", "brochure"];
const MOST_BETWEEN = 3;
const LONG_SENTENCE = 28;
const USUAL_WORDS = 12;
const MOST_SIGNS = 3;
const LEAST_EVIDENCE = 2.5;
const LEAST_NEEDLE = 0.55;
const LEAST_SHARE = 0.15;
const LEAST_ASIDE = 3;
const LINKS = new Set(["de", "du", "des", "d", "la", "le", "les", "l", "of", "the", "and", "et", "for"]);
const HYPHENS = "-\u2010\u2011";
const NOTHING = [];
const PRAISE = new Set(["praise", "sweetness"]);
const OTHER_ADDRESS = { tu: ["vous", "votre", "vos"], vous: ["tu", "toi", "te", "ta", "tes", "ton"] };
const TIES = /^[ \t\u00a0\u202f'’\-\u2010\u2011]*$/;
const BEGINS = /^\p{Nd}/u;
const DECIMALS = /^\p{Nd}+$/u;
const LETTERS = /^\p{L}{2,6}$/u;
const CAPITAL = /^\p{Uppercase}/u;

// A lexicon's JSON made ready. `reasons` comes with the page: { family: sentence, "": { avoid, address } }.
export function lexicon(told) {
  const families = Object.entries(told.families);
  const familyOf = new Map(families.flatMap(([name, { entries = [] }]) => entries.map((entry) => [entry, name])));
  const frames = families.flatMap(([name, family]) => (family.frames ?? []).map((frame) => [frame, framed(name, frame)]));
  const starts = shelved(frames.flatMap(([{ first = [] }, frame]) => first.map((word) => [word, frame])));
  const endings = shelved(
    frames.flatMap(([{ first }, frame]) => (first ? [] : frame.endings.map((ending) => [ending, frame]))),
  );
  const { months, weekdays, hours, ties, practical } = told.calendar;
  const ready = {
    language: told.language, find: phrases([...familyOf.keys()]), familyOf, starts, byEnding: byEnding(endings),
    axisOf: new Map(families.map(([name, { axis }]) => [name, axis])),
    calendar: {
      names: new Set([...months, ...weekdays, ...hours]), hours: new Set(hours), ties: new Set(ties),
      practical: new Set(practical),
    },
    plainer: new Map(Object.entries(told.plainer)), weights: told.weights,
  };
  return { ...ready, marks: inSentences((reading) => [...marksWithin(reading, ready)]) };
}

function framed(family, { between = [], then, not_after = [] }) {
  return {
    family, isAlone: !then, between: new Set(between), words: new Set(then?.words), endings: then?.endings ?? [],
    but: new Set(then?.but), notAfter: new Set(not_after),
  };
}

function shelved(pairs) {
  const shelves = new Map();
  for (const [key, frame] of pairs) shelves.set(key, [...(shelves.get(key) ?? []), frame]);
  return shelves;
}

const avoided = attached(phrases);

// `{ friend, institution, brochure, abstains, verdict, hits, leaning }`, as core/tone/needles.py.
export function needles(reading, ready, { address = "", avoid = NOTHING, weights = {} } = {}) {
  const { signs, shares } = signsIn(reading, ready);
  const pulls = new Map(
    [...shares].map(([name, share]) => [name, ready.weights[name].map((weight) => weight * (share * (weights[name] ?? 1)))]),
  );
  const leaning = settled([...pulls.values()]);
  const evidence = [...pulls.values()].reduce((sum, pull) => sum + Math.max(...pull) - Math.min(...pull), 0);
  const top = Math.max(...leaning);
  const abstains = evidence < LEAST_EVIDENCE || top < LEAST_NEEDLE;
  const [friend, institution, brochure] = abstains ? [null, null, null] : leaning;
  return {
    friend, institution, brochure, abstains, leaning,
    verdict: abstains ? "abstains" : AXES[leaning.indexOf(top)],
    hits: [...hitsOf(reading, ready, signs, pulls), ...remarked(reading, ready, { address, avoid })],
  };
}

function signsIn(reading, ready) {
  const lines = factLines(reading, ready.calendar);
  const signs = told([...ready.marks(reading), ...initials(reading), ...asides(reading)], ready).filter(outside(lines));
  const size = reading.words.filter(outside(lines)).length;
  const length = Math.sqrt(Math.max(size, USUAL_WORDS) / USUAL_WORDS);
  const shares = new Map([...counted(signs)].map(([name, number]) => [name, Math.min(number / length, MOST_SIGNS)]));
  return { signs, shares };
}

function counted(signs) {
  const numbers = new Map();
  for (const { family } of signs) numbers.set(family, (numbers.get(family) ?? 0) + 1);
  return numbers;
}

function told(signs, { axisOf }) {
  const compare = (one, other) => (one < other ? -1 : one > other ? 1 : 0);
  const ordered = signs.sort(
    (one, other) => one.start - other.start || one.end - other.end || compare(one.family, other.family),
  );
  const brochure = ordered.filter(({ family }) => axisOf.get(family) === "brochure");
  const isLonely = brochure.length === 1 && PRAISE.has(brochure[0].family);
  return isLonely ? ordered.filter((sign) => sign !== brochure[0]) : ordered;
}

// Whether something stands in none of the lines; asked from left to right it walks them once.
function outside(lines) {
  let line = 0;
  return ({ start }) => {
    while (line < lines.length && lines[line][1] <= start) line += 1;
    return line === lines.length || start < lines[line][0];
  };
}

function settled(pulls) {
  const sums = AXES.map((_, axis) => pulls.reduce((sum, pull) => sum + pull[axis], 0));
  const top = Math.max(...sums);
  const raised = sums.map((sum) => Math.exp(sum - top));
  const all = raised.reduce((sum, each) => sum + each, 0);
  return raised.map((each) => each / all);
}

function hitsOf({ text }, { axisOf, plainer }, signs, pulls) {
  const numbers = counted(signs);
  const said = cutter(text);
  return signs.map(({ family, start, end, entry }) => {
    const axis = axisOf.get(family);
    const pull = pulls.get(family)[AXES.indexOf(axis)] / numbers.get(family);
    const values = { words: said(start, end) };
    return { family, axis, start, end, values, repair: plainer.get(entry) ?? null, pull };
  });
}

function* remarked(reading, { language }, { address, avoid }) {
  const said = cutter(reading.text);
  const remark = (family, { start, end }, more) =>
    ({ family, axis: "", start, end, values: { words: said(start, end), ...more }, repair: null, pull: 0 });
  for (const hit of avoided(avoid)(reading)) yield remark("avoid", hit);
  const others = language === "fr" ? (OTHER_ADDRESS[address] ?? []) : [];
  const word = reading.words.find(({ lower }) => others.includes(lower));
  if (word) yield remark("address", word, { address });
}

function* marksWithin(reading, ready) {
  const { words } = reading;
  for (const { entry, start, end } of ready.find(reading)) yield { family: ready.familyOf.get(entry), start, end, entry };
  for (const [position, word] of words.entries()) {
    for (const frame of ready.starts.get(word.lower) ?? []) {
      const last = lastOf(reading, position, frame);
      if (last !== null) yield { family: frame.family, start: word.start, end: words[last].end };
    }
    for (const frame of ready.byEnding(word.lower))
      if (!frame.but.has(word.lower) && !isAfter(reading, position, frame))
        yield { family: frame.family, start: word.start, end: word.end };
  }
  yield* calendarRuns(reading, ready.calendar);
  yield* names(reading);
  yield* longSentences(reading);
}

// The frames of single words that end like a word, the shortest ending first.
function byEnding(endings) {
  const sizes = [...new Set([...endings.keys()].map((ending) => ending.length))].sort((one, other) => one - other);
  return remembered((lower) =>
    sizes.filter((size) => size < lower.length).flatMap((size) => endings.get(lower.slice(-size)) ?? []));
}

function lastOf(reading, position, frame) {
  if (frame.isAlone) return isAfter(reading, position, frame) ? null : position;
  const { words } = reading;
  for (let last = position + 1; last < words.length && last - position <= MOST_BETWEEN + 1 && areTied(reading, last); last += 1) {
    if (takes(frame, words[last].lower)) return isAfter(reading, position, frame) ? null : last;
    if (!frame.between.has(words[last].lower)) return null;
  }
  return null;
}

const takes = ({ words, endings, but }, lower) =>
  words.has(lower) || (!but.has(lower) && endings.some((ending) => lower.endsWith(ending)));

const isAfter = (reading, position, { notAfter }) =>
  position > 0 && notAfter.has(reading.words[position - 1].lower) && areTied(reading, position);

const areTied = ({ text, words }, position) => TIES.test(text.slice(words[position - 1].stop, words[position].index));

function* initials({ text, words }) {
  const found = words.filter(({ index, stop }) => isCapitals(text.slice(index, stop)));
  if (3 * found.length <= words.length) for (const { start, end } of found) yield { family: "initials", start, end };
}

const isCapitals = (spelled) =>
  LETTERS.test(spelled) && spelled === spelled.toUpperCase() && spelled !== spelled.toLowerCase();

function* names(reading) {
  const { text, words } = reading;
  let run = [];
  let last = 0;
  for (const [position, word] of words.entries()) {
    const isCapital = CAPITAL.test(text.slice(word.index, word.stop));
    if (!position || !isCapital || word.end - word.start < 2 || !areTied(reading, position)) continue;
    if (run.length && !areLinked(reading, last, position)) {
      yield* name(text, run);
      run = [];
    }
    run.push(word);
    last = position;
  }
  yield* name(text, run);
}

function areLinked(reading, one, other) {
  const between = reading.words.slice(one + 1, other);
  return (
    between.length <= MOST_BETWEEN &&
    between.every(({ lower }, number) => LINKS.has(lower) && areTied(reading, one + 1 + number))
  );
}

function* name(text, run) {
  if (run.filter(({ index }) => !HYPHENS.includes(text[index - 1])).length > 1)
    yield { family: "names", start: run[0].start, end: run.at(-1).end };
}

function* asides({ text, words }) {
  let place = 0;
  let inside = null;
  for (const word of text.includes("(") ? words : []) {
    const between = text.slice(place, word.index);
    place = word.stop;
    if (inside?.length && between.includes(")")) {
      yield* aside(inside);
      inside = null;
    }
    if (between.includes("(")) inside = [];
    inside?.push(word);
  }
  if (inside?.length && text.slice(place).includes(")")) yield* aside(inside);
}

function* aside(inside) {
  if (inside.length >= LEAST_ASIDE && !inside.some(begins))
    yield { family: "aside", start: inside[0].start, end: inside.at(-1).end };
}

function* longSentences(reading) {
  for (const inside of bySentence(reading))
    if (inside.length > LONG_SENTENCE) yield { family: "long", start: inside[0].start, end: inside.at(-1).end };
}

const bySentence = attached(({ words, sentences }) => {
  let position = 0;
  return sentences.map(([, end]) => {
    const first = position;
    while (position < words.length && words[position].start < end) position += 1;
    return words.slice(first, position);
  });
});

function* calendarRuns(reading, calendar) {
  for (const inside of bySentence(reading)) {
    let pieces = [];
    for (const word of inside)
      if (isPiece(word, calendar)) pieces.push(word);
      else if (!calendar.ties.has(word.lower)) {
        yield* moment(pieces, calendar);
        pieces = [];
      }
    yield* moment(pieces, calendar);
  }
}

const factLines = (reading, calendar) => {
  const inside = bySentence(reading);
  return reading.sentences.filter((_, number) => isPractical(inside[number], calendar));
};

const begins = ({ lower }) => BEGINS.test(lower);
const isPiece = (word, { names }) => names.has(word.lower) || begins(word);

function isPractical(words, calendar) {
  if (!words.some(begins)) return false;
  const told = words.filter((word) => isPiece(word, calendar) || calendar.practical.has(word.lower)).length;
  const untied = words.filter((word) => !calendar.ties.has(word.lower)).length;
  return untied > 0 && 3 * told >= 2 * untied;
}

function* moment(pieces, { names, hours }) {
  const hasFigure = pieces.some(({ lower }) => DECIMALS.test(lower));
  const hasName = pieces.some(({ lower }) => names.has(lower));
  const isHour = (word) => begins(word) && hours.has(word.lower.replaceAll(/^[0-9]+|[0-9]+$/g, ""));
  if ((hasFigure && hasName) || pieces.some(isHour))
    yield { family: "calendar", start: pieces[0].start, end: pieces.at(-1).end };
}

// The code whose small words, `{ code: Set }`, are most of the text's, or "" when none stands out.
export function guessLanguage({ words }, smallWords) {
  const votes = Object.entries(smallWords).map(([code, known]) => [words.filter(({ lower }) => known.has(lower)).length, code]);
  const most = Math.max(0, ...votes.map(([number]) => number));
  const ahead = votes.filter(([number]) => number === most);
  return ahead.length === 1 && most > LEAST_SHARE * words.length ? ahead[0][1] : "";
}
