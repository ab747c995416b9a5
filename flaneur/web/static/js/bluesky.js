// Hashtags, mentions and links as Bluesky's own app finds them, as flaneur/core/text/bluesky.py does, which says why.
// Places are UTF-16 units here; text.js turns them into code points.

import { rstrip } from "./addresses.js";
import { TOP_LEVEL_DOMAINS } from "./tlds.js";

const HASHTAG = /(?<=^|\s)[#＃](?!\ufe0f)([^\s\xad\u2060\u200a-\u200d\u20e2]+)/gu;
const MENTION = /(?<=^|[\s\(])@([A-Za-z0-9.\-]+)(?![A-Za-z0-9.\-_])/gu;
const LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
const HANDLE = new RegExp(String.raw`^(?:${LABEL}\.)+([A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)$`);
const LINK = /(?<=^|[\s\(])(?:https?:\/\/|([a-z][a-z0-9]*(?:\.[a-z0-9]+)+))\S*/giu;
const SCHEME = /^https?:\/\//;
const PUNCTUATION = /^\p{P}$/u;

const isKnown = (label) => TOP_LEVEL_DOMAINS.has(label) || label === "test";

const withoutPunctuation = (name) => {
  const signs = [...name];
  while (PUNCTUATION.test(signs.at(-1))) signs.pop();
  return signs.join("");
};

// Without one sign that ends a sentence, and then one bracket too many.
const withoutLast = (link) => {
  const rest = link.replace(/[.,;:!?]$/, "");
  return rest.endsWith(")") && rest.split("(").length < rest.split(")").length ? rest.slice(0, -1) : rest;
};

const span = ({ index }, written, text = written) => ({ text, start: index, end: index + written.length });

export const hashtags = (text) =>
  [...text.matchAll(HASHTAG)]
    .filter((found) => /[^0-9\p{P}]/u.test(found[1]))
    .map((found) => [found, withoutPunctuation(found[1])])
    .map(([found, name]) => span(found, `#${name}`, name));

export const mentions = (text) =>
  [...text.matchAll(MENTION)]
    .map((found) => [found, rstrip(found[1], ".-")])
    .filter(([, name]) => isKnown((HANDLE.exec(name)?.[1] ?? "").toLowerCase()))
    .map(([found, name]) => span(found, `@${name}`, name.toLowerCase()));

export const links = (text) =>
  [...text.matchAll(LINK)]
    .filter((found) => (found[1] ? isKnown(found[1].split(".").at(-1)) : SCHEME.test(found[0])))
    .map((found) => span(found, withoutLast(found[0])))
    .filter((link) => link.text.replace(SCHEME, ""));
