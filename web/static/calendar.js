// The calendar by mouse and by keyboard: a mediation is dragged to another day, or moved there with Alt and an arrow.
const month = document.querySelector("[data-calendar]");
const said = document.querySelector("[data-said]");
const undo = document.querySelector("[data-undo]");
const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
const days = [...month.querySelectorAll("[data-day]")];

function say(text, refused) {
  said.textContent = text;
  said.classList.toggle("board-refused", refused);
}

function idle(cell) {
  cell.classList.toggle("idle", !cell.querySelector("li"));
}

async function replan(event, cell) {
  const from = event.closest("[data-day]");
  if (!cell || cell === from) return;
  const fields = new FormData();
  fields.set("csrf_token", undo.querySelector("[name=csrf_token]").value);
  fields.set("work", `${event.dataset.event}:${event.dataset.version}`);
  fields.set("day", cell.dataset.day);
  undo.hidden = true;
  try {
    const answer = await fetch(month.dataset.replan, { method: "POST", body: fields });
    if (answer.status !== 200 && answer.status !== 409) throw new Error(String(answer.status));
    const told = await answer.json();
    if (told.version !== undefined) event.dataset.version = told.version;
    if (answer.ok) {
      cell.querySelector("ul").append(event);
      event.classList.toggle("event-late", told.late);
      if (!told.late) event.querySelector("strong")?.remove();
      [from, cell].forEach(idle);
      const form = event.querySelector(".event-replan");
      const asked = new URL(form.href);
      asked.searchParams.set("work", `${event.dataset.event}:${event.dataset.version}`);
      form.href = asked;
    }
    say(told.said, !answer.ok);
    undo.hidden = !(answer.ok && told.act);
    undo.querySelector("[name=act]").value = told.act || "";
  } catch {
    say(month.dataset.failed, true);
  }
  event.querySelector("a").focus();
}

let dragged = null;

function over(cell) {
  days.forEach((one) => one.classList.toggle("board-over", one === cell));
}

month.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.("[data-event]");
  if (!dragged) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.dataset.event);
});
month.addEventListener("dragover", (event) => {
  const cell = event.target.closest("[data-day]");
  if (!dragged || !cell) return;
  event.preventDefault();
  over(cell);
});
month.addEventListener("drop", (event) => {
  const cell = event.target.closest("[data-day]");
  if (!dragged || !cell) return;
  event.preventDefault();
  replan(dragged, cell);
});
month.addEventListener("dragend", () => {
  over(null);
  dragged = null;
});
month.addEventListener("keydown", (event) => {
  const moved = event.target.closest("[data-event]");
  const step = steps[event.key];
  if (!moved || !event.altKey || !step) return;
  event.preventDefault();
  replan(moved, days[days.indexOf(moved.closest("[data-day]")) + step]);
});
