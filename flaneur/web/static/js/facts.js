// Prices and hours from … to …, as flaneur/core/charter/facts.py finds them.

const CURRENCIES = "€£$";
const MONEYS = new Set(["euro", "euros", "eur", "pounds", "dollars"]);
const TO = new Set(["a", "to", "until", "et"]);
const DASHES = new Set(["-", "–", "—"]);
const HALVES = new Set(["am", "pm"]);
const BLANKS = " \u00a0\u202f";

export const isDecimal = (word) => /^\p{Nd}+$/u.test(word);

// Start and end of each, in code points.
export function* perishing({ text, words }) {
  for (const [position, word] of words.entries()) {
    if (!/^\p{Nd}/u.test(word.folded)) continue;
    const end = price(text, words, position) ?? hours(text, words, position);
    if (end) yield [word.start - (isSigned(text, word) ? 1 : 0), end];
  }
}

function price(text, words, position) {
  const { stop, end } = words[position];
  const blank = text[stop] && BLANKS.includes(text[stop]) ? 1 : 0;
  if (text[stop + blank] && CURRENCIES.includes(text[stop + blank])) return end + blank + 1;
  if (MONEYS.has(words[position + 1]?.folded)) return words[position + 1].end;
  return isSigned(text, words[position]) ? end : null;
}

const isSigned = (text, { index }) => index > 0 && CURRENCIES.includes(text[index - 1]);

function hours(text, words, position) {
  const begun = hour(text, words, position);
  if (begun === null || begun >= words.length) return null;
  const between = text.slice(words[begun - 1].stop, words[begun].index).trim();
  const follows = DASHES.has(between) ? begun : TO.has(words[begun].folded) ? begun + 1 : null;
  const closed = follows === null ? null : hour(text, words, follows);
  return closed ? words[closed - 1].end : null;
}

// The number of the word after an hour that begins here, or null.
function hour(text, words, position) {
  if (position >= words.length) return null;
  const first = words[position].folded;
  const following = words[position + 1]?.folded ?? "";
  if (isGlued(first)) return position + 1;
  if (!isDecimal(first) || first.length > 2) return null;
  if (following === "h" || HALVES.has(following)) {
    const minutes = words[position + 2]?.folded ?? "";
    return following === "h" && isDecimal(minutes) && minutes.length === 2 ? position + 3 : position + 2;
  }
  const between = following ? text.slice(words[position].stop, words[position + 1].index) : "";
  return between === ":" && isDecimal(following) ? position + 2 : null;
}

function isGlued(word) {
  const mark = word.indexOf("h");
  if (mark >= 0) {
    const [before, minutes] = [word.slice(0, mark), word.slice(mark + 1)];
    return isDecimal(before) && before.length <= 2 && (!minutes || isDecimal(minutes));
  }
  return HALVES.has(word.slice(-2)) && isDecimal(word.slice(0, -2)) && word.length <= 4;
}
