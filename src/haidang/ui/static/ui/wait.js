// A waiting page asks how its place stands, says it sparingly, and opens when it is the turn.

const A_MINUTE = 60_000;

export function improve(box) {
  const { ask, go, wait } = box.dataset;
  const say = box.querySelector("[data-say]");
  const silent = box.querySelector("[data-silent]");
  let saidAt = Date.now();

  const show = (words) => {
    for (const [name, text] of Object.entries(words)) {
      const place = box.querySelector(`[data-word=${name}]`);
      if (place && place.textContent !== text) place.textContent = text;
    }
    if (Date.now() - saidAt > A_MINUTE) {
      say.textContent = `${words.place}. ${words.wait}`;
      saidAt = Date.now();
    }
  };

  const askAgain = async () => {
    let pause = Number(wait);
    try {
      const answer = await fetch(ask, { headers: { Accept: "application/json" }, cache: "no-store" });
      const told = await answer.json();
      silent.hidden = true;
      if (told.standing !== "waiting") {
        say.textContent = say.dataset.turn;
        setTimeout(() => location.assign(go), 1_500);
        return;
      }
      show(told.words);
      pause = told.refresh;
    } catch {
      silent.hidden = false;
    }
    setTimeout(askAgain, pause * 1_000);
  };

  setTimeout(askAgain, Number(wait) * 1_000);
}
