// A screening that runs beside the pages: what it is doing is asked for until it ends, and then the page comes anew.
const EVERY_MS = 2000;
const state = document.querySelector("[data-screening]");

async function ask() {
  try {
    const answer = await fetch(state.dataset.screening, { headers: { Accept: "application/json" }, redirect: "manual" });
    if (!answer.ok) return;
    const told = await answer.json();
    if (!told.running) {
      location.reload();
      return;
    }
    state.querySelector("[data-stage]").textContent = told.stage;
  } catch {
    // The server did not answer: asked again.
  }
  setTimeout(ask, EVERY_MS);
}

if (state) setTimeout(ask, EVERY_MS);
