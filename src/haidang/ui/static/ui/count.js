// Say how many characters are left, politely and only near the end.

export function improve(area) {
  const limit = Number(area.dataset.count);
  const words = document.createElement("small");
  words.className = "soft figures";
  words.setAttribute("aria-live", "polite");
  area.after(words);
  area.addEventListener("input", () => {
    const used = area.value.length;
    words.textContent = used > limit * 0.8 ? `${used} / ${limit}` : "";
  });
}
