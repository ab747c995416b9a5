// Finds leave from here. Each is on the phone before the first try, and goes only when the desk says it has it.

import { add, all, newId, put, remove, take } from "./store.js";

const LONGEST_WAIT = 60;
const ANSWER_WITHIN = 60_000;
// Bytes in a millisecond: the slowest way to the desk worth waiting for, 40 kbit/s.
const SLOWEST = 5;
const LATER = new Set([202, 408, 409, 425, 429]);

const brief = JSON.parse(document.getElementById("outbox-brief").textContent);
const panel = document.getElementById("outbox");
const news = panel.querySelector("[role=status]");
const list = panel.querySelector("ul");
const template = panel.querySelector("template");

let leaving = null;
let progress = "";
let mustSignIn = false;
let mustWait = false;
let tries = 0;
let timer;
let reopen = null;

export const owner = brief.owner;
// The id of the find this page shows, when it shows one.
export const arrived = brief.find;

const words = brief.words;

const mine = async () =>
  (await all("outbox").catch(() => [])).filter((entry) => entry.owner === owner).sort((a, b) => a.at - b.at);

// An entry: id, owner, action, page, at, title, fields [[name, value]], photos [{name, type, alt, bytes, digest}].
export async function keep(entry) {
  navigator.storage?.persist?.().catch(() => {});
  await shelve({ ...entry, owner, trouble: null });
  news.textContent = navigator.onLine ? words.waits : words.offline;
  await draw();
  drain();
}

// Two tabs may have begun with one draft: of two different finds, the second gets an id of its own.
async function shelve(entry) {
  try {
    await add("outbox", entry);
  } catch (error) {
    if (error?.name !== "ConstraintError") throw error;
    const known = await take("outbox", entry.id);
    await put("outbox", !known || trace(known) === trace(entry) ? entry : renamed(entry, newId()));
  }
}

const trace = ({ fields, photos }) =>
  JSON.stringify([
    fields.filter(([name]) => name !== "captured_at"),
    photos.map(({ alt, digest, bytes }) => [alt, digest, bytes.byteLength]),
  ]);

const renamed = (entry, id) => ({
  ...entry,
  id,
  page: new URL(entry.action).pathname,
  fields: entry.fields.map(([name, value]) => [name, name === "id" ? id : value]),
});

// Only one tab at a time sends; another finds nothing left to do.
export const drain = () =>
  navigator.locks ? navigator.locks.request("flaneur-outbox", sendAll) : sendAll();

// What one find meets does not hold up the others; only a network that is gone, or a closed session, ends the round.
async function sendAll() {
  clearTimeout(timer);
  mustSignIn = mustWait = false;
  for (const entry of await mine()) {
    if (entry.trouble) continue;
    leaving = entry.id;
    progress = "";
    await draw();
    const goesOn = await send(entry);
    leaving = null;
    if (!goesOn) break;
  }
  if (mustWait) retry();
  await draw();
}

async function send(entry) {
  let answer;
  try {
    answer = await handOver(entry);
  } catch {
    mustWait = true;
    news.textContent = navigator.onLine ? words.waits : words.offline;
    return false;
  }
  return settle(entry, answer);
}

// First the words, then one by one the photos the server says it lacks: what has arrived never travels again.
async function handOver(entry) {
  let answer = await post(entry);
  for (const [index, photo] of entry.photos.entries()) {
    if (answer.status !== 202) break;
    if (!answer.told?.missing?.includes(photo.digest)) continue;
    progress = words.photo.replace("%(number)d", index + 1).replace("%(total)d", entry.photos.length);
    await draw();
    answer = await post(entry, photo);
  }
  return answer;
}

async function post(entry, carried = null) {
  const isCarried = (photo) => photo === carried || !photo.digest;
  const weight = entry.photos.filter(isCarried).reduce((sum, photo) => sum + photo.bytes.byteLength, 0);
  const answer = await fetch(entry.action, {
    method: "POST",
    body: packed(entry, isCarried),
    headers: { Accept: "application/json", "X-CSRFToken": token() },
    signal: AbortSignal.timeout?.(ANSWER_WITHIN + weight / SLOWEST),
  });
  return { status: answer.status, told: await answer.json().catch(() => null) };
}

async function settle(entry, answer) {
  const { status, told } = answer;
  if (status === 401 || (status === 403 && !told)) {
    mustSignIn = true;
    return status !== 401;
  }
  if (LATER.has(status) || status >= 500 || (status < 300 && !told?.url)) {
    mustWait = true;
    news.textContent = words.later;
  } else if (status < 300) {
    await remove("outbox", entry.id);
    tries = 0;
    news.replaceChildren(`${words.landed} `, link(told.url, words.see));
  } else {
    const kept = refused(entry, answer);
    await put("outbox", kept);
    news.textContent = kept.trouble;
  }
  return true;
}

// Where it is opened again: on its own page, or as a new find when the server gave it another id.
function refused(entry, { status, told }) {
  const nextId = told?.id ?? entry.id;
  const page = nextId === entry.id ? entry.page : new URL(entry.action).pathname;
  const trouble = told?.sentence ?? (status === 413 ? words.heavy : words.refused);
  // Not in these hands at that moment: opened again when the pen is, it is a find of then.
  const fields = status === 403 ? entry.fields.filter(([name]) => name !== "captured_at") : entry.fields;
  return { ...entry, fields, trouble, nextId, page };
}

function retry() {
  tries += 1;
  const wait = Math.min(LONGEST_WAIT, 2 ** tries / 2) * (0.5 + Math.random());
  timer = setTimeout(drain, wait * 1000);
}

// `end` comes last: without it the server knows that the way was cut.
function packed(entry, isCarried) {
  const form = new FormData();
  for (const [name, value] of entry.fields) form.append(name, value);
  for (const [index, photo] of entry.photos.entries()) {
    if (isCarried(photo)) form.append(`photo_${index}`, new Blob([photo.bytes], { type: photo.type }), photo.name);
    if (photo.digest) form.append(`digest_${index}`, photo.digest);
    form.append(`alt_${index}`, photo.alt);
  }
  form.append("end", "1");
  return form;
}

// The cookie is newer than the page after a sign-in in another tab.
const token = () =>
  document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? panel.querySelector("[name=csrfmiddlewaretoken]").value;

async function draw() {
  const entries = await mine();
  list.replaceChildren(...entries.map(drawn));
  if (mustSignIn) news.replaceChildren(`${words.sign_in} `, link(brief.sign_in, words.sign_in_link));
}

function drawn(entry) {
  const item = template.content.cloneNode(true).firstElementChild;
  const state = entry.trouble ?? (entry.id === leaving ? progress || `${words.leaving}…` : words.kept);
  item.querySelector("b").textContent = entry.title || words.photo_only;
  item.querySelector(".hint").textContent = state;
  item.dataset.state = entry.trouble ? "trouble" : entry.id === leaving ? "leaving" : "kept";
  if (entry.trouble) item.querySelector(".outbox-acts").append(again(entry));
  return item;
}

function again(entry) {
  if (!reopen || entry.page !== location.pathname) return link(entry.page, words.reopen, "button");
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: words.reopen });
  button.addEventListener("click", async () => {
    if (!(await reopen(entry))) return;
    await remove("outbox", entry.id);
    await draw();
  });
  return button;
}

const link = (href, textContent, className = "") =>
  Object.assign(document.createElement("a"), { href, textContent, className });

// `reopenWith` takes a refused entry back into a form and says whether it could; pages without a form leave it out.
export function start({ reopenWith = null } = {}) {
  reopen = reopenWith;
  addEventListener("online", drain);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && drain());
  return drain();
}
