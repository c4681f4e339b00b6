// Go to the next part of a date once this one is full, and take a pasted dd/mm/yyyy apart.

export function improve(box) {
  const parts = [...box.querySelectorAll("input")];
  parts.forEach((part, place) => {
    part.addEventListener("input", (event) => {
      const typed = event.inputType?.startsWith("insert");
      if (typed && part.value.length === part.maxLength) parts[place + 1]?.focus();
    });
    part.addEventListener("paste", (event) => {
      const found = /^\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\s*$/.exec(event.clipboardData.getData("text"));
      if (!found) return;
      event.preventDefault();
      parts.forEach((input, index) => (input.value = found[index + 1]));
      parts.at(-1).focus();
    });
  });
}
