// What leads to a private person, found by walking over the words of a text: flaneur/core/charter/personal.py.
// Each is [start, end] in code points.

import { isDecimal } from "./facts.js";

const SPACERS = " .-\u00a0\u202f\u2011";
const WIDEST = 3;
const [FEWEST, MOST, NATIONAL, HOUSE] = [8, 15, 10, 4];
const MOBILE = ["06", "07", "336", "337", "447", "00336", "00337"];
const [LOCAL, DOMAIN] = [64, 255];
const PLATE_TIES = new Set([" ", "-", "\u2011", "\u00a0"]);
const UNITS = new Set(["CM", "MM", "KM", "KG", "EUR", "MIN", "USD", "AM", "PM", "GB", "MO", "GO", "TV", "HD"]);
const CORSICA = new Set(["2A", "2B"]);
const TIES = new Set([" ", "-", "\u00a0"]);
const NOTHING = ["", "", ""];

const written = (text, word) => text.slice(word.index, word.stop);
const between = (text, one, other) => text.slice(one.stop, other.index);

// Each telephone number as [start, end, whether it is a mobile's].
export function* phones(reading, isAmerican) {
  const { text, words } = reading;
  for (let number = 0; number < words.length; ) {
    const [last, digits] = run(reading, number);
    const isAbroad = text[words[number].index - 1] === "+";
    const sizes = words.slice(number, last + 1).map((word) => word.folded.length).join();
    if (isPhone(digits, isAbroad) || (isAmerican && digits && sizes === "3,3,4"))
      yield [words[number].start - (isAbroad ? 1 : 0), words[last].end, MOBILE.some((each) => digits.startsWith(each))];
    number = last + 1;
  }
}

function run({ text, words }, number) {
  let [digits, last] = [words[number].folded, number];
  if (!isDecimal(digits)) return [number, ""];
  for (; last + 1 < Math.min(words.length, number + MOST); last += 1) {
    const gap = between(text, words[last], words[last + 1]);
    const bare = gap.replaceAll(/^[()]+|[()]+$/g, "");
    const isNear = gap.length <= WIDEST && gap && (bare.length === 1 ? SPACERS.includes(bare) : !bare);
    if (!isNear || !isDecimal(words[last + 1].folded)) break;
    digits += words[last + 1].folded;
  }
  return [last, digits];
}

function isPhone(digits, isAbroad) {
  if (isAbroad) return FEWEST <= digits.length && digits.length <= MOST;
  const isNational = [NATIONAL, NATIONAL + 1].includes(digits.length) && digits[0] === "0" && !"08".includes(digits[1]);
  return isNational || (digits.startsWith("00") && NATIONAL < digits.length && digits.length <= MOST);
}

// Each e-mail address that is not an office's: “contact@”, “reservations@”.
export function* mailboxes({ text }, lists) {
  const signs = [...text];
  for (const [at, sign] of signs.entries()) {
    if (sign !== "@") continue;
    let [start, end] = [at, at + 1];
    while (start > Math.max(0, at - LOCAL) && /[\p{L}\p{N}._+-]/u.test(signs[start - 1])) start -= 1;
    while (end < Math.min(signs.length, at + DOMAIN) && /[\p{L}\p{N}.-]/u.test(signs[end])) end += 1;
    if (".-".includes(signs[end - 1])) end -= 1;
    const isPart = signs.slice(at, end).includes(".") && signs[start - 1] !== "@";
    if (start < at && isPart && !isOffice(signs.slice(start, at).join(""), lists)) yield [start, end];
  }
}

const isOffice = (local, lists) => local.toLowerCase().split(/[._-]/).some((word) => lists.words.mailbox?.has(word));

