// A charter's rules held against a draft while somebody types, as flaneur/core/charter/check.py does it later.
// The book comes from the page: each rule with its effect, its parameters and its sentences in the reader's language.

import { lists, noLists } from "./lists.js";
import { read } from "./reading.js";
import { heard, RULES } from "./rules.js";
import { hashtags, links } from "./text.js";

// The lists of a language, made ready once; `parts` are the files of flaneur/lexicons it is made of.
export const lexicon = (...parts) =>
  lists(Object.assign({}, ...parts.map((part) => part.lists)), Object.assign({}, ...parts.map((part) => part.words)));

function see(draft, known) {
  const [reading, shown] = [read(draft.words), read(draft.alts.join("\n"))];
  return {
    draft, reading, shown, lists: known, tags: hashtags(draft.words), links: links(draft.words),
    hits: known.find(reading), shownHits: known.find(shown),
  };
}

function* listed(seen, { lists: names }) {
  for (const name of names) yield* heard(seen, name);
}

// Every remark of the book's rules, in their order; those only the server can judge are `later`.
export function check(draft, { rules, version }, known = noLists) {
  const seen = see(draft, known);
  return rules.filter((rule) => rule.on_phone).flatMap((rule) =>
    [...(RULES[rule.key]?.(seen, rule.parameters) ?? listed(seen, rule))].map((found) => remark(rule, version, ...found)));
}

function remark({ key, effect, says }, version, name, values, start = null, end = null, replacement = null) {
  const repair = replacement === null || start === null ? null : { start, end, replacement };
  return { rule: key, effect, sentence: says[name], values, start, end, repair, version };
}

export const spoken = (sentence, values) =>
  sentence.replaceAll(/%\((\w+)\)[sd]/g, (_, name) => values[name]).replaceAll("%%", "%");

export const repair = (words, { start, end, replacement }) => {
  const points = [...words];
  return [...points.slice(0, start), replacement, ...points.slice(end)].join("");
};
