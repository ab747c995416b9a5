// Words marked where they stand while somebody writes them. A field cannot carry marks itself, so a sheet of the same
// letters, in no colour, lies over it as tracing paper does.

import { codePoints } from "./text.js";

// A mark is `{ start, end, kind }`, in units of the string. Gives the text cut wherever one begins or ends, each piece
// with the kinds that hold there.
export function* pieces(text, marks) {
  const edges = new Set(marks.flatMap(({ start, end }) => [start, end]));
  let at = 0;
  for (const edge of [...[...edges].sort((one, other) => one - other), text.length])
    if (edge > at) {
      const from = at;
      yield [text.slice(from, edge), marks.filter(({ start, end }) => start <= from && end >= edge).map(({ kind }) => kind)];
      at = edge;
    }
}

// From the code points rules count in to the string's own units.
export function inUnits(text, spans) {
  if (codePoints(text) === text.length) return spans;
  const places = [0];
  for (const point of text) places.push(places.at(-1) + point.length);
  return spans.map((span) => ({ ...span, start: places[span.start], end: places[span.end] }));
}

// Lays the sheet over a field that stands in a `.traced` box. Gives `draw(spans)`, each `{ start, end, kind }` in code
// points of all that is written, and `point(span)`, which sets one apart until it is called with nothing.
export function tracing(field) {
  const sheet = Object.assign(document.createElement("div"), { className: "tracing" });
  sheet.setAttribute("aria-hidden", "true");
  field.after(sheet);
  field.addEventListener("scroll", follow, { passive: true });
  let drawn = "";
  let spans = [];
  let pointed = [];

  function follow() {
    sheet.scrollTop = field.scrollTop;
  }

  function draw(wanted = spans) {
    spans = wanted;
    const told = JSON.stringify([field.value, spans, pointed]);
    if (told === drawn) return;
    drawn = told;
    const marks = inUnits(field.value, [...spans, ...pointed]);
    sheet.hidden = !marks.length;
    sheet.lang = field.lang;
    // The last line of a field may be empty; that of a box needs something on it.
    sheet.replaceChildren(...[...pieces(field.value, marks)].map(drawnPiece), "\u200b");
    follow();
  }

  return {
    draw,
    point(span) {
      pointed = span ? [{ ...span, kind: "here" }] : [];
      draw();
    },
  };
}

function drawnPiece([textContent, kinds]) {
  if (!kinds.length) return textContent;
  const className = ["mark", ...kinds.map((kind) => `mark-${kind}`)].join(" ");
  return Object.assign(document.createElement("mark"), { className, textContent });
}

// Puts the cursor where a span of code points stands, with its words chosen.
export function choose(field, span) {
  const [{ start, end }] = inUnits(field.value, [span]);
  field.focus();
  field.setSelectionRange(start, end);
}
