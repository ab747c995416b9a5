// The charter's rules, twins of flaneur/core/charter; both are held to tests/vectors/charter.json.
// A rule yields [which of its sentences, the values it names, start, end, what to write there]; positions are code points.

import { undisguised } from "./disguise.js";
import { perishing } from "./facts.js";
import { look } from "./look.js";
import { attached } from "./memory.js";
import { addresses, mailboxes, names, phones, plates } from "./personal.js";
import { fold as unaccented, phrases, read } from "./reading.js";
import { assaults, contempt } from "./regard.js";
import { TELLING } from "./scene.js";
import { bytes, codePoints, counted, cutter, fold, signs, withoutSign } from "./text.js";

const brandOf = ({ draft }) => fold(withoutSign(draft.brand_tag));
const cut = (text, { start, end }) => cutter(text)(start, end);

// A listed phrase in the words, with the words that would do better when the list has them.
export function* heard({ draft, hits, lists }, name) {
  for (const hit of hits[name] ?? []) {
    const better = lists.better(name, hit.entry);
    yield [name, { found: cut(draft.words, hit), ...(better ? { better } : {}) }, hit.start, hit.end, better];
  }
}

function* described({ shown, shownHits }, name) {
  for (const hit of shownHits[name] ?? []) yield [name, { found: cut(shown.text, hit) }];
}

function* heardOrDescribed(seen, name) {
  for (const [says, { found }, start, end] of heard(seen, name)) yield [says, { found }, start, end];
  yield* described(seen, name);
}

const SOMETHING = new Set(["kind", "money"]);
const LABEL = "Collaboration commerciale";
const REFERRAL_KEYS = new Set(["aff", "affid", "affiliate", "coupon", "partner", "promo", "ref", "referral", "tag"]);
const HEALTH_MESSAGE = "L’abus d’alcool est dangereux pour la santé, à consommer avec modération.";
const PICTURES = [".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic"];
const EMOJI = /(?![©®™])\p{Extended_Pictographic}|\p{Regional_Indicator}/gu;
const FANCY = /[\u{1d400}-\u{1d7ff}\uff21-\uff3a\uff41-\uff5a]/u;
const [SHORTEST_ALT, LONGEST_ALT] = [10, 400];
const MORNING = 7;
const DARK_FROM = [18, 19, 20, 21, 22, 23, 22, 22, 21, 20, 18, 17];
const [FRENCH_ENOUGH, FRENCH_SHARE] = [3, 4];
const segmenter = new Intl.Segmenter();

function* brand_tag({ draft, tags }, { variants }) {
  const wanted = withoutSign(draft.brand_tag);
  const known = new Set([wanted, ...variants.map(withoutSign)].map(fold));
  for (const { tag, start, end } of tags)
    if (tag !== wanted && known.has(fold(tag))) yield ["variant", { wanted }, start, end, `#${wanted}`];
}

function* readable_hashtags({ tags }, { known }) {
  const spellings = new Map(Object.entries(known).map(([spelling, wanted]) => [fold(spelling), wanted]));
  for (const { tag, start, end } of tags) {
    const wanted = spellings.get(fold(tag));
    if (wanted && tag !== wanted) yield ["known", { tag, wanted }, start, end, `#${wanted}`];
  }
}

function* joined_hashtags(seen, { long }) {
  for (const { tag, start, end } of seen.tags)
    if (codePoints(tag) > long && tag === tag.toLowerCase() && fold(tag) !== brandOf(seen)) yield ["joined", { tag }, start, end];
}

function* few_hashtags(seen, { most }) {
  const isTagged = seen.tags.some(({ tag }) => fold(tag) === brandOf(seen));
  const written = seen.tags.length + (isTagged ? 0 : 1);
  if (written > most) yield ["many", { written, most }];
}

function* last_hashtags(seen) {
  const tags = [...seen.tags];
  let last = -1;
  for (const word of [...seen.reading.words].reverse()) {
    while (tags.length && tags.at(-1).start > word.start) tags.pop();
    if (!tags.length || word.start >= tags.at(-1).end) {
      last = word.start;
      break;
    }
  }
  for (const { tag, start, end } of seen.tags)
    if (start < last && fold(tag) !== brandOf(seen)) yield ["early", { tag }, start, end, tag];
}

