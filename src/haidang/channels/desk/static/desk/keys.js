// Keys for the list of tasks. Everything they do can be done without them, and without scripts.
// Single keys can be turned off (WCAG 2.1.4); the choice stays in this browser. The task in
// focus is kept in mind, so that the way back to the list ends where it began.

const rows = [...document.querySelectorAll("[data-rows] [data-row]")];
const help = document.querySelector("#keys");
const choice = document.querySelector("[data-keys-on]");
const store = "desk-keys";
const place = "desk-row";
let last = -1;
let on = localStorage.getItem(store) !== "off";

function current() {
  return rows.findIndex((row) => row.contains(document.activeElement));
}

function enter(row) {
  const link = row?.querySelector(".work-link");
  link?.focus();
  link?.scrollIntoView({ block: "nearest" });
}

function go(step) {
  const at = current();
  enter(rows[at < 0 ? 0 : Math.min(Math.max(at + step, 0), rows.length - 1)]);
}

function narrow() {
  const box = document.querySelector(".sieve");
  if (!box) return;
  box.open = true;
  box.querySelector("select, input:not([type=hidden])")?.focus();
}

const acts = {
  j: () => go(1),
  k: () => go(-1),
  a: () => rows[current()]?.querySelector("[data-claim]")?.click(),
  x: () => rows[current()]?.querySelector("input[type=checkbox]")?.click(),
  n: () => document.querySelector(".pages a[rel=next], .pages a")?.click(),
  p: () => document.querySelector("[data-first]")?.click(),
  f: narrow,
  "/": () => document.querySelector(".desk-search input, .search input")?.focus(),
  "?": () => help?.togglePopover(),
};

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=checkbox]), textarea, select, dialog");
  if (!on || typing || event.ctrlKey || event.metaKey || event.altKey || !acts[event.key]) return;
  event.preventDefault();
  acts[event.key]();
});

document.addEventListener("focusin", () => {
  const at = current();
  if (at >= 0) last = at;
  if (at >= 0) sessionStorage.setItem(place, JSON.stringify([rows[at].dataset.row, at]));
});

help?.addEventListener("toggle", (event) => {
  if (event.newState === "closed" && last >= 0) enter(rows[last]);
});

if (rows.length) {
  if (choice) choice.checked = on;
  choice?.addEventListener("change", () => {
    on = choice.checked;
    localStorage.setItem(store, on ? "on" : "off");
  });
  const [id, at] = JSON.parse(sessionStorage.getItem(place) ?? "[null, 0]");
  const way = performance.getEntriesByType("navigation")[0]?.type;
  const came = way === "back_forward" || document.referrer.startsWith(location.origin + location.pathname);
  if (id && came && !location.hash) enter(rows.find((row) => row.dataset.row === id) ?? rows[Math.min(at, rows.length - 1)]);
}
