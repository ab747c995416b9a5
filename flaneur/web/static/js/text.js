// Counting words as flaneur/core/text.py does; both are held to tests/vectors/text_counting.json.

const HASHTAG = /(?<![\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}&/#])#([\p{L}\p{N}\p{M}_]*\p{L}[\p{L}\p{N}\p{M}_]*)/gu;
const segmenter = new Intl.Segmenter();

export const codePoints = (text) => [...text].length;

export const graphemes = (text) => [...segmenter.segment(text)].length;

export const bytes = (text) => new TextEncoder().encode(text).length;

export const length = (text, unit) => (unit === "graphemes" ? graphemes(text) : codePoints(text));

export const isFitting = (text, room) =>
  length(text, room.unit) <= room.length && (room.bytes === null || bytes(text) <= room.bytes);

// Python's casefold, but for Cherokee and the dotless i.
export const fold = (text) => text.toUpperCase().toLowerCase().replaceAll("ς", "σ");

export const withoutSign = (tag) => tag.replace(/^#+/, "");

// Each hashtag without its sign, with its start and end in code points, sign included.
export const hashtags = (text) =>
  [...text.matchAll(HASHTAG)].map((found) => {
    const start = codePoints(text.slice(0, found.index));
    return { tag: found[1], start, end: start + codePoints(found[0]) };
  });

export const isTagged = (text, tag) => hashtags(text).some((found) => fold(found.tag) === fold(withoutSign(tag)));

const BRACKETED = String.raw`\([^\s<>"«»()]*\)`;
const LINK = new RegExp(String.raw`https?://(?:[^\s<>"«»()]|${BRACKETED})*(?:[^\s<>"«».,;:!?()\]]|${BRACKETED})`, "gu");

// Each http(s) link, with its start and end in code points, without closing punctuation or half a pair of brackets.
export const links = (text) =>
  [...text.matchAll(LINK)].map((found) => {
    const start = codePoints(text.slice(0, found.index));
    return { link: found[0], start, end: start + codePoints(found[0]) };
  });