function* alt_text({ draft, shownHits }) {
  const starts = new Map();
  let at = 0;
  for (const [index, alt] of draft.alts.entries()) {
    starts.set(at + codePoints(alt) - codePoints(alt.trimStart()), index + 1);
    at += codePoints(alt) + 1;
  }
  const beginnings = new Set((shownHits.photo_of ?? []).map((hit) => starts.get(hit.start)));
  for (const [index, alt] of draft.alts.map((each) => each.trim()).entries()) {
    const number = index + 1;
    const size = codePoints(alt);
    if (!alt) yield ["missing", { number }];
    else if (size < SHORTEST_ALT || size > LONGEST_ALT)
      yield ["size", { number, size, least: SHORTEST_ALT, most: LONGEST_ALT }];
    else if (PICTURES.some((ending) => alt.toLowerCase().endsWith(ending))) yield ["file", { number }];
    else if (beginnings.has(number)) yield ["photo_of", { number }];
  }
}

function* few_emoji({ draft, reading, tags }, { most }) {
  const found = emoji(draft.words);
  if (found.length > most) yield ["many", { written: found.length, most }];
  const tagged = tags.length ? tags[0].start : codePoints(draft.words);
  const last = reading.words.findLast((word) => word.start < tagged)?.start ?? -1;
  const early = found.find(({ start }) => start < last);
  if (early) yield ["early", { found: early.sign }, early.start, early.end];
}

// Each as it is seen, a family or a flag as one.
function emoji(words) {
  const found = [];
  let [stop, points, at] = [0, 0, 0];
  for (const { index } of words.matchAll(EMOJI)) {
    if (index < stop) continue;
    points += codePoints(words.slice(at, index));
    at = index;
    const sign = segmenter.segment(words.slice(index, index + 64))[Symbol.iterator]().next().value.segment;
    stop = index + sign.length;
    found.push({ sign, start: points, end: points + codePoints(sign) });
  }
  return found;
}

function* plain_letters({ draft, reading }) {
  if (!FANCY.test(draft.words)) return;
  for (const { start, end, index, stop } of reading.words) {
    const found = draft.words.slice(index, stop);
    if (FANCY.test(found)) yield ["fancy", { found }, start, end, found.normalize("NFKC")];
  }
}

function* acronyms({ draft, reading }, { known }) {
  if (draft.words === draft.words.toUpperCase()) return;
  for (const { start, end, index, stop } of reading.words) {
    const found = draft.words.slice(index, stop);
    if (/^\p{Lu}{3,6}$/u.test(found) && !known.includes(found)) yield ["acronym", { found }, start, end];
  }
}

function* french_present({ draft, reading, hits }) {
  const small = hits.french ?? [];
  const isFrench = new Set(small.map((hit) => hit.entry)).size >= FRENCH_ENOUGH || small.length * FRENCH_SHARE >= reading.words.length;
  if (draft.language !== "fr" && reading.words.length && !isFrench) yield ["no_french", {}];
}

function* subject({ draft }) {
  const { place, pillar, words } = draft;
  if (place && !place.name && !place.district && place.lon === null && !pillar && words) yield ["nowhere", {}];
}

function* perishable({ draft, reading, hits }) {
  if (hits.checked) return;
  const spans = [...(hits.opening ?? []).map(({ start, end }) => [start, end]), ...perishing(reading)];
  for (const [start, end] of spans.sort((a, b) => a[0] - b[0] || a[1] - b[1]))
    yield ["perishes", { found: cut(draft.words, { start, end }) }, start, end];
}

function* fits(seen) {
  for (const [channel, room] of Object.entries(seen.draft.rooms)) {
    yield* long(seen.draft.words, channel, room);
    yield* crowded(seen, channel, room);
    yield* photographed(seen.draft, channel, room);
  }
}

// Which measure words exceed first, by how much, and what is allowed; null when a post has room for them.
function tooMuch(words, room) {
  const size = counted(words, room);
  if (size > room.length) return ["long", size, room.length];
  const weight = (room.bytes ?? null) === null ? 0 : bytes(words);
  return weight > room.bytes ? ["heavy", weight, room.bytes] : null;
}

