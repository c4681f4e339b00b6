// Offer addresses while a person types in a search; Enter still searches as without a script.

const PAUSE = 150;

export function improve(form) {
  const input = form.querySelector("input[type=search]");
  if (!input) return;
  const box = form.querySelector(".search") ?? form;
  const list = document.createElement("ul");
  list.id = `${input.id}-offers`;
  list.className = "offers";
  list.role = "listbox";
  list.setAttribute("aria-label", input.labels[0]?.textContent ?? "");
  list.hidden = true;
  box.append(list);
  input.role = "combobox";
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");
  let wait, asked = 0, chosen = -1;

  const close = () => {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (at) => {
    const options = [...list.children];
    chosen = (at + options.length) % options.length;
    options.forEach((option, place) => option.setAttribute("aria-selected", String(place === chosen)));
    input.setAttribute("aria-activedescendant", options[chosen].id);
    options[chosen].scrollIntoView({ block: "nearest" });
  };
  const draw = (offers) => {
    list.replaceChildren(...offers.map(({ name, href }, place) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${place}`;
      option.role = "option";
      option.dataset.href = href;
      option.textContent = name;
      option.setAttribute("aria-selected", "false");
      return option;
    }));
    list.hidden = !offers.length;
    chosen = -1;
    input.setAttribute("aria-expanded", String(offers.length > 0));
  };
  const ask = async () => {
    const mine = ++asked;
    const answer = await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(input.value)}`);
    if (answer.ok && mine === asked && document.activeElement === input) draw(await answer.json());
  };
  input.addEventListener("input", () => {
    clearTimeout(wait);
    wait = setTimeout(() => (input.value.trim().length > 1 ? ask() : close()), PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return close();
    if (list.hidden) return;
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen < 1 ? list.children.length - 1 : chosen - 1);
    else if (event.key === "Enter" && chosen >= 0) location.assign(list.children[chosen].dataset.href);
    else return;
    event.preventDefault();
  });
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("li");
    if (option) location.assign(option.dataset.href);
  });
  input.addEventListener("blur", () => setTimeout(close, PAUSE));
}
