// Links as X and Mastodon find them, step by step as flaneur/core/text/addresses.py does, which says why.
// Places are UTF-16 units here; text.js turns them into code points.

import { LONGEST, TOP_LEVEL_DOMAINS } from "./tlds.js";

const LONGEST_LINK = 4096;
const LONGEST_LABEL = 63;
const LONGEST_SLUG = 40;

export const LATIN = "À-ÖØ-öø-ÿĀ-ɏɓɔɖɗəɛɣɨɯɲʉʋʻ\\u0300-\\u036fḀ-ỿ";
const SPACES = String.raw`\t-\r \x85\xa0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000`;
const UNACCEPTABLE = String.raw`\ufffe\ufeff\uffff`;
const DIRECTIONS = String.raw`\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069`;
const BREAKING = String.raw`!'#%&\(\)*+,\\\/:;<=>?@\[\]\^\{\|\}~$` + SPACES + UNACCEPTABLE + DIRECTIONS;

const DOT = new RegExp(String.raw`\.(?=[^${BREAKING}._\-])`, "gu");
const BREAK = new RegExp(`[${BREAKING}]`, "u");
const STRETCH = new RegExp(`[^${BREAKING}]+`, "uy");
const BEGINNING = new RegExp(String.raw`(?<![A-Za-z0-9@＠$#＃${UNACCEPTABLE}])[^${BREAKING}._\-]`, "gu");
const ATTACHED = new RegExp(`[A-Za-z0-9@＠$#＃${UNACCEPTABLE}]`, "u");
const ENDING = /[^0-9A-Za-z@+-]|$/uy;
const LETTERS = /^[0-9A-Za-z]*/u;
const PUNYCODE = /[Xx][Nn]--[-0-9A-Za-z]+/uy;
const ASCII_TAIL = new RegExp(`[-0-9A-Za-z${LATIN}]*$`, "u");
const ASCII_LABEL = new RegExp(`^[-0-9A-Za-z${LATIN}]+$`, "u");
const PORT = /:[0-9]+/uy;
const SHORTENED = /^https?:\/\/t\.co\/([0-9A-Za-z]+)/i;

export const rstrip = (text, loose) => {
  let end = text.length;
  while (end && loose.includes(text[end - 1])) end -= 1;
  return text.slice(0, end);
};

const matchAt = (pattern, text, at) => {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? "";
};

const manner = (protocols, [sign, looseInPath], [querySign, looseInQuery], isBare = false) => ({
  protocols: protocols.map((protocol) => `${protocol}://`),
  sign: new RegExp(`${sign}+`, "uy"),
  query: new RegExp(`${querySign}+`, "uy"),
  looseInPath, looseInQuery, isBare,
});

export const X = manner(
  ["https", "http"],
  [String.raw`[A-Za-z0-9Ѐ-ӿ${LATIN}!*';:=+,.$\/%#\[\]\-–_~@\|&]`, "!*';:,.$%[]–~@|&"],
  [String.raw`[A-Za-z0-9!?*'@\(\);:&=+$\/%#\[\]\-_.,~\|]`, "!?*'@();:+$%[].,~|"],
  true,
);
const BEYOND_ASCII =
  String.raw`\u00a0-\ud7ff\ue000-\uf8ff\uf900-\ufdcf\ufdf0-\uffef\u{10000}-\u{1fffd}\u{20000}-\u{2fffd}` +
  String.raw`\u{30000}-\u{dfffd}\u{e1000}-\u{efffd}\u{f0000}-\u{ffffd}\u{100000}-\u{10fffd}`;
export const MASTODON = manner(
  ["https", "http", "dat", "dweb", "ipfs", "ipns", "ssb", "gopher", "gemini"],
  [String.raw`[^\p{White_Space}<>\(\)?]`, "!*\"'「」;:=,.$%[]~&|@"],
  [String.raw`[A-Za-z0-9!?*'\(\);:&=+$\/%#\[\]\-_.,~\|@\^${BEYOND_ASCII}]`, "!?*'();:+$%[].,~|@^"],
);

const topLevel = (text, at, end) => {
  const label = text.slice(at, Math.min(end, at + LONGEST));
  const ascii = LETTERS.exec(label)[0].length;
  const isWider = label.length > ascii && label[ascii] > "~";
  for (let size = isWider ? label.length : ascii; size > 0; size = isWider ? size - 1 : 0) {
    ENDING.lastIndex = at + size;
    if (TOP_LEVEL_DOMAINS.has(label.slice(0, size).toLowerCase()) && ENDING.test(text)) return at + size;
  }
  const found = matchAt(PUNYCODE, text, at);
  return found && at + found.length <= end ? at + found.length : 0;
};

