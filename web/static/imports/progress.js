// How far a job is, asked again and again; when it is something else the page is loaded anew.
const shown = document.querySelector("[data-progress]");
const EVERY_MS = 1_000;
const AFTER_FAILURE_MS = 5_000;

function tell(state) {
  shown.querySelector("[data-stage]").textContent ||= state.stage;
  if (!state.cancelling) shown.querySelector("[data-stage]").textContent = state.stage;
  const rows = shown.querySelector("[data-rows]");
  const number = (value) => value.toLocaleString("en");
  const words = state.total ? rows.dataset.of : rows.dataset.only;
  rows.textContent = state.done ? words.replace("DONE", number(state.done)).replace("TOTAL", number(state.total)) : "";
  const bar = shown.querySelector("progress");
  if (state.total) [bar.max, bar.value] = [state.total, state.done];
  else bar.removeAttribute("value");
}

async function ask() {
  try {
    const answer = await fetch(shown.dataset.progress, { headers: { Accept: "application/json" }, redirect: "manual" });
    if (answer.type === "opaqueredirect" || answer.status === 401) {
      shown.querySelector("[data-stage]").textContent = shown.dataset.ended;
      return;
    }
    if (!answer.ok) throw new Error(String(answer.status));
    const state = await answer.json();
    if (!state.busy || (shown.dataset.phase === "looking") !== (state.phase === "looking")) {
      location.reload();
      return;
    }
    tell(state);
    setTimeout(ask, EVERY_MS);
  } catch {
    shown.querySelector("[data-stage]").textContent = shown.dataset.lost;
    setTimeout(ask, AFTER_FAILURE_MS);
  }
}

if (shown) setTimeout(ask, EVERY_MS / 2);
