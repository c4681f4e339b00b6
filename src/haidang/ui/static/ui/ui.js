// Small comforts on top of pages that work without them. Each is loaded where it is needed.

const comforts = {
  "[data-focus]": "./focus.js",
  "[data-drop]": "./drop.js",
  "[data-money]": "./money.js",
  "[data-count]": "./count.js",
  "[data-lookup]": "./address.js",
  "[data-copy], [data-print]": "./tools.js",
  "[data-date]": "./date.js",
  "[data-suggest]": "./suggest.js",
  "[data-wait]": "./wait.js",
};

for (const [selector, module] of Object.entries(comforts)) {
  const found = document.querySelectorAll(selector);
  if (found.length) import(module).then(({ improve }) => found.forEach(improve));
}
