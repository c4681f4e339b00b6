// When another province is chosen, fetch its wards; without a script the page does it.

export function improve(box) {
  const [province, ward] = box.querySelectorAll("select");
  if (!province || !ward) return;
  province.addEventListener("change", async () => {
    const answer = await fetch(`${box.dataset.lookup}?province=${encodeURIComponent(province.value)}`);
    if (!answer.ok) return;
    const units = await answer.json();
    const [first, chosen] = [ward.options[0], ward.value];
    const options = units.map(({ value, label }) => new Option(label, value));
    ward.replaceChildren(first, ...options);
    ward.value = options.some(({ value }) => value === chosen) ? chosen : "";
  });
}
