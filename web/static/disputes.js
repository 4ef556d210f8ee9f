// The list by keyboard: j and k go down and up, / goes to the search; what Enter opens is the link that has the focus.
const rows = [...document.querySelectorAll("[data-rows] tbody tr")];
const search = document.getElementById("text");

const typing = (target) => target.closest("input, select, textarea, [contenteditable]");

function go(to) {
  const row = rows[Math.max(0, Math.min(rows.length - 1, to))];
  if (!row) return;
  row.querySelector("a").focus();
}

const here = () => rows.indexOf(document.activeElement?.closest("tr"));

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape") document.querySelectorAll("details.panel[open]").forEach((one) => (one.open = false));
  if (typing(event.target)) return;
  if (event.key === "/" && search) {
    event.preventDefault();
    search.focus();
    search.select();
  } else if (event.key === "j") {
    go(here() + 1);
  } else if (event.key === "k") {
    go(here() - 1);
  }
});

for (const row of rows) {
  row.addEventListener("focusin", () => row.classList.add("here"));
  row.addEventListener("focusout", () => row.classList.remove("here"));
  row.addEventListener("click", () => history.replaceState({ opened: row.dataset.row }, ""));
}

// Who comes back finds the row that was opened under the keyboard.
const opened = history.state?.opened;
if (opened && performance.getEntriesByType("navigation")[0]?.type === "back_forward") {
  rows.find((row) => row.dataset.row === opened)?.querySelector("a").focus();
}

// One panel at a time.
const panels = [...document.querySelectorAll("details.panel")];
for (const panel of panels) {
  panel.addEventListener("toggle", () => {
    if (panel.open) panels.filter((one) => one !== panel).forEach((one) => (one.open = false));
  });
}

// On a telephone the filters are folded away until they are wanted.
const filters = document.querySelector("[data-filters]");
const fold = document.querySelector("[data-fold]");
if (fold) {
  fold.hidden = false;
  filters.classList.add("foldable");
  fold.addEventListener("click", () => {
    const unfolded = filters.classList.toggle("unfolded");
    fold.setAttribute("aria-expanded", String(unfolded));
  });
}

// How many there are is asked when the page stands already.
const count = document.querySelector("[data-count]");
if (count) {
  const answer = await fetch(count.href, { headers: { Accept: "application/json" } });
  if (answer.ok) count.replaceWith((await answer.json()).said);
}
