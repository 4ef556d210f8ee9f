// Taking a file, with its progress: first it is written on the server, then it is received.
const form = document.querySelector("[data-take]");
const shown = document.querySelector("[data-taking]");
const states = ["preparing", "receiving", "done", "failed"];

function show(state, part) {
  shown.hidden = false;
  for (const one of states) shown.querySelector(`[data-${one}]`).hidden = one !== state;
  const progress = shown.querySelector("progress");
  progress.hidden = state === "done" || state === "failed";
  if (part === undefined) progress.removeAttribute("value");
  else progress.value = part;
}

async function received(answer) {
  const total = Number(answer.headers.get("Content-Length"));
  const parts = [];
  let size = 0;
  const reader = answer.body.getReader();
  for (let step = await reader.read(); !step.done; step = await reader.read()) {
    parts.push(step.value);
    size += step.value.length;
    show("receiving", total ? size / total : undefined);
  }
  return new Blob(parts, { type: answer.headers.get("Content-Type") });
}

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const buttons = [...form.querySelectorAll("button")];
  const fields = new FormData(form, event.submitter);
  buttons.forEach((button) => (button.disabled = true));
  try {
    show("preparing");
    const answer = await fetch(form.action, { method: "POST", body: fields });
    if (!answer.ok) throw new Error(String(answer.status));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await received(answer));
    link.download = /filename=([^;]+)/.exec(answer.headers.get("Content-Disposition"))?.[1] ?? "disputes";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    show("done");
  } catch {
    show("failed");
  } finally {
    buttons.forEach((button) => (button.disabled = false));
  }
});
