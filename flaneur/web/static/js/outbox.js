// Finds leave from here. Each is on the phone before the first try, and goes only when the desk says it has it.

import { all, put, remove } from "./store.js";

const LONGEST_WAIT = 60;
const ANSWER_WITHIN = 120_000;

const brief = JSON.parse(document.getElementById("outbox-brief").textContent);
const panel = document.getElementById("outbox");
const news = panel.querySelector("[role=status]");
const list = panel.querySelector("ul");
const template = panel.querySelector("template");

let leaving = null;
let mustSignIn = false;
let tries = 0;
let timer;
let reopen = null;

export const owner = brief.owner;

const words = brief.words;

const mine = async () =>
  (await all("outbox").catch(() => [])).filter((entry) => entry.owner === owner).sort((a, b) => a.at - b.at);

// An entry: id, owner, action, page, at, title, fields [[name, value]], photos [{name, type, alt, bytes}].
export async function keep(entry) {
  await put("outbox", { ...entry, owner, trouble: null });
  news.textContent = navigator.onLine ? words.waits : words.offline;
  await draw();
  drain();
}

// Only one tab at a time sends; another finds nothing left to do.
export const drain = () =>
  navigator.locks ? navigator.locks.request("flaneur-outbox", sendAll) : sendAll();

async function sendAll() {
  clearTimeout(timer);
  mustSignIn = false;
  for (const entry of await mine()) {
    if (entry.trouble) continue;
    leaving = entry.id;
    await draw();
    const goesOn = await send(entry);
    leaving = null;
    if (!goesOn) break;
  }
  await draw();
}

async function send(entry) {
  let answer;
  try {
    answer = await fetch(entry.action, {
      method: "POST",
      body: packed(entry),
      headers: { Accept: "application/json", "X-CSRFToken": token() },
      signal: AbortSignal.timeout?.(ANSWER_WITHIN),
    });
  } catch {
    return later();
  }
  return settle(entry, answer, await answer.json().catch(() => null));
}

async function settle(entry, answer, told) {
  if (answer.ok && told) {
    await remove("outbox", entry.id);
    tries = 0;
    news.replaceChildren(`${words.landed} `, link(told.url, words.see));
    return true;
  }
  if (answer.status === 401 || (answer.status === 403 && !told)) {
    mustSignIn = true;
    return false;
  }
  if (!told || answer.status === 409 || answer.status === 429 || answer.status >= 500) return later();
  await put("outbox", refused(entry, told));
  news.textContent = told.sentence;
  return true;
}

// Where it is opened again: on its own page, or as a new find when the server gave it another id.
function refused(entry, told) {
  const isNew = told.id && told.id !== entry.id;
  return { ...entry, trouble: told.sentence, nextId: told.id ?? entry.id, page: isNew ? new URL(entry.action).pathname : entry.page };
}

function later() {
  tries += 1;
  const wait = Math.min(LONGEST_WAIT, 2 ** tries / 2) * (0.5 + Math.random());
  timer = setTimeout(drain, wait * 1000);
  return false;
}

function packed(entry) {
  const form = new FormData();
  for (const [name, value] of entry.fields) form.append(name, value);
  for (const [index, photo] of entry.photos.entries()) {
    form.append(`photo_${index}`, new Blob([photo.bytes], { type: photo.type }), photo.name);
    form.append(`alt_${index}`, photo.alt);
  }
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
  const state = entry.trouble ?? (entry.id === leaving ? `${words.leaving}…` : words.kept);
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
