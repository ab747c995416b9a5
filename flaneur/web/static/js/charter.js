// The charter's rules while somebody types, as flaneur/core/charter.py judges them later; both are held to
// tests/vectors/charter.json. A sentence is the key of its translation, which the page brings along.

import { codePoints, counted, fold, hashtags, isFitting, isTagged, withoutSign } from "./text.js";

const SHORTEST_ALT = 10;
const LONGEST_ALT = 400;
const LONGEST_LOWER_CASE = 12;

const repaired = (found, tag) => ({ start: found.start, end: found.end, replacement: `#${tag}` });

function* brand_tag(draft) {
  const wanted = withoutSign(draft.brand_tag);
  for (const found of hashtags(draft.words))
    if (fold(found.tag) === fold(wanted) && found.tag !== wanted)
      yield ["The city's tag is written #%(wanted)s.", { wanted }, repaired(found, wanted)];
}

function* alt_text(draft) {
  for (const [index, alt] of draft.alts.entries()) {
    const number = index + 1;
    const size = codePoints(alt.trim());
    if (!size) yield ["Say what photo %(number)d shows, for those who cannot see it.", { number }];
    else if (size < SHORTEST_ALT || size > LONGEST_ALT)
      yield [
        "The description of photo %(number)d has %(size)d characters; between %(least)d and %(most)d help.",
        { number, size, least: SHORTEST_ALT, most: LONGEST_ALT },
      ];
  }
}

function* fits(draft) {
  for (const [channel, room] of Object.entries(draft.rooms))
    if (!isFitting(draft.words, room))
      yield [
        "%(channel)s has room for %(limit)d characters in one post, these words have %(size)d.",
        { channel, limit: room.length, size: counted(draft.words, room) },
      ];
}

function* readable_hashtags(draft, { known = {} }) {
  const spellings = new Map(Object.entries(known).map(([spelling, wanted]) => [fold(spelling), wanted]));
  for (const found of hashtags(draft.words)) {
    const { tag } = found;
    const wanted = spellings.get(fold(tag));
    const isBrand = fold(tag) === fold(withoutSign(draft.brand_tag));
    if (wanted && tag !== wanted)
      yield ["#%(tag)s is easier to read, and to hear, as #%(wanted)s.", { tag, wanted }, repaired(found, wanted)];
    else if (!wanted && codePoints(tag) > LONGEST_LOWER_CASE && tag === tag.toLowerCase() && !isBrand)
      yield ["#%(tag)s looks like several words: give each a capital.", { tag }];
  }
}

function* few_hashtags(draft, { most = 3 }) {
  const written = hashtags(draft.words).length + (isTagged(draft.words, draft.brand_tag) ? 0 : 1);
  if (written > most)
    yield ["%(written)d hashtags with the city's own; %(most)d are enough.", { written, most }];
}

const RULES = { brand_tag, alt_text, fits, readable_hashtags, few_hashtags };

// Every remark of the rules this page knows, in their order; the server judges by all of them.
export const check = (draft, rules) =>
  rules
    .filter((rule) => rule.key in RULES)
    .flatMap((rule) =>
      [...RULES[rule.key](draft, rule.parameters)].map(([sentence, values, repair = null]) => ({
        rule: rule.key, effect: rule.effect, sentence, values, repair,
      })),
    );

export const spoken = (sentence, values, translations) =>
  (translations[sentence] ?? sentence).replaceAll(/%\((\w+)\)[sd]/g, (_, name) => values[name]).replaceAll("%%", "%");

export const repair = (words, { start, end, replacement }) => {
  const points = [...words];
  return [...points.slice(0, start), replacement, ...points.slice(end)].join("");
};
