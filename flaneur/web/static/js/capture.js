// The capture page: what is typed is kept at once, remarked upon while it grows, and handed to the outbox.

import { check, lexicon, repair, spoken } from "./charter.js";
import { choose, tracing } from "./marks.js";
import { listen, say } from "./needles.js";
import { keep, owner, start } from "./outbox.js";
import { row, taken } from "./photos.js";
import { place } from "./place.js";
import { drawRemarks, isSomewhere, reasonsOf } from "./remarks.js";
import { forgetDraft, newId, put, take } from "./store.js";
import { counted, isFitting } from "./text.js";

const brief = JSON.parse(document.getElementById("capture-brief").textContent);
const form = document.getElementById("capture");
const field = form.elements;
const news = document.getElementById("capture-news");
const plain = document.getElementById("plain");
const draftKey = `draft/${owner}/${form.dataset.find ?? "new"}`;
// The city's own time, as in 2026-11-25 21:30.
const clock = new Intl.DateTimeFormat("sv-SE", { timeZone: brief.time_zone, dateStyle: "short", timeStyle: "short" });
const NOT_TYPED = new Set(["csrfmiddlewaretoken", "end"]);
const NOT_WRITTEN = new Set(["id", "captured_at", "answers"]);

let photos = [];
let preparing = Promise.resolve();
let isDue = false;
let known;
let learnt;

const typed = () => [...new FormData(form)].filter(([name]) => !NOT_TYPED.has(name));
const trace = () => JSON.stringify(typed().filter(([name]) => !NOT_WRITTEN.has(name)));
// The photos the server has and the guest leaves there.
const here = () => [...form.querySelectorAll("[name^='remove-']:not(:checked)")];
const isEmpty = () => !field.words.value.trim() && !photos.length && !here().length;
const isUntouched = () => !photos.length && trace() === pristine;

const where = place(form, { words: brief.words, changed });
const drawTone = listen(form, brief.tone, { learnt: draw });
const marks = tracing(field.words);
const rooms = Object.entries(brief.rooms).map(roomRow);
const everyRoom = document.getElementById("rooms-all");
const page = {
  words: brief.words, changed,
  mend: (wanted) => write(repair(field.words.value, inField(wanted))),
  choose: (remark) => choose(field.words, inField(remark)),
  point: (remark) => marks.point(remark && inField(remark)),
};

// Every letter is kept before anything else happens, and seen before it is remarked upon: the picture of the screen it
// appears in waits for no rule, which on a small phone would cost it that picture.
function changed() {
  if (isUntouched()) localStorage.removeItem(draftKey);
  else keepDraft({ fields: typed(), alts: photos.map((photo) => photo.alt) });
  if (isDue) return;
  isDue = true;
  requestAnimationFrame(() => setTimeout(() => isDue && draw()));
}

function keepDraft(draft) {
  try {
    localStorage.setItem(draftKey, JSON.stringify(draft));
  } catch {
    // A phone without room: the page alone holds it, as pages do.
  }
}

function draw() {
  isDue = false;
  const words = field.words.value.trim();
  drawRooms(words);
  const signs = drawTone();
  if (learnt !== field.language.value) learn();
  const remarks = check(draft(words), brief.book, known);
  drawRemarks(remarks, page);
  marks.draw([...signs, ...remarks.filter(isSomewhere).map((remark) => ({ ...inField(remark), kind: remark.effect }))]);
}

// Rules look at the words without the blanks around them; here, where something stands in the field.
function inField({ start, end, replacement }) {
  const before = field.words.value.length - field.words.value.trimStart().length;
  return { start: start + before, end: end + before, replacement };
}

// What the rules look at.
function draft(words) {
  const alts = [...form.querySelectorAll("[data-alt]")].map((input) => input.value);
  return {
    words, alts, brand_tag: brief.brand_tag, rooms: brief.rooms, language: field.language.value,
    pillar: field.pillar?.value ?? "",
    place: { name: field.place_name.value.trim(), district: field.district.value, lon: field.lon.value || null },
    discretion: field.discretion.value, consideration: field.consideration.value || "unsaid",
    likeness: field.likeness.value || "unsaid", is_lent: field.lent.value === "yes", seen_at: brief.seen_at ?? clock.format(),
  };
}

// The phrases rules look for in the language of the words; without them the rules that need none still speak.
async function learn() {
  const language = (learnt = field.language.value);
  const addresses = brief.lexicons[language] ?? brief.lexicons["*"];
  const parts = await Promise.all(addresses.map((address) => fetch(address).then((answer) => answer.json()))).catch(() => []);
  if (learnt !== language) return;
  known = lexicon(...parts);
  draw();
}

// The network that is nearest to its limit, and those that have too much; the others when they are asked for.
function drawRooms(words) {
  const sizes = rooms.map(({ room }) => counted(words, room));
  const shares = rooms.map(({ room }, index) => (sizes[index] + 1) / room.length);
  const nearest = shares.indexOf(Math.max(...shares));
  for (const [index, { room, item, told, bar }] of rooms.entries()) {
    const isFull = !isFitting(words, room);
    item.classList.toggle("room-full", isFull);
    item.hidden = !isFull && index !== nearest && everyRoom.ariaExpanded === "false";
    say(told, spoken(brief.words.room, { size: sizes[index], limit: room.length }));
    bar.value = Math.min(sizes[index], room.length);
  }
}

