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
  // The last line of a field may be empty; that of a box needs something on it.
  sheet.append("\u200b");
  field.after(sheet);
  let drawn = [];
  let spans = [];
  let pointed = [];
  let scrolled = 0;

  // Asked for only when the field has moved: to ask is to have the page laid out at once.
  field.addEventListener("scroll", () => {
    scrolled = field.scrollTop;
    sheet.scrollTop = scrolled;
  }, { passive: true });

  function draw(wanted = spans) {
    spans = wanted;
    const marks = inUnits(field.value, [...spans, ...pointed]);
    sheet.hidden = !marks.length;
    if (sheet.lang !== field.lang) sheet.lang = field.lang;
    drawn = redrawn(sheet, drawn, [...pieces(field.value, marks)]);
    if (scrolled) sheet.scrollTop = scrolled;
  }

  return {
    draw,
    point(span) {
      pointed = span ? [{ ...span, kind: "here" }] : [];
      draw();
    },
  };
}

// A letter changes one piece or two: those before and after it stay as they are drawn.
function redrawn(sheet, drawn, wanted) {
  const now = wanted.map(([text, kinds]) => ({ text, className: ["mark", ...kinds.map((kind) => `mark-${kind}`)].join(" ") }));
  const isSame = (one, other) => one && other && one.text === other.text && one.className === other.className;
  let [before, after] = [0, 0];
  while (isSame(drawn[before], now[before])) before += 1;
  const most = Math.min(drawn.length, now.length) - before;
  while (after < most && isSame(drawn.at(-1 - after), now.at(-1 - after))) after += 1;
  for (const piece of drawn.slice(before, drawn.length - after)) piece.node.remove();
  const next = after ? drawn.at(-after).node : sheet.lastChild;
  const fresh = now.slice(before, now.length - after).map((piece) => ({ ...piece, node: drawnPiece(piece) }));
  for (const { node } of fresh) sheet.insertBefore(node, next);
  return [...drawn.slice(0, before), ...fresh, ...drawn.slice(drawn.length - after)];
}

const drawnPiece = ({ text, className }) =>
  className === "mark" ? document.createTextNode(text) : Object.assign(document.createElement("mark"), { className, textContent: text });

// Puts the cursor where a span of code points stands, with its words chosen.
export function choose(field, span) {
  const [{ start, end }] = inUnits(field.value, [span]);
  field.focus();
  field.setSelectionRange(start, end);
}
