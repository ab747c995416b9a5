// Keys for whoever reviews all day. They lead to a decision and never take it: the last step is always Enter.

const KEPT = "flaneur-desk-keys";
const legend = document.querySelector("[data-keys]");
const box = document.querySelector("[data-keys-on]");

if (legend) {
  box.checked = localStorage.getItem(KEPT) !== "off";
  box.addEventListener("change", () => localStorage.setItem(KEPT, box.checked ? "on" : "off"));
  legend.hidden = false;
}

const walk = (step, relation) => {
  const cards = [...document.querySelectorAll("[data-list] h2 a")];
  if (!cards.length) return document.querySelector(`.trail a[rel="${relation}"]`)?.click();
  const next = cards[cards.indexOf(document.activeElement) + step] ?? (step > 0 ? cards.at(-1) : cards[0]);
  next.focus();
};

const reach = (key) => {
  const target = document.querySelector(`[data-key="${key}"]`);
  if (!target) return;
  if (target.tagName === "DETAILS") target.open = true;
  (target.querySelector("textarea") ?? target).focus();
  target.scrollIntoView({ block: "nearest" });
};

const KEYS = { j: () => walk(1, "next"), k: () => walk(-1, "prev"), a: () => reach("a"), r: () => reach("r") };

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input:not([type=radio], [type=checkbox]), textarea, select");
  const act = KEYS[event.key.toLowerCase()];
  if (!act || !box?.checked || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  act();
});

for (const button of document.querySelectorAll("[data-copies]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).value);
    document.querySelector("[data-copied]").hidden = false;
  });
}