// The labels of a stretch: where they begin, where a top-level domain at their beginning ends, and where the longest
// domain does that begins with the whole label.
const stretched = (text, start, end) => {
  const labels = text.slice(start, end).split(".");
  const starts = [start];
  for (const label of labels) starts.push(starts.at(-1) + label.length + 1);
  const tops = labels.map((label, place) => topLevel(text, starts[place], starts[place] + label.length));
  const reach = Array(labels.length + 1).fill(0);
  for (let place = labels.length - 2; place >= 0; place -= 1)
    if (/^[^_-](.*[^_-])?$/su.test(labels[place]))
      reach[place] = reach[place + 1] || (labels[place].includes("_") ? 0 : tops[place + 1]);
  return { text, start, end, starts, tops, reach };
};

const bare = ({ text, starts, tops, reach }, floor) => {
  for (let place = 0; place < tops.length - 1; place += 1) {
    const right = starts[place + 1] - 1;
    const end = reach[place + 1] || tops[place + 1];
    if (right < floor || !end || "-_.".includes(text[right - 1])) continue;
    const underscore = text.slice(starts[place], right).lastIndexOf("_") + 1;
    BEGINNING.lastIndex = Math.max(floor, starts[place] + (reach[place + 1] ? 0 : underscore));
    const found = BEGINNING.exec(text);
    if (found && found.index < right) return { start: found.index, end };
  }
  return null;
};

const tail = (text, domainEnd, how) => {
  let at = domainEnd + matchAt(PORT, text, domainEnd).length;
  if (text[at] === "/") at += 1 + rstrip(path(text, at + 1, how), how.looseInPath).length;
  const query = text[at] === "?" ? rstrip(matchAt(how.query, text, at + 1), how.looseInQuery) : "";
  return { pathEnd: at, end: query ? at + 1 + query.length : at };
};

const path = (text, from, { sign }) => {
  let at = from;
  for (;;) {
    const next = at + (matchAt(sign, text, at).length || pair(text, at, sign));
    if (next === at) return text.slice(from, at);
    at = next;
  }
};

// How long a pair of brackets is, with one pair inside it at most; 0 when there is none.
const pair = (text, from, sign) => {
  if (text[from] !== "(") return 0;
  let at = from + 1 + matchAt(sign, text, from + 1).length;
  const isFilled = at > from + 1;
  if (text[at] === "(") {
    const inner = matchAt(sign, text, at + 1).length;
    if (!inner || text[at + 1 + inner] !== ")") return 0;
    at += inner + 2;
    at += matchAt(sign, text, at).length;
  } else if (!isFilled) return 0;
  return text[at] === ")" ? at + 1 - from : 0;
};

const nextPlace = (stretch, how, floor) => {
  const { text, start: domain, reach } = stretch;
  const before = text.slice(Math.max(domain - 10, 0), domain).toLowerCase();
  const protocol = how.protocols.find((each) => before.endsWith(each))?.length ?? 0;
  const start = domain - protocol;
  if (reach[0] && protocol && start >= floor && !(start && ATTACHED.test(text[start - 1])))
    return { start, domain, domainEnd: reach[0], ...tail(text, reach[0], how) };
  let found = bare(stretch, floor);
  if (found?.start === 0) {
    const later = bare(stretch, text.codePointAt() > 0xffff ? 2 : 1);
    if (later?.start === (text.codePointAt() > 0xffff ? 2 : 1)) found = later;
  }
  return found && { start: found.start, domain: found.start, domainEnd: found.end, ...tail(text, found.end, how) };
};

function* places(text, how) {
  let [at, floor] = [0, 0];
  for (;;) {
    DOT.lastIndex = at;
    const dot = DOT.exec(text)?.index;
    if (dot === undefined) return;
    let start = dot;
    while (start > at && !BREAK.test(text[start - 1])) start -= 1;
    const stretch = stretched(text, start, dot + matchAt(STRETCH, text, dot).length);
    for (let place; at < stretch.end && (place = nextPlace(stretch, how, floor)); ) {
      yield place;
      at = place.end;
      floor = place.end + (text.codePointAt(place.end) > 0xffff ? 2 : 1);
    }
    at = Math.max(at, stretch.end);
  }
}

