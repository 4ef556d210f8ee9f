// A query's page: its values are sent, the answer is shown, and a run can be ended.
import { named, sentForm } from "./server.js";
import { Table } from "./table.js";

const form = document.getElementById("asking");
const answer = document.getElementById("answer");
const state = document.getElementById("state");
const askButton = document.getElementById("ask");
const endButton = document.getElementById("end");
const table = new Table(answer);
let run = "";

const token = () => form.querySelector("[name=csrf_token]").value;

function say(text, wrong = false) {
  state.textContent = text;
  state.classList.toggle("query-wrong", wrong);
}

function mark(problems) {
  let first = null;
  for (const place of form.querySelectorAll("[data-problem]")) {
    const problem = problems[place.dataset.problem] ?? "";
    place.textContent = problem;
    place.hidden = !problem;
    const field = place.parentElement.querySelector("input, select");
    field.setAttribute("aria-invalid", problem ? "true" : "false");
    if (problem) first ??= field;
  }
  first?.focus();
}

// What went wrong is said; true when there is something to show.
function good(got) {
  mark(got.told?.problems ?? {});
  if (got.failed) say(got.failed, true);
  else if (got.told?.problems) say("");
  else if (got.told?.refused) say(got.told.refused, true);
  else return true;
  return false;
}

function busy(now) {
  askButton.disabled = now;
  endButton.hidden = !now;
  form.setAttribute("aria-busy", now ? "true" : "false");
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (askButton.disabled) return;
  run = named();
  const fields = new FormData(form);
  fields.set("run", run);
  busy(true);
  say(state.dataset.running);
  const got = await sentForm(form.action, fields, state.dataset);
  busy(false);
  if (!good(got)) return;
  say("");
  table.show(got.told);
  document.getElementById("answer-title").focus();
});

endButton.addEventListener("click", () => {
  const fields = new FormData();
  fields.set("csrf_token", token());
  sentForm(form.dataset.end.replace("RUN", run), fields, state.dataset);
});

for (const button of answer.querySelectorAll("[data-form]")) {
  button.addEventListener("click", async () => {
    const fields = new FormData(form);
    fields.set("form", button.dataset.form);
    button.disabled = true;
    const got = await sentForm(form.dataset.export, fields, state.dataset);
    button.disabled = false;
    if (!good(got) || !got.file) return;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await got.file.blob());
    link.download = /filename=([^;]+)/.exec(got.file.headers.get("Content-Disposition"))[1].replaceAll('"', "");
    link.click();
    URL.revokeObjectURL(link.href);
  });
}

document.getElementById("copy")?.addEventListener("click", (event) => {
  const button = event.currentTarget;
  // The clipboard is not there without TLS; what is selected can be copied everywhere.
  getSelection().selectAllChildren(document.getElementById("cypher"));
  document.execCommand("copy");
  button.textContent = button.dataset.copied;
});

// Until now the form would have been sent without this script, and its answer shown as it came.
askButton.disabled = false;
