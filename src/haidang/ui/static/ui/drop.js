// Let a file be dropped on the whole field, and show what was chosen and how large it is.

const size = (bytes) =>
  bytes < 1048576 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1).replace(".", ",")} MB`;

export function improve(box) {
  const input = box.querySelector("input[type=file]");
  const list = document.createElement("ul");
  list.className = "files";
  list.setAttribute("aria-live", "polite");
  box.append(list);

  const show = () => {
    list.replaceChildren(
      ...[...input.files].map((file) => {
        const item = document.createElement("li");
        item.className = "file";
        item.textContent = `${file.name} · ${size(file.size)}`;
        return item;
      }),
    );
  };
  input.addEventListener("change", show);

  box.addEventListener("dragover", (event) => {
    event.preventDefault();
    box.classList.add("is-over");
  });
  box.addEventListener("dragleave", () => box.classList.remove("is-over"));
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    box.classList.remove("is-over");
    input.files = event.dataTransfer.files;
    show();
  });
}