// As punycode writes a label (RFC 3492), only its length.
const asciiLength = (label) => {
  if (label.length > LONGEST_LABEL || /^[ -~]*$/.test(label)) return label.length;
  const pieces = label.split(/[。．｡]/u);
  return pieces.map((piece) => (/^[ -~]*$/.test(piece) ? piece.length : 4 + punycode(piece))).reduce((a, b) => a + b + 1);
};

const punycode = (label) => {
  const points = [...label].map((sign) => sign.codePointAt());
  const basic = points.filter((point) => point < 0x80).length;
  let [n, delta, bias, handled, size] = [0x80, 0, 72, basic, basic + (basic ? 1 : 0)];
  while (handled < points.length) {
    const next = Math.min(...points.filter((point) => point >= n));
    delta += (next - n) * (handled + 1);
    n = next;
    for (const point of points) {
      if (point < n) delta += 1;
      if (point !== n) continue;
      size += digits(delta, bias);
      bias = adapted(delta, handled + 1, handled === basic);
      delta = 0;
      handled += 1;
    }
    delta += 1;
    n += 1;
  }
  return size;
};

const digits = (delta, bias) => {
  let [rest, count] = [delta, 1];
  for (let k = 36; ; k += 36) {
    const least = Math.min(Math.max(k - bias, 1), 26);
    if (rest < least) return count;
    rest = Math.floor((rest - least) / (36 - least));
    count += 1;
  }
};

const adapted = (delta, size, isFirst) => {
  let [rest, k] = [Math.floor(delta / (isFirst ? 700 : 2)), 0];
  for (rest += Math.floor(rest / size); rest > 455; k += 36) rest = Math.floor(rest / 35);
  return k + Math.floor((36 * rest) / (rest + 38));
};

const asciiDomains = (domain) => {
  const labels = domain.split(".");
  const { starts, tops } = stretched(domain, 0, domain.length);
  const reach = Array(labels.length + 1).fill(0);
  for (let place = labels.length - 2; place >= 0; place -= 1)
    if (ASCII_LABEL.test(labels[place])) reach[place] = reach[place + 1] || tops[place + 1];
  const found = [];
  for (let place = 0; place < labels.length - 1; place += 1) {
    const end = reach[place + 1] || tops[place + 1];
    const right = starts[place + 1] - 1;
    const begin = Math.max(right - ASCII_TAIL.exec(labels[place])[0].length, found.at(-1)?.[1] ?? 0);
    if (end && begin < right) found.push([begin, end]);
  }
  return found;
};

const isName = (domain) =>
  domain.split(".").every((label) => label && asciiLength(label) <= LONGEST_LABEL) &&
  (!domain.startsWith("xn--") || asciiDomains(domain).length > 0);

const links = (text, place, how) => {
  let url = text.slice(place.start, place.end);
  const protocol = text.slice(place.start, place.domain) || "https://";
  if (!isName(text.slice(place.domain, place.domainEnd)) || url.length + protocol.length > LONGEST_LINK) return [];
  if (place.domain === place.start)
    return how.isBare && !/[-_./]/.test(text[place.start - 1] ?? "") ? bareLinks(text, place) : [];
  const shortened = SHORTENED.exec(url);
  if (shortened?.[1].length > LONGEST_SLUG) return [];
  if (shortened) {
    const size = shortened[0].length;
    const query = url[size] === "?" ? rstrip(matchAt(X.query, url, size + 1), X.looseInQuery) : "";
    url = url.slice(0, query ? size + 1 + query.length : size);
  }
  return [{ text: url, start: place.start, end: place.start + url.length }];
};

const bareLinks = (text, { start, domainEnd, pathEnd, end }) => {
  const domain = text.slice(start, domainEnd);
  const found = asciiDomains(domain).map(([a, b]) => ({ text: domain.slice(a, b), start: start + a, end: start + b }));
  const last = found.at(-1);
  if (last && text.slice(domainEnd, pathEnd).includes("/")) {
    last.text += text.slice(domainEnd, end);
    last.end = end;
  }
  return found;
};

export const addresses = (text, how) =>
  text.includes(how.isBare ? "." : ":") ? [...places(text, how)].flatMap((place) => links(text, place, how)) : [];
