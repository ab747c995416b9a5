// The needles under the words while somebody types. They advise, and never stand in the way: without its lexicon, in
// another language, or while the city keeps quiet, the panel stays away.

import { repair, spoken } from "./charter.js";
import { read } from "./reading.js";
import { AXES, guessLanguage, lexicon, needles } from "./tone.js";

const QUIET = 1200;

const element = (name, className, textContent = "") =>
  Object.assign(document.createElement(name), { className, textContent });

const fetched = (address) => fetch(address).then((answer) => answer.json());

// Words that are there already are not written again: the page would be laid out anew for nothing.
export function say(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

// Gives `draw`, to be called whenever the words have changed: it gives the signs heard in them, each
// `{ start, end, kind }`. `learnt` is called when there is more to hear them with.
export function listen(form, brief, { learnt }) {
  const { words, language } = form.elements;
  const panel = document.getElementById("tone");
  const lexicons = new Map();
  let smallWords = {};
  let isChosen = "find" in form.dataset;
  let timer;
  let reasoned = "";
  const drawn = Object.fromEntries(AXES.map((axis) => [axis, needle(axis)]));
  panel.querySelector(".needles").append(...AXES.map((axis) => drawn[axis].item));

  // A lexicon is fetched once; what cannot be fetched now is asked for again at the next letter.
  function lexiconOf(code) {
    const known = lexicons.get(code);
    if (known !== undefined) return known;
    lexicons.set(code, null);
    fetched(brief.lexicons[code])
      .then((told) => lexicons.set(code, lexicon(told)) && learnt())
      .catch(() => lexicons.delete(code));
    return null;
  }

  // The language follows the words until somebody has chosen one.
  function follow(reading) {
    const guessed = guessLanguage(reading, smallWords);
    const isOffered = [...language.options].some((option) => option.value === guessed);
    if (isChosen || !isOffered || guessed === language.value) return;
    language.value = words.lang = guessed;
  }

  function draw() {
    const reading = read(words.value);
    follow(reading);
    const ready = language.value in brief.lexicons && lexiconOf(language.value);
    panel.hidden = brief.is_hushed || !ready || !words.value.trim();
    return panel.hidden ? [] : show(needles(reading, ready, brief.profile));
  }

  function show(tone) {
    const seen = tone.hits.filter((hit) => hit.pull >= brief.least_pull || !hit.axis);
    panel.querySelector(".needles").hidden = tone.abstains;
    if (!tone.abstains) for (const axis of AXES) turn(axis, tone[axis]);
    drawReasons(seen);
    panel.querySelector("details").hidden = !seen.length;
    clearTimeout(timer);
    // Read aloud once the fingers rest, and only when it is another verdict.
    timer = setTimeout(() => say(panel.querySelector("[role=status]"), brief.verdicts[tone.verdict]), QUIET);
    // A sentence that is too long has its reason; marked from end to end it could not be read.
    return seen.filter(({ family }) => family !== "long").map(({ start, end, axis }) => ({ start, end, kind: axis || "avoid" }));
  }

  function needle(axis) {
    const item = element("li", `needle needle-${axis}`);
    const bar = Object.assign(document.createElement("progress"), { max: 1 });
    bar.setAttribute("aria-hidden", "true");
    const amount = element("span", "amount");
    item.append(element("span", "", brief.needles[axis]), " ", amount, bar);
    return { item, amount, bar };
  }

  function turn(axis, value) {
    const { amount, bar } = drawn[axis];
    say(amount, brief.amounts.find(([least]) => value >= least)[1]);
    bar.value = value.toFixed(2);
  }

  // They stay as they are while they say the same of the same words.
  function drawReasons(hits) {
    const wanted = reasons(hits);
    const told = JSON.stringify(wanted.map(([sentence, { start, end, repair }]) => [sentence, start, end, repair]));
    if (told === reasoned) return;
    reasoned = told;
    panel.querySelector(".tone-reasons").replaceChildren(...wanted.map(([sentence, hit]) => reason(sentence, hit)));
  }

  function reasons(hits) {
    const away = hits.filter(({ axis }) => axis !== "friend");
    away.sort((one, other) => Boolean(one.axis) - Boolean(other.axis) || other.pull - one.pull);
    const said = new Map();
    for (const hit of away) {
      const sentence = spoken(brief.reasons[hit.family], hit.values, {});
      if (!said.has(sentence)) said.set(sentence, hit);
    }
    return [...said].slice(0, brief.most_reasons);
  }

  function reason(sentence, { start, end, repair: replacement }) {
    const item = element("li", "");
    item.append(element("span", "", sentence));
    if (replacement !== null) {
      const button = Object.assign(element("button", "button", spoken(brief.repair, { replacement }, {})), { type: "button" });
      button.addEventListener("click", () => mend({ start, end, replacement }));
      item.append(" ", button);
    }
    return item;
  }

  function mend(mended) {
    const written = [...words.value].slice(mended.start, mended.end);
    const isCapital = written[0] !== written[0].toLowerCase();
    const { replacement } = mended;
    const spelled = isCapital ? replacement[0].toUpperCase() + replacement.slice(1) : replacement;
    words.value = repair(words.value, { ...mended, replacement: spelled });
    words.focus();
    words.dispatchEvent(new Event("input", { bubbles: true }));
  }

  language.addEventListener("change", () => {
    isChosen = true;
  });
  fetched(brief.languages)
    .then((told) => {
      smallWords = Object.fromEntries(Object.entries(told.small_words).map(([code, known]) => [code, new Set(known)]));
      learnt();
    })
    .catch(() => {});
  return draw;
}
