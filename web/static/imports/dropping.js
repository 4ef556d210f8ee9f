// A file dropped anywhere on the form is the one chosen there; one that is too large is told before it is sent.
for (const form of document.querySelectorAll("[data-drop]")) {
  const input = form.querySelector("input[type=file]");
  const state = form.querySelector("[data-state]");
  const over = (on) => form.classList.toggle("drop-over", on);

  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    over(true);
  });
  form.addEventListener("dragleave", (event) => {
    if (!form.contains(event.relatedTarget)) over(false);
  });
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    over(false);
    if (!event.dataTransfer.files.length) return;
    const one = new DataTransfer();
    one.items.add(event.dataTransfer.files[0]);
    input.files = one.files;
    form.requestSubmit();
  });
  form.addEventListener("submit", (event) => {
    const file = input.files[0];
    if (file && file.size > Number(form.dataset.most) * 1024 * 1024) {
      event.preventDefault();
      state.textContent = form.dataset.large;
      return;
    }
    state.textContent = form.dataset.sending;
  });
}