function roomRow([name, room]) {
  const [item, called, told, bar] = ["li", "span", "span", "progress"].map((tag) => document.createElement(tag));
  item.className = "room";
  called.textContent = name;
  bar.max = room.length;
  bar.setAttribute("aria-hidden", "true");
  item.append(called, " ", told, bar);
  return { room, item, told, bar };
}

function write(words) {
  field.words.value = words;
  field.words.focus();
  changed();
  draw();
}

function drawPhotos() {
  const template = document.getElementById("photo");
  const rows = photos.map((photo) =>
    row(photo, template, { changed, removed: () => showPhotos(photos.filter((other) => other !== photo)) }));
  document.getElementById("photos").replaceChildren(...rows);
}

function showPhotos(shown) {
  photos = shown;
  drawPhotos();
  changed();
  draw();
  return put("drafts", { key: draftKey, photos }).catch(() => {});
}

async function addPhotos(files) {
  const room = brief.most_photos - photos.length - here().length;
  news.textContent = brief.words.preparing;
  const tried = await Promise.allSettled(files.slice(0, room).map(taken));
  const added = tried.filter(({ status }) => status === "fulfilled").map(({ value }) => value);
  const full = files.length > room ? spoken(brief.words.photos_full, { most: brief.most_photos }) : "";
  news.textContent = added.length < tried.length ? brief.words.unreadable : full;
  await showPhotos([...photos, ...added]);
}

// One after the other: two quick choices must not count the same room.
function photosChosen({ target }) {
  const files = [...target.files];
  target.value = "";
  preparing = preparing.then(() => addPhotos(files));
}

// `answers` stays what the page says: whoever opens it reads what the desk wrote last.
function fill(fields, kept) {
  reasonsOf(fields);
  for (const [name, value] of fields) {
    if (name.startsWith("remove-")) form.querySelector(`[name="${name}"]`)?.click();
    else if (name in field && name !== "answers") field[name].value = value;
  }
  where.show();
  return showPhotos(kept);
}

async function send(event) {
  event.preventDefault();
  await preparing;
  if (isEmpty()) {
    news.textContent = brief.words.nothing;
    field.words.focus();
    return;
  }
  draw();
  const question = document.querySelector("#remarks .remark-ask input:placeholder-shown");
  if (question) {
    news.textContent = brief.words.asked;
    question.focus();
    return;
  }
  field.captured_at.value ||= new Date().toISOString();
  const title = field.words.value.trim().slice(0, 80);
  const entry = { id: field.id.value, action: form.action, page: location.pathname, at: Date.now(), title, photos };
  try {
    await keep({ ...entry, fields: typed() });
  } catch {
    return sendPlainly();
  }
  await begin();
}

// This phone has no room to keep a find: the form goes the plain way, with its photos, and the page waits for the answer.
// Its draft stays until the find's own page says that it arrived (home.js).
function sendPlainly() {
  const draft = JSON.parse(localStorage.getItem(draftKey));
  if (draft) keepDraft({ ...draft, sent: field.id.value });
  plain.disabled = false;
  for (const [index, photo] of photos.entries()) {
    const parcel = new DataTransfer();
    parcel.items.add(new File([photo.bytes], photo.name, { type: photo.type }));
    field[`photo_${index}`].files = parcel.files;
    field[`alt_${index}`].value = photo.alt;
  }
  form.submit();
}

// An empty page for the next find; on the page of one that came back nothing is left to do.
async function begin() {
  await forgetDraft(draftKey);
  form.hidden = "find" in form.dataset;
  form.reset();
  for (const name of ["captured_at", "words", "place_name", "lon", "lat", "district"]) field[name].value = "";
  field.id.value = newId();
  reasonsOf([]);
  photos = [];
  drawPhotos();
  where.show();
  draw();
  document.getElementById("outbox").scrollIntoView({ block: "nearest" });
}

async function reopenWith(entry) {
  if (!form.hidden && !isUntouched()) {
    news.textContent = brief.words.busy;
    return false;
  }
  form.hidden = false;
  await fill(entry.fields, entry.photos);
  field.id.value = entry.nextId;
  changed();
  field.words.focus();
  return true;
}

plain.disabled = plain.hidden = true;
document.getElementById("rooms").replaceChildren(...rooms.map(({ item }) => item));
everyRoom.hidden = rooms.length < 2;
everyRoom.addEventListener("click", () => {
  everyRoom.ariaExpanded = everyRoom.ariaExpanded === "false";
  draw();
});
const pristine = trace();
document.getElementById("shutter").hidden = false;
document.getElementById("shutter").addEventListener("change", photosChosen);
form.addEventListener("input", changed);
form.addEventListener("submit", send);
field.language.addEventListener("change", () => {
  field.words.lang = field.language.value;
  learn();
});

reasonsOf(Object.entries(brief.reasons).map(([rule, said]) => [`reason-${rule}`, said]));
const begun = JSON.parse(localStorage.getItem(draftKey));
if (begun) {
  const kept = (await take("drafts", draftKey).catch(() => null))?.photos ?? [];
  await fill(begun.fields, kept.map((photo, index) => ({ ...photo, alt: begun.alts[index] ?? photo.alt })));
  news.textContent = brief.words.restored;
} else {
  where.show();
  draw();
}
await learn();
await start({ reopenWith });
document.documentElement.dataset.ready = "1";
