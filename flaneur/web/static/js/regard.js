// Contempt for a group of people, and attacks on somebody, as flaneur/core/charter/regard finds them.

import { range } from "./look.js";
import {
  after, apposed, attributed, before, clitic, copula, FAR, groupsIn, inverted, isNegated, NEAR, personsOf, predicated, sceneOf,
} from "./scene.js";

const told = ({ sentence }, [first]) => range(sentence[0], first);
const some = ({ look }, numbers, kind) => numbers.some((number) => look.is(number, kind));

function isWished(scene, span) {
  const following = range(span[1] + 1, Math.min(span[1] + NEAR, scene.sentence[1]) + 1);
  const isWilled = some(scene, told(scene, span), "will") || scene.look.is(scene.sentence[0], "hortative");
  return isWilled || some(scene, following, "cure");
}

const isRefused = (scene, span) => isNegated(scene, span) || some(scene, told(scene, span), "refuse");
const unless = (isOff, whom) => (isOff ? undefined : whom());

function likened(scene, span) {
  if (isNegated(scene, span)) return undefined;
  const whom = apposed(scene, span);
  return whom && scene.look.breaks[whom[1] + 1] ? whom : predicated(scene, span);
}

const scorned = (scene, span) =>
  unless(isNegated(scene, span), () => predicated(scene, span, 2) ?? apposed(scene, span) ?? inverted(scene, span))
  ?? attributed(scene, span, true);

const faulted = (scene, span) =>
  likened(scene, span) ?? unless(isNegated(scene, span), () => inverted(scene, span)) ?? attributed(scene, span, false);

function threatened(scene, span) {
  if (!isWished(scene, span) || isNegated(scene, span)) return undefined;
  if (scene.look.is(span[0] - 1, "passive")) return before(scene, span, 1);
  const isCure = some(scene, told(scene, span), "cure");
  const cured = scene.groups.find(([, last]) => isCure && last < span[0] && span[0] <= last + NEAR / 2);
  return after(scene, span, NEAR, 1) ?? clitic(scene, span) ?? cured;
}

// “… devraient être expulsés”; what has been done to people is history.
function doomed(scene, span) {
  const whom = unless(!isWished(scene, span) || isNegated(scene, span), () => predicated(scene, span, 3));
  if (!whom || scene.look.is(whom[1] + 1, "relative")) return undefined;
  return some(scene, range(whom[1] + 1, span[0]), "past") ? undefined : whom;
}

// “Aucun … ne sera jamais intelligent”, “il n'existe pas de … intelligents”.
function deniedWorth(scene, span) {
  if (!isRefused(scene, span)) return undefined;
  const isBeside = (whom) => whom[0] === span[1] + 1 || (whom[1] < span[0] && span[0] <= whom[1] + 2);
  return predicated(scene, span, 1) ?? scene.groups.find((whom) => isBeside(whom) && isNegated(scene, whom));
}

function deniedRights(scene, span) {
  const whom = unless(!isNegated(scene, span), () => before(scene, span, 2));
  return some(scene, told(scene, span), "normative") ? whom : undefined;
}

// “Mon chien est plus malin que n'importe quel …”.
const beneath = ({ look, groups }, [, last]) =>
  groups.find(([first]) => {
    let number = first - 1;
    while (number > last && look.is(number, "filler") && !look.is(number, "than")) number -= 1;
    return last < number && number < last + FAR && look.is(number, "than");
  });

// “Rien de plus bête qu'une …”.
function outdone(scene, span) {
  const within = [span[1] + 1, scene.sentence[1]];
  const [said] = ["fault", "scorn"].flatMap((name) => scene.look.spans(name, within));
  return said?.[0] === span[1] + 1 ? beneath(scene, said) : undefined;
}

const MEANT = {
  contempt: (scene, span) => unless(isNegated(scene, span), () => after(scene, span, NEAR, 2) ?? clitic(scene, span)),
  enough: (scene, span) => after(scene, span, FAR, 3) ?? clitic(scene, span),
  repel: (scene, span) =>
    unless(isNegated(scene, span), () => before(scene, span, 3, true) ?? after(scene, span, NEAR / 2, 1)),
  scorn: scorned,
  fault: faulted,
  vermin: likened,
  swarm: (scene, span) => attributed(scene, span, true),
  filth: (scene, span) => attributed(scene, span, true),
  harm: threatened,
  harmed: doomed,
  perish: (scene, span) => unless(!isWished(scene, span) || isNegated(scene, span), () => before(scene, span, 1)),
  order: (scene, span) => unless(isNegated(scene, span), () => after(scene, span, NEAR / 2, 0)),
  void: (scene, span) => before(scene, span, 1, true),
  worth: deniedWorth,
  trust: (scene, span) => unless(!isRefused(scene, span), () => after(scene, span, FAR, FAR) ?? clitic(scene, span)),
  rights: deniedRights,
  beast: beneath,
  utmost: outdone,
  without: (scene, span) => unless(!some(scene, told(scene, span), "ideal"), () => after(scene, span, NEAR / 2, 0)),
};

