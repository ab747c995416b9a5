// Who a sentence speaks of, and what stands in which place beside them: flaneur/core/charter/regard/scene.py.

import { range } from "./look.js";

export const TELLING = ["group", "being", "slur", "doubtful_slur"];
export const [NEAR, FAR] = [8, 12];

const byPlace = (one, other) => one[0] - other[0] || one[1] - other[1];
const single = (number) => [number, number];

export const groupsIn = (look, sentence) =>
  TELLING.flatMap((name) => look.spans(name, sentence))
    .filter(([first]) => !look.is(first - 1, "owner")).sort(byPlace);

// Pronouns mean a group of this sentence or, when it has none, of one beside it.
export function sceneOf(look, sentence, groups, isNear) {
  const isTold = isNear || groups.some(([first]) => !look.quoted[first]);
  const numbers = isTold ? range(sentence[0], sentence[1] + 1) : [];
  const they = numbers.filter((number) => look.is(number, "they")).map(single);
  const them = numbers.filter((number) => look.is(number, "object")).map(single);
  const heads = groups.filter((group) => isHead(look, sentence, group));
  return { look, sentence, groups, subjects: [...heads, ...they], objects: [...groups, ...them], isTold };
}

// The persons one could meet in a sentence: by their trade, or whoever is spoken to.
export function personsOf(look, sentence) {
  const named = look.spans("person", sentence);
  const spokenTo = range(sentence[0], sentence[1] + 1).filter((number) => look.is(number, "you")).map(single);
  const heads = named.filter((each) => isHead(look, sentence, each));
  return { look, sentence, groups: named, subjects: [...heads, ...spokenTo], objects: named, isTold: named.length > 0 };
}

// Whether something can be said of the group itself: “les femmes sont”, not “les toilettes des femmes sont”.
function isHead(look, sentence, group) {
  if (isAdjective(look, sentence, group)) return false;
  let number = group[0] - 1;
  while (number >= sentence[0] && look.is(number, "article") && !look.is(number, "prep")) number -= 1;
  if (number < sentence[0] || !look.is(number, "prep")) return true;
  const isOpening = number === sentence[0] || look.breaks[number] || look.is(number - 1, "than");
  return look.is(number - 1, "typical") || (isOpening && look.is(number, "article"));
}

function isAdjective(look, sentence, [, last]) {
  const isOwning = look.is(last + 1, "genitive");
  const number = last + 1 + isOwning;
  if (number > sentence[1] || look.breaks[number] || look.is(number, "filler", "will", "they", "be", "typical")) return false;
  return isOwning || look.is(last, "adjective");
}

export function isNegated(scene, [first, last]) {
  const { look, sentence } = scene;
  if (range(sentence[0], first).some((number) => look.is(number, "undo"))) return false;
  for (let number = first - 1; number >= sentence[0] && !look.breaks[number + 1] && !look.is(number, "but"); number -= 1)
    if (look.is(number, "no") && !isIdle(scene, number, first)) return true;
  return look.is(last + 1, "denial") && look.is(last + 1, "no") && !look.breaks[last + 1];
}

// A negation that denies nothing: “n'importe quel”, “ne … que”, “pourquoi ne pas …”.
function isIdle({ look, sentence }, number, stop) {
  const isAsked = look.is(sentence[0], "no") && look.isQuestion(sentence);
  if (isAsked || look.is(number - 1, "why") || look.is(number - 2, "why") || look.is(number + 1, "any")) return true;
  const following = range(number + 1, stop);
  const isRestricted = following.slice(0, NEAR / 2).some((each) => look.is(each, "restrict"));
  const isDenied = [number, ...following].some((each) => look.is(each, "denial") && !look.is(each + 1, "restrict"));
  return isRestricted && !isDenied;
}

export const after = ({ look, objects }, [, last], reach, others) =>
  objects.find(([first]) =>
    last < first && first <= last + reach && !look.isBroken(last, first)
    && look.others(last, first, "filler", "they") <= others);

// “Les tuer”: the pronoun right before its verb.
export const clitic = ({ look, sentence, isTold }, [first, last]) =>
  isTold && first > sentence[0] && look.is(first - 1, "clitic") ? [first - 1, last] : undefined;

// The last verb of being before a span, with nothing of weight between them.
export function copula({ look }, since, [first], others = 0) {
  let weight = 0;
  for (let number = first - 1; number >= since; number -= 1) {
    if (look.is(number, "be")) return number;
    weight += look.is(number, "filler", "they") ? 0 : 1;
    if (weight > others) return null;
  }
  return null;
}

// Whom a word is said of: “les … sont tous …”; `others` words of weight may stand before it.
export function predicated(scene, span, others = 0) {
  const { look, subjects } = scene;
  return subjects.find(([, last]) => {
    const verb = copula(scene, last + 1, span, others);
    if (verb === null || verb > last + NEAR || look.isBroken(last, verb)) return false;
    const most = look.is(last + 1, "relative") ? NEAR : 1;
    return look.others(last, verb, "filler", "will", "they", "be", "typical", "article") <= most;
  });
}

// “Ces …, tous des …”: no verb, and nothing of weight between.
export const apposed = ({ look, groups, subjects }, [first]) =>
  groups.find((whom) =>
    subjects.includes(whom) && whom[1] < first && first <= whom[1] + NEAR / 2 && !look.others(whom[1], first, "filler"));

// “Why are all … such …?”.
export const inverted = ({ look, groups, sentence }, [first]) =>
  groups.find((whom) => {
    let number = whom[0] - 1;
    while (number > sentence[0] && look.is(number, "article")) number -= 1;
    const isAsked = number >= sentence[0] && look.is(number, "be");
    return isAsked && whom[1] < first && !look.others(whom[1], first, "filler");
  });

// “Sales …” right before the group; `linked`, also “bande de …”.
export const attributed = ({ look, groups }, [, last], isLinked) =>
  groups.find(([first]) => {
    if (first <= last || first > last + 1 + (isLinked ? 3 : 0) || look.isBroken(last, first)) return false;
    return first === last + 1 || (look.is(last + 1, "link") && !look.others(last, first, "link"));
  });

// The group that stands before as who does something; `mayBreak`, also in the clause before.
export const before = ({ look, subjects }, [first], others, mayBreak = false) =>
  subjects.find(([, last]) =>
    last < first && first <= last + NEAR && (mayBreak || !look.isBroken(last, first))
    && look.others(last, first, "filler", "will", "they", "be", "typical") <= others);
