// Draws the process of a case and marks where it stands. The list below says the same in words.

const place = document.querySelector("[data-diagram]");
const card = document.querySelector("[data-diagram-card]");
const names = (words) => words.split(" ").filter(Boolean);

async function draw() {
  const answer = await fetch(place.dataset.diagram, { credentials: "same-origin" });
  if (!answer.ok) return;
  card.hidden = false;
  const viewer = new window.BpmnJS({ container: place });
  await viewer.importXML(await answer.text());
  const canvas = viewer.get("canvas");
  const overlays = viewer.get("overlays");
  const shapes = viewer.get("elementRegistry");
  const known = (name) => shapes.get(name);
  names(place.dataset.done).filter(known).forEach((name) => canvas.addMarker(name, "diagram-done"));
  const now = names(place.dataset.now).filter(known);
  now.forEach((name) => {
    canvas.addMarker(name, "diagram-now");
    const token = document.createElement("span");
    token.className = "diagram-token";
    token.textContent = place.dataset.nowWords;
    overlays.add(name, "token", { position: { top: -26, left: 0 }, html: token });
  });
  const whole = () => canvas.zoom("fit-viewport", "auto");
  const near = () => {
    if (!now.length) return whole();
    canvas.zoom(1);
    canvas.scrollToElement(now[0], { top: 90, bottom: 90, left: 90, right: 90 });
  };
  const zooms = {
    in: () => canvas.zoom(canvas.zoom() * 1.25),
    out: () => canvas.zoom(canvas.zoom() / 1.25),
    fit: whole,
    now: near,
  };
  card.querySelectorAll("[data-zoom]").forEach((button) => {
    button.addEventListener("click", () => zooms[button.dataset.zoom]());
  });
  const settle = () => {
    if (!place.clientWidth || !place.clientHeight) return;
    canvas.resized();
    whole();
    if (canvas.zoom() < 0.7) near();
  };
  new ResizeObserver(settle).observe(place);
  settle();
  place.dataset.drawn = "yes";
}

if (place && window.BpmnJS) draw();