// Nothing else is longer than a whole post when all the words are not.
function* long(words, channel, room) {
  const more = tooMuch(words, room);
  if (!more) return;
  const [name, size, limit] = more;
  yield [name, { channel, limit, size }];
  const found = Object.values(signs(words, room.dialect)).flat().sort((one, other) => one.start - other.start);
  for (const span of found) if (tooMuch(cut(words, span), room)) yield ["unbreakable", { channel }, span.start, span.end];
}

// More hashtags or mentions than a network takes; the city's own tag is added where it is missing.
function* crowded({ draft, tags }, channel, { dialect, hashtags = null, mentions = null }) {
  if (hashtags === null && mentions === null) return;
  const found = signs(draft.words, dialect);
  const brand = fold(withoutSign(draft.brand_tag));
  const added = tags.some(({ tag }) => fold(tag) === brand) ? 0 : 1;
  for (const [name, spans, limit, more] of [["hashtags", found.hashtags, hashtags, added], ["mentions", found.mentions, mentions, 0]])
    if (limit !== null && spans.length && spans.length + more > limit) {
      const { start, end } = spans[Math.max(limit - more, 0)];
      yield [name, { channel, limit, size: spans.length + more }, start, end];
    }
}

function* photographed({ words, alts }, channel, { least_pictures = 0, alt_length: limit = null }) {
  if (words && alts.length < least_pictures) yield ["pictureless", { channel }];
  for (const [index, alt] of alts.entries()) {
    const size = codePoints(alt.trim());
    if (limit !== null && size > limit) yield ["description", { channel, limit, number: index + 1, size }];
  }
}

function* licence({ draft }) {
  if (draft.is_lent === false) yield ["not_lent", {}];
}

function* adults_agree({ draft }) {
  if (draft.alts.length && draft.likeness === "adults unasked") yield ["unasked", {}];
}

function* children_agree({ draft }) {
  if (draft.alts.length && draft.likeness === "child unasked") yield ["unasked", {}];
}

function* child_in_sight(seen) {
  if (["nobody", "unsaid"].includes(seen.draft.likeness)) yield* described(seen, "child");
}

const worksOf = attached(({ by_night, always }) =>
  [always, { ...always, ...by_night }].map((works) => ({ works, find: phrases(Object.keys(works)) })));

function* protected_works(seen, parameters) {
  const { draft, hits } = seen;
  if (!draft.alts.length) return;
  const { works, find } = worksOf(parameters)[Number(isNight(seen))];
  const missing = named(seen, find).find((work) => !draft.words.includes(works[work]));
  const end = codePoints(draft.words);
  if (missing) yield ["credit", { work: missing, credit: works[missing] }, end, end, `\n${works[missing]}`];
  if (!hits.credited) yield* heardOrDescribed(seen, "street_art");
}

function isNight({ draft, hits, shownHits }) {
  if (hits.night || shownHits.night) return true;
  const [month, hour] = [Number(draft.seen_at?.slice(5, 7)), Number(draft.seen_at?.slice(11, 13))];
  return Boolean(draft.seen_at) && !(MORNING <= hour && hour < DARK_FROM[month - 1]);
}

function named({ draft, reading, shown }, find) {
  const told = [reading, shown, ...(draft.place?.name ? [read(draft.place.name)] : [])];
  return told.flatMap((each) => find(each).map((hit) => hit.entry));
}

function* honest_images(seen) {
  if (seen.hits.image_labels || !seen.draft.alts.length) return;
  const end = codePoints(seen.draft.words);
  for (const [name, label] of [["retouched", "Images retouchées"], ["virtual", "Images virtuelles"]]) {
    const [found] = heardOrDescribed(seen, name);
    if (found) yield [name, found[1], end, end, `\n${label}`];
  }
}

const fragile = attached((places) => phrases(places.map(unaccented)));

function* fragile_place({ draft, reading }, { places }) {
  const find = fragile(places);
  const isTold = ["exact", "street"].includes(draft.discretion);
  if (draft.place && isTold && find(read(draft.place.name)).length) yield ["pinned", { place: draft.place.name }];
  for (const hit of find(reading)) yield ["named", { found: cut(draft.words, hit) }, hit.start, hit.end];
}

function* paid({ draft }) {
  if (draft.consideration === "money") yield ["paid", {}];
}

function* consideration({ draft }) {
  if (draft.consideration === "unsaid") yield ["unsaid", {}];
}

function* labelled({ draft, hits }) {
  if (SOMETHING.has(draft.consideration) && !hits.labels) yield ["unlabelled", { label: LABEL }, 0, 0, `${LABEL} · `];
}