// Each number with its street: “12 bis rue des …”, “14 Low Street”.
export function* addresses({ text, words }, lists) {
  for (const [number, word] of words.entries()) {
    if (!isDecimal(word.folded) || word.folded.length > HOUSE) continue;
    const following = words.slice(number + 1, number + 5);
    if (following.some((each) => lists.words.unit?.has(each.folded))) continue;
    const street = following.find((each) => lists.words.street?.has(each.folded));
    if (street && !between(text, word, street).includes("\n")) yield [word.start, streetEnd(text, words, number, street)];
  }
}

// Where the name of the street ends: with its last word in capitals.
function streetEnd(text, words, number, street) {
  let { end } = street;
  const near = words.slice(number, number + 9);
  for (const [at, other] of near.slice(1).entries()) {
    if (other.start <= street.start) continue;
    if (between(text, near[at], other).replaceAll(/^['’\- ]+|['’\- ]+$/g, "")) break;
    if (/^\p{Lu}/u.test(written(text, other))) end = other.end;
  }
  return end;
}

// Each plate of a vehicle: “AB-123-CD”, and the older “123 ABC 75” where a vehicle is spoken of.
export function* plates(reading, isVehicle) {
  const { text, words } = reading;
  for (const [number, word] of words.entries()) {
    if (number && isDecimal(word.folded.slice(0, 3)) && isNew(three(reading, number - 1)))
      yield [words[number - 1].start, words[number + 1].end];
    else if (isVehicle && isDecimal(word.folded) && isOld(three(reading, number))) yield [word.start, words[number + 2].end];
    else if (isDecimal(word.folded.slice(2, 5)) && isNew(parts(written(text, word)))) yield [word.start, word.end];
  }
}

const parts = (plate) => [plate.slice(0, 2), plate.slice(2, 5), plate.slice(5)];

function three({ text, words }, number) {
  const found = words.slice(number, number + 3);
  const gaps = new Set(found.slice(1).map((other, at) => between(text, found[at], other)));
  if (found.length < 3 || gaps.size > 1 || ![...gaps].every((gap) => PLATE_TIES.has(gap))) return NOTHING;
  return found.map((word) => written(text, word));
}

const isNew = ([one, digits, other]) => [one, other].every((each) => /^[A-HJ-NP-TV-Z]{2}$/.test(each)) && /^\p{Nd}{3}$/u.test(digits);

const isOld = ([digits, letters, county]) =>
  /^[A-Z]{2,3}$/.test(letters) && /^\p{Nd}{2,4}$/u.test(digits)
  && (CORSICA.has(county) || /^\p{Nd}{2,3}$/u.test(county)) && !UNITS.has(letters);

// Each private person named: “Mme Lefèvre”, “ma voisine Karima Benali”; a street or a celebrity is none.
export function* names({ text, words }, lists) {
  const is = (word, kind) => lists.words[kind]?.has(word.folded) ?? false;
  for (const [number, word] of words.entries()) {
    const isTitled = is(word, "titled");
    if (!isTitled && !is(word, "kin")) continue;
    if (word.folded.length === 1 && !(text[word.index] === "M" && text.slice(word.stop, word.stop + 2) === ". ")) continue;
    const last = nameEnd(text, words, number, isTitled ? "." : ",");
    const isLandmark = words.slice(Math.max(0, number - 4), number).some((each) => is(each, "landmark"));
    const isFamed = words.slice(Math.max(0, number - 4), last + 6).some((each) => is(each, "famed"));
    if (last - number >= (isTitled ? 1 : 2) && !isLandmark && !isFamed) yield [word.start, words[last].end];
  }
}

// The number of the last of the capitalised words that follow, three at most, the first perhaps after a mark.
function nameEnd(text, words, number, mark) {
  let last = number;
  for (; last + 1 < Math.min(words.length, number + 4); last += 1) {
    const gap = between(text, words[last], words[last + 1]);
    const isTied = TIES.has(gap) || (last === number && gap === `${mark} `);
    if (!isTied || !/^\p{Lu}[\p{Ll}\p{M}]+$/u.test(written(text, words[last + 1]))) break;
  }
  return last;
}
