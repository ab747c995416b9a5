// Counting words, and finding tags, names and links in them, as flaneur/core/text does for every network; both are
// held to tests/vectors/text_counting.json. A room is a network's limits as web/guest/brief.py hands them over.

import { addresses, LATIN, MASTODON, X } from "./addresses.js";
import * as bluesky from "./bluesky.js";
import { EMOJI } from "./emoji.js";

const segmenter = new Intl.Segmenter();
const encoder = new TextEncoder();

// Letters and punctuation of our languages: each is a grapheme, none an emoji, and they never join among themselves.
const SIMPLE = String.raw`\t\n -~\u00a0-\u02ff\u2010-\u2027\u202f-\u203b€`;
const RARE = new RegExp(`[${SIMPLE}]?[^${SIMPLE}]+(?:[${SIMPLE}][^${SIMPLE}]+)*[${SIMPLE}]?`, "gu");
const SLICE = 1000;
const HIGH = /[\ud800-\udbff]/;
const PAIR = /[\ud800-\udbff][\udc00-\udfff]/g;

// The stretches with anything else in them, each with its neighbours: most texts have none.
const rare = (text) => text.match(RARE) ?? [];

const sum = (numbers) => numbers.reduce((more, number) => more + number, 0);

export const codePoints = (text) => text.length - (text.match(PAIR)?.length ?? 0);

// Cuts pieces out of a text, from one code point to another.
export function cutter(text) {
  const points = codePoints(text) === text.length ? text : [...text];
  return (start, end) => (points === text ? text.slice(start, end) : points.slice(start, end).join(""));
}

export const graphemes = (text) => text.length + sum(rare(text).map((stretch) => clusters(stretch) - stretch.length));

// Slice by slice: some engines take a time that grows with the square of what they are given at once. The last of a slice
// may go on after it, and begins the next one.
const clusters = (stretch) => {
  let [total, at, size] = [0, 0, SLICE];
  for (;;) {
    const isSplit = HIGH.test(stretch[at + size - 1] ?? "");
    const found = [...segmenter.segment(stretch.slice(at, at + size + isSplit))];
    if (at + size >= stretch.length) return total + found.length;
    if (found.length === 1) size *= 2;
    else [total, at, size] = [total + found.length - 1, at + found.at(-1).index, SLICE];
  }
};

export const bytes = (text) => encoder.encode(text).length;

const emoji = (text) => rare(text).flatMap((stretch) => stretch.match(EMOJI) ?? []);

const emojiBytes = (text) => codePoints(text) + sum(emoji(text).map((each) => bytes(each) - codePoints(each)));

const HEAVY = /[^\u0000-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]/gu;

const weight = (text) => codePoints(text) + (text.match(HEAVY)?.length ?? 0);

const plainly = (text) => weight(text) + sum(emoji(text).map((each) => 2 - weight(each)));

// As X counts: a link as `link` unless that is null.
const weighted = (written, link) => {
  const text = written.normalize();
  let [total, at] = [0, 0];
  for (const found of link === null ? [] : addresses(text, X)) {
    total += plainly(text.slice(at, found.start)) + link;
    at = found.start + found.text.length;
  }
  return total + plainly(text.slice(at));
};

export const length = (text, unit) => {
  if (unit === "graphemes") return graphemes(text);
  if (unit === "weighted signs") return weighted(text, null);
  return unit === "code points, emoji as bytes" ? emojiBytes(text) : codePoints(text);
};

export const counted = (text, { unit, dialect, link = null }) => {
  if (unit === "weighted signs") return weighted(text, link);
  return length(dialect === "mastodon" && link !== null ? countable(text, link) : text, unit);
};

export const isFitting = (text, room) =>
  counted(text, room) <= room.length && (room.bytes === null || bytes(text) <= room.bytes) && hasFewSigns(text, room);

const hasFewSigns = (text, { dialect, hashtags: tags = null, mentions: names = null }) => {
  if (tags === null && names === null) return true;
  const found = signs(text, dialect);
  return found.hashtags.length <= (tags ?? Infinity) && found.mentions.length <= (names ?? Infinity);
};