// The passage of each sentence that speaks of a group with contempt, one at most of each.
export function* contempt(look) {
  const named = look.sentences.map((sentence) => groupsIn(look, sentence));
  for (const [number, sentence] of look.sentences.entries()) {
    const isNear = Boolean(named[number - 1]?.length || named[number + 1]?.length);
    const scene = sceneOf(look, sentence, named[number], isNear);
    const found = said(scene).next().value ?? slurs(scene).next().value;
    if (found) yield found;
  }
}

function* said(scene) {
  for (const [name, isMeant] of Object.entries(MEANT))
    for (const span of scene.look.spans(name, scene.sentence)) {
      const whom = isMeant(scene, span);
      const passage = whom && [Math.min(whom[0], span[0]), Math.max(whom[1], span[1])];
      if (passage && !isShielded(scene, passage)) yield passage;
    }
}

function* slurs(scene) {
  const { look, sentence } = scene;
  const oaths = look.spans("oath", sentence);
  const aimed = look.spans("doubtful_slur", sentence).filter((each) => isAimed(look, each));
  for (const span of [...look.spans("slur", sentence), ...aimed].sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const isOath = oaths.some(([first, last]) => first <= span[0] && span[0] <= last);
    const isDenied = copula(scene, sentence[0], span) !== null && isNegated(scene, span);
    if (!(isOath || isOwn(scene, span) || isDenied || isShielded(scene, span))) yield span;
  }
}

function isAimed(look, [first, last]) {
  let number = first - 1;
  while (look.is(number, "link")) number -= 1;
  return look.is(number, "aim") || (look.is(last + 1, "like") && look.is(last + 2, "they"));
}

// Whether who speaks says it of themselves and their friends.
function isOwn({ look, sentence }, [first]) {
  let number = first - 1;
  while (number >= sentence[0] && look.is(number, "filler") && !look.is(number, "own")) number -= 1;
  return number >= sentence[0] && look.is(number, "own");
}

// Whether it is quoted, or told of somebody else's saying it, or condemned.
function isShielded({ look, sentence }, [first, last]) {
  if (look.quoted[first] || look.quoted[last]) return true;
  const excuses = look.spans("disclaimer", sentence);
  const isExcused = ([one, other]) => excuses.some((excuse) => excuse[0] <= other && one <= excuse[1]);
  return look.spans("counter", sentence).some((each) => !isExcused(each))
    || range(sentence[0], last).some((number) => !isExcused([number, number]) && isReported(look, sentence, number));
}

// Whether a verb of saying is somebody else's, or refused: “ceux qui disent”, “tu ne peux pas dire”.
function isReported(look, sentence, number) {
  if (!look.is(number, "say")) return false;
  const around = range(Math.max(sentence[0], number - NEAR + 2), number);
  return (number === sentence[0] && look.is(number, "saying")) || around.some((each) => look.is(each, "frame") && !look.isBroken(each, number));
}

// The passages that attack somebody; what is quoted, denied, or said of oneself is none.
export function* assaults(look) {
  for (const sentence of look.sentences) {
    const scene = personsOf(look, sentence);
    yield* look.spans("insult", sentence).filter((span) => !isHarmless(scene, span));
    for (const name of ["scorn", "flaw"])
      for (const span of look.spans(name, sentence)) {
        const whom = unless(isNegated(scene, span) || look.quoted[span[0]], () => predicated(scene, span));
        if (whom) yield [whom[0], span[1]];
      }
  }
}

function isHarmless(scene, span) {
  const { look, sentence } = scene;
  const verb = copula(scene, sentence[0], span);
  if (look.quoted[span[0]] || verb === null) return look.quoted[span[0]];
  const isSelf = some(scene, range(Math.max(sentence[0], verb - 2), verb + 1), "self");
  return isSelf || look.is(verb, "like") || isNegated(scene, span);
}
