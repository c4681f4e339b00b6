// Keys for the list of tasks: j and k move, Enter opens, a takes, x ticks, / searches.
// Single keys can be turned off (WCAG 2.1.4); the choice stays in this browser.

const hint = document.querySelector("[data-keys]");
const rows = [...document.querySelectorAll("[data-rows] [data-row]")];
const store = "desk-keys";
let on = localStorage.getItem(store) !== "off";

const words = document.documentElement.lang === "en"
  ? { off: "Turn keys off", on: "Turn keys on", what: ["next", "previous", "open", "take", "tick"] }
  : { off: "Tắt phím tắt", on: "Bật phím tắt", what: ["việc sau", "việc trước", "mở", "nhận", "chọn"] };

function draw() {
  if (!hint) return;
  hint.hidden = false;
  hint.replaceChildren();
  if (on) {
    ["j", "k", "Enter", "a", "x"].forEach((key, at) => {
      const shown = document.createElement("kbd");
      shown.textContent = key;
      hint.append(shown, ` ${words.what[at]}  `);
    });
  }
  const button = document.createElement("button");
  button.type = "button";
  button.className = "keys-switch";
  button.textContent = on ? words.off : words.on;
  button.addEventListener("click", () => {
    on = !on;
    localStorage.setItem(store, on ? "on" : "off");
    draw();
    hint.querySelector("button").focus();
  });
  hint.append(button);
}

function current() {
  return rows.findIndex((row) => row.contains(document.activeElement));
}

function go(step) {
  const at = Math.min(Math.max(current() + step, 0), rows.length - 1);
  const link = rows[at]?.querySelector(".work-link");
  link?.focus();
  link?.scrollIntoView({ block: "nearest" });
}

const acts = {
  j: () => go(1),
  k: () => go(-1),
  a: () => rows[current()]?.querySelector("[data-claim]")?.click(),
  x: () => rows[current()]?.querySelector("input[type=checkbox]")?.click(),
  "/": () => document.querySelector(".desk-search input, .search input")?.focus(),
};

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type=checkbox]), textarea, select");
  if (!on || typing || event.ctrlKey || event.metaKey || event.altKey || !acts[event.key]) return;
  event.preventDefault();
  acts[event.key]();
});

if (rows.length) draw();
