// Keys, selection and menus of the back office. Every page works without this file; with it, it is quicker.
"use strict";

const rows = () => [...document.querySelectorAll("[data-row]")];
const typing = (target) => target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");

// --- Selection: the bar at the foot shows how many rows are chosen and offers all that match.
function refreshSelection(form) {
  const boxes = [...form.querySelectorAll("input[name=id]")];
  const chosen = boxes.filter((box) => box.checked).length;
  const all = form.querySelector("[data-all-matching]");
  const everything = all?.checked ?? false;
  const head = form.querySelector("[data-select-page]");
  if (head) {
    head.checked = chosen > 0 && chosen === boxes.length;
    head.indeterminate = chosen > 0 && chosen < boxes.length;
  }
  for (const counter of form.querySelectorAll("[data-chosen]")) {
    counter.textContent = everything ? all.dataset.total : String(chosen);
  }
  form.classList.toggle("has-selection", chosen > 0 || everything);
  form.classList.toggle("has-page", boxes.length > 0 && chosen === boxes.length);
}

document.addEventListener("change", (event) => {
  const target = event.target;
  if (target.matches("[data-submit]")) target.form.requestSubmit();
  const form = target.closest("form[data-selection]");
  if (!form) return;
  if (target.matches("[data-select-page]")) {
    for (const box of form.querySelectorAll("input[name=id]")) box.checked = target.checked;
  }
  if (!target.matches("[data-all-matching]") && target.matches("[type=checkbox]") && !target.checked) {
    const all = form.querySelector("[data-all-matching]");
    if (all) all.checked = false;
  }
  refreshSelection(form);
});

document.addEventListener("click", (event) => {
  const clear = event.target.closest("[data-clear-selection]");
  if (clear) {
    const form = clear.closest("form");
    for (const box of form.querySelectorAll("input[type=checkbox]")) box.checked = false;
    refreshSelection(form);
  }
  for (const menu of document.querySelectorAll("details.person[open], details.menu-more[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// A second click on a button that is already sending does nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.hasAttribute("data-repeatable")) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "1";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const form of document.querySelectorAll("form[data-selection]")) refreshSelection(form);
});

// A list that asks for news by itself waits while rows of it are chosen, so that nobody loses a selection; nor does it
// take an answer that was under way when the first was.
for (const moment of ["htmx:beforeRequest", "htmx:beforeSwap"]) {
  document.addEventListener(moment, (event) => {
    if (event.target.matches("[data-live]") && event.target.querySelector("input:checked")) event.preventDefault();
  });
}

// --- Keys: j and k move, x selects, Enter opens, / searches, ? helps.
function move(step) {
  const list = rows();
  if (!list.length) return;
  const at = list.findIndex((row) => row.classList.contains("at"));
  const next = list[Math.min(Math.max(at + step, 0), list.length - 1)];
  list[at]?.classList.remove("at");
  next.classList.add("at");
  next.querySelector("a")?.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

const keys = {
  j: () => move(1),
  k: () => move(-1),
  x: () => document.querySelector("[data-row].at input[name=id]")?.click(),
  "/": () => document.querySelector("input[type=search]")?.focus(),
  "?": () => document.getElementById("keys")?.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const act = keys[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

// --- Count-downs: the server writes them, this keeps their minutes true while the page stands open.
function spell(seconds, words) {
  const [days, hours, minutes] = [Math.floor(seconds / 86400), Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60];
  const say = (unit, number) => words[unit].replace("{}", number);
  if (days) return hours ? `${say("d", days)} ${say("h", hours)}` : say("d", days);
  if (hours) return minutes ? `${say("h", hours)} ${say("min", minutes)}` : say("h", hours);
  return say("min", minutes);
}

// Clocks of computers go wrong by minutes: counted is from the server's, as it was when it wrote the page.
const ahead = Date.now() - (Date.parse(document.getElementById("countdown-words")?.dataset.now) || Date.now());

function countDown() {
  const words = document.getElementById("countdown-words")?.dataset;
  if (!words) return;
  for (const one of document.querySelectorAll("[data-countdown]")) {
    const left = (Date.parse(one.dateTime) - Date.now() + ahead) / 1000;
    const haste = left < 0 ? "overdue" : left <= Number(one.dataset.soon) ? "soon" : "calm";
    one.className = `countdown countdown-${haste}`;
    one.querySelector("[data-words]").textContent = words[left < 0 ? "overdue" : "left"].replace("{}", spell(Math.abs(left), words));
  }
}

setInterval(countDown, 30000);
document.addEventListener("visibilitychange", countDown);

// --- On a phone tabs and chips run sideways: the one that is chosen comes into view.
for (const one of document.querySelectorAll(".tabs [aria-current], .chips [aria-current]")) {
  const strip = one.parentElement;
  strip.scrollLeft = one.offsetLeft - strip.offsetLeft - (strip.clientWidth - one.offsetWidth) / 2;
}

// --- Copying a text: the button shows itself where the browser can.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    const text = document.getElementById(button.dataset.copy);
    text.select();
    await navigator.clipboard.writeText(text.value);
    button.textContent = button.dataset.copied;
  });
}