const matches = (pattern, text, isOne = () => true) =>
  [...text.matchAll(pattern)]
    .filter(isOne)
    .map((found) => ({ text: found[1], start: found.index, end: found.index + found[0].length }));

const HASHTAG = /(?<!(?![\ufe0e\ufe0f])[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}&/#])#([\p{L}\p{N}\p{M}_]+)/gu;
const WORD = String.raw`\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}`;
const NAME = new RegExp(
  String.raw`(?<![${WORD}@./:&\-])@([A-Za-z0-9_](?:[A-Za-z0-9_.]{0,28}[A-Za-z0-9_])?)(?![${WORD}@])`, "gu");
const BRACKETED = String.raw`\([^\p{White_Space}<>"«»\(\)]*\)`;
const LINK = new RegExp(
  String.raw`(https?:\/\/(?:[^\p{White_Space}<>"«»\(\)]|${BRACKETED})*` +
    String.raw`(?:[^\p{White_Space}<>"«».,;:!?\(\)\]]|${BRACKETED}))`, "gu");

const PLAIN = {
  hashtags: (text) => matches(HASHTAG, text, (found) => /\p{L}/u.test(found[1])),
  mentions: (text) => matches(NAME, text),
  links: (text) => matches(LINK, text),
};
// A longer one could not be marked, and is words.
const LONGEST_TAG = 64;
const isTag = ({ text }) => codePoints(text) <= LONGEST_TAG || graphemes(text) <= LONGEST_TAG;
const BLUESKY = { ...bluesky, hashtags: (text) => bluesky.hashtags(text).filter(isTag) };

const SIGN = String.raw`[\p{L}\p{M}\p{Nd}_\u200c\u200d\ua67e\u05be\u05f3\u05f4～〜゛゜゠・〃་༌·]`;
const X_HASHTAG = new RegExp(String.raw`[#＃](?![\ufe0f\u20e3])(${SIGN}+)`, "gu");
const JOINED = new RegExp(`^(?![\\ufe0e\\ufe0f])(?:${SIGN}|&)`, "u");
const X_MENTION = /[@＠]([A-Za-z0-9_]{1,20}(?:\/[A-Za-z][A-Za-z0-9_-]{0,24})?)/gu;
const BEFORE_MENTION = /(?:^|[^A-Za-z0-9_!#$%&*@＠]|(?:^|[^A-Za-z0-9_+~.-])[Rr][Tt]:?)$/u;
const AFTER_MENTION = new RegExp(`^(?:[@＠${LATIN}]|://)`, "u");
const LONGEST_BEFORE = 5;

const before = (text, at) => text.slice(at - (at > 1 && text.codePointAt(at - 2) > 0xffff ? 2 : 1), at);

// The sign before one must not belong to another, even to one turned down.
function* untaken(pattern, text, isApart, isOver) {
  let taken = 0;
  for (const found of text.matchAll(pattern)) {
    const [start, end] = [found.index, found.index + found[0].length];
    if (!isApart(start, taken, found)) continue;
    taken = end;
    if (!isOver(text.slice(end, end + 3))) yield { text: found[1], start, end };
  }
}

const ofX = {
  hashtags: (text) => [
    ...untaken(X_HASHTAG, text, (start, taken, found) =>
      /[\p{L}\p{M}]/u.test(found[1]) && (start === 0 || (start > taken && !JOINED.test(before(text, start)))),
    (after) => /^(?:[#＃]|:\/\/)/u.test(after)),
  ],
  mentions: (text) => [
    ...untaken(X_MENTION, text, (start, taken) => {
      const since = Math.max(taken, start - LONGEST_BEFORE);
      // Where something was cut off, the beginning of the slice is not that of the text.
      return BEFORE_MENTION.test((since ? "a" : "") + text.slice(since, start));
    }, (after) => AFTER_MENTION.test(after)),
  ].filter((name) => !name.text.includes("/")),
  links: (text) => addresses(text, X),
};

const LETTERED = String.raw`\p{Alphabetic}\p{M}\p{Nd}\p{Pc}`;
const MASTODON_MENTION = new RegExp(
  String.raw`(?<![=\/${LETTERED}])@([A-Za-z0-9_]+(?:[.\-]+[A-Za-z0-9_]+)*(?:@[${LETTERED}]+(?:[.\-]+[${LETTERED}]+)*)?)`,
  "gu");
const MASTODON_HASHTAG = new RegExp(String.raw`(?<=^|\p{White_Space})[#＃]([${LETTERED}][${LETTERED}·・\u200c]*)`, "gu");
const WORDS_ONLY = new RegExp(`^[${LETTERED}]+`, "u");

const mastodonName = (run) => {
  const whole = run.replace(/[·・\u200c]+$/u, "");
  if (/[\p{Alphabetic}_·・\u200c]/u.test([...whole].slice(1, -1).join(""))) return whole;
  const word = WORDS_ONLY.exec(run)[0];
  return /\p{Alphabetic}/u.test(word) ? word : "";
};

const ofMastodon = {
  hashtags: (text) =>
    matches(MASTODON_HASHTAG, text)
      .map(({ text: run, start }) => ({ text: mastodonName(run), start, end: start + 1 + mastodonName(run).length }))
      .filter((tag) => tag.text),
  mentions: (text) => matches(MASTODON_MENTION, text).filter((name) => !AFTER_MENTION.test(text.slice(name.end, name.end + 3))),
  links: (text) => addresses(text, MASTODON),
};

const NOTHING = { hashtags: () => [], mentions: () => [], links: () => [] };
const DIALECTS = { none: NOTHING, plain: PLAIN, bluesky: BLUESKY, x: ofX, mastodon: ofMastodon };

const apart = (...kinds) => {
  const kept = [];
  for (const span of kinds.flat().sort((a, b) => a.start - b.start))
    if (!kept.length || kept.at(-1).end <= span.start) kept.push(span);
  return kept;
};

const countable = (text, link) => {
  const links = ofMastodon.links(text);
  let [pieces, at] = ["", 0];
  for (const span of apart(links, ofMastodon.mentions(text))) {
    pieces += text.slice(at, span.start) + (links.includes(span) ? "x".repeat(link) : `@${span.text.split("@")[0]}`);
    at = span.end;
  }
  return pieces + text.slice(at);
};

const inCodePoints = (text, spans) => {
  let [at, points] = [0, 0];
  return spans.map((span) => {
    const start = points + codePoints(text.slice(at, span.start));
    [at, points] = [span.end, start + codePoints(text.slice(span.start, span.end))];
    return { ...span, start, end: points };
  });
};

// Hashtags, mentions and links by a network's rules, each with its place in code points, none inside another.
export const signs = (text, dialect = "plain") => {
  const kinds = Object.entries(DIALECTS[dialect]).map(([kind, find]) => [kind, find(text)]);
  const kept = new Set(apart(...[...kinds].reverse().map(([, spans]) => spans)));
  return Object.fromEntries(kinds.map(([kind, spans]) => [kind, inCodePoints(text, spans.filter((s) => kept.has(s)))]));
};

// Python's casefold, but for Cherokee and the dotless i.
export const fold = (text) => text.toUpperCase().toLowerCase().replaceAll("ς", "σ");

export const withoutSign = (tag) => tag.replace(/^#+/, "");

// Each hashtag without its sign, with its start and end in code points, sign included.
export const hashtags = (text) =>
  inCodePoints(text, PLAIN.hashtags(text)).map(({ text: tag, start, end }) => ({ tag, start, end }));

// Each http(s) link, with its start and end in code points, without closing punctuation or half a pair of brackets.
export const links = (text) =>
  inCodePoints(text, PLAIN.links(text)).map(({ text: link, start, end }) => ({ link, start, end }));