function* refused_labels(seen) {
  if (!seen.hits.labels) yield* heard(seen, "refused_labels");
}

function* referral(seen) {
  for (const { link, start, end } of seen.links) {
    const mark = link.indexOf("?");
    const pairs = mark < 0 ? [] : link.slice(mark + 1).split("&");
    const found = pairs.find((pair) => REFERRAL_KEYS.has(pair.split("=")[0].toLowerCase()));
    if (found) yield ["link", { found }, start, end, link.slice(0, mark)];
  }
  yield* heard(seen, "code");
}

function* alcohol(seen) {
  for (const [, values, start, end] of heard(seen, "drink_brand")) yield ["brand", values, start, end];
  const [first] = heard(seen, "drink");
  if (!first) return;
  const drink = first[1].found;
  for (const [, values, start, end] of heard(seen, "party")) yield ["party", { drink, ...values }, start, end];
  const stop = codePoints(seen.draft.words);
  if (SOMETHING.has(seen.draft.consideration) && !seen.hits.health_message)
    yield ["warning", { found: drink }, stop, stop, `\n${HEALTH_MESSAGE}`];
}

function* before_a_vote(seen, { periods }) {
  const day = (seen.draft.seen_at ?? "").slice(0, 10);
  const isNear = periods.some((period) => period.slice(0, 10) <= day && day <= period.slice(11));
  if (day && isNear) yield* heard(seen, "elected");
}

function* own_work(seen) {
  yield* heardOrDescribed(seen, "borrowed");
}

function* blurred(seen) {
  yield* described(seen, "telling");
}

const spotted = ({ draft }, says, start, end) => [says, { found: cut(draft.words, { start, end }) }, start, end];
const passage = (seen, says, [first, last]) =>
  spotted(seen, says, seen.reading.words[first].start, seen.reading.words[last].end);

function* hate(seen) {
  const { reading, hits, lists } = seen;
  const isTelling = TELLING.some((name) => name in hits);
  const found = isTelling ? contempt(look(reading, hits, lists)).next().value : undefined;
  const plain = found ? null : undisguised(reading, hits, lists);
  if (found) yield passage(seen, "contempt", found);
  if (!plain) return;
  const [first, last] = contempt(look(plain, lists.find(plain), lists)).next().value ?? [];
  if (last !== undefined) yield ["disguised", { found: plain.text.slice(plain.words[first].index, plain.words[last].stop) }];
}

function* attack(seen) {
  const { reading, hits, lists } = seen;
  if (!["insult", "flaw", "scorn"].some((name) => name in hits)) return;
  const found = assaults(look(reading, hits, lists)).next().value;
  if (found) yield passage(seen, "attack", found);
}

function* unkind(seen) {
  const isNamed = seen.hits.shop || seen.draft.place?.name;
  const [first] = isNamed && !seen.hits.kindly ? heard(seen, "unkind") : [];
  if (first) yield first;
}

function* contact(seen) {
  for (const [start, end, isMobile] of phones(seen.reading, seen.draft.language === "en"))
    if (isMobile || !seen.hits.office_phone) yield spotted(seen, "phone", start, end);
  for (const [start, end] of mailboxes(seen.reading, seen.lists)) yield spotted(seen, "mailbox", start, end);
}

function* home_address(seen) {
  if (!seen.hits.home) return;
  for (const [start, end] of addresses(seen.reading, seen.lists)) yield spotted(seen, "home", start, end);
}

function* plate(seen) {
  for (const [start, end] of plates(seen.reading, Boolean(seen.hits.vehicle))) yield spotted(seen, "plate", start, end);
}

function* named_person(seen) {
  for (const [start, end] of names(seen.reading, seen.lists)) yield spotted(seen, "named", start, end);
}

// What is not here only looks for the phrases of its lists.
export const RULES = {
  brand_tag, readable_hashtags, joined_hashtags, few_hashtags, last_hashtags, alt_text, few_emoji, plain_letters, acronyms,
  french_present, subject, perishable, fits, own_work, licence, adults_agree, children_agree, child_in_sight, blurred,
  protected_works, honest_images, fragile_place, paid, consideration, labelled, refused_labels, referral, alcohol,
  before_a_vote, hate, attack, unkind, contact, home_address, plate, named_person,
};
