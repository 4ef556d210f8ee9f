// The review queue by keyboard alone: a key presses the button that names it; once, however often it is struck.
const buttons = new Map([...document.querySelectorAll("button[data-key]")].map((one) => [one.dataset.key, one]));
let sent = false;

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.target.closest("input, select, textarea, [contenteditable]")) return;
  const button = buttons.get(event.key.toLowerCase());
  if (!button) return;
  event.preventDefault();
  button.click();
});

for (const form of document.querySelectorAll("#verdicts, #undo")) {
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
  });
}

// Who comes back by the browser's button may answer again.
addEventListener("pageshow", () => (sent = false));
