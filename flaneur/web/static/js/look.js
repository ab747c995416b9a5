// A reading with the words that matter by their numbers, as flaneur/core/charter/regard/look.py. A span is [first, last].

const QUOTES = new Set("«»“”\"„‘");
const ENOUGH_AROUND = 3;
const LONGEST = 60;
const CLAUSE = /[,;:()]/;

export const range = (first, stop) => Array.from({ length: Math.max(0, stop - first) }, (_, at) => first + at);

export function look(reading, hits, lists) {
  const { text, words } = reading;
  const [starts, ends] = [new Map(), new Map()];
  for (const [number, word] of words.entries()) {
    starts.set(word.start, number);
    ends.set(word.end, number);
  }
  const spans = Object.fromEntries(
    Object.entries(hits).map(([name, found]) => [name, found.map((hit) => [starts.get(hit.start), ends.get(hit.end)])]));
  const gap = (number) => text.slice(words[number - 1].stop, words[number].index);
  const breaks = words.map((_, number) => number === 0 || CLAUSE.test(gap(number)));
  const is = (number, ...kinds) => kinds.some((kind) => lists.words[kind]?.has(words[number]?.folded ?? ""));
  return {
    reading, words, breaks, is,
    spans: (name, [first, last]) => (spans[name] ?? []).filter((span) => first <= span[0] && span[1] <= last),
    sentences: sentences(reading),
    isQuestion: ([, last]) => text.slice(words[last].stop, words[last].stop + 3).includes("?"),
    isBroken: (first, last) =>
      breaks.slice(first + 1, last + 1).some(Boolean) || range(first + 1, last).some((number) => is(number, "but")),
    others: (first, last, ...kinds) => range(first + 1, last).filter((number) => !is(number, ...kinds)).length,
    quoted: quoted(reading),
  };
}

// Each with at least a word; what never ends is cut, so that looking around in it stays cheap.
function sentences({ words, sentences: told }) {
  const found = [];
  let number = 0;
  for (const [, end] of told) {
    const first = number;
    while (number < words.length && words[number].start < end) number += 1;
    for (let at = first; at < number; at += LONGEST) found.push([at, Math.min(at + LONGEST, number) - 1]);
  }
  return found;
}

// Whether each word stands between quotation marks, with enough words beside them.
function quoted({ text, words }) {
  let [inside, at] = [false, 0];
  const found = words.map(({ index }) => {
    const marks = [...text.slice(at, index)].filter((mark) => QUOTES.has(mark)).length;
    inside = marks % 2 ? !inside : inside;
    at = index;
    return inside;
  });
  return found.filter((each) => !each).length >= ENOUGH_AROUND ? found : found.map(() => false);
}
