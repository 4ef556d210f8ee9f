// The desk where a query is written: editor, parameters, what is wrong and where, trying, saving.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "../vendor/module-codemirror-autocomplete.js";
import { defaultKeymap, history, historyKeymap } from "../vendor/module-codemirror-commands.js";
import { bracketMatching, syntaxHighlighting } from "../vendor/module-codemirror-language.js";
import { lintGutter, setDiagnostics } from "../vendor/module-codemirror-lint.js";
import { EditorState } from "../vendor/module-codemirror-state.js";
import { drawSelection, EditorView, keymap, lineNumbers } from "../vendor/module-codemirror-view.js";
import { classHighlighter } from "../vendor/module-lezer-highlight.js";
import { completing, cypher, parametersIn } from "./cypher.js";
import { Parameters } from "./parameters.js";
import { named, sentForm, sentJson } from "./server.js";
import { Table } from "./table.js";

const WAIT_MS = 600;
const form = document.getElementById("desk");
const setup = JSON.parse(form.dataset.setup);
const said = setup.words;
const state = document.getElementById("state");
const plan = document.getElementById("plan");
const table = new Table(document.getElementById("answer"));
const parameters = new Parameters(document.getElementById("parameters"), setup.draft.parameters, said);
const attemptButton = document.getElementById("attempt");
const endButton = document.getElementById("end");
const token = form.querySelector("[name=csrf_token]").value;
let seen = setup.draft.seen;
let timer = 0;
let asked = 0;
let run = "";

const value = (id) => document.getElementById(id).value;

const draft = () => ({
  title_zh: value("title_zh"),
  title_en: value("title_en"),
  explanation_zh: value("explanation_zh"),
  explanation_en: value("explanation_en"),
  shape: value("shape"),
  tags: [...form.querySelectorAll("[name=tag]:checked")].map((one) => one.value),
  cypher: editor.state.doc.toString(),
  parameters: parameters.filled(),
  columns: setup.draft.columns ?? {},
  count: setup.draft.count ?? null,
  seen,
});

const editor = new EditorView({
  parent: document.getElementById("editor"),
  state: EditorState.create({
    doc: setup.draft.cypher,
    extensions: [
      EditorView.cspNonce.of(form.dataset.nonce),
      lineNumbers(),
      history(),
      drawSelection(),
      bracketMatching(),
      closeBrackets(),
      cypher,
      syntaxHighlighting(classHighlighter),
      autocompletion({ override: [completing(setup)] }),
      lintGutter(),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ "aria-label": said.editor }),
      keymap.of([
        { key: "Mod-Enter", run: () => attempt() ?? true },
        ...closeBracketsKeymap,
        ...completionKeymap,
        ...defaultKeymap,
        ...historyKeymap,
      ]),
      EditorView.updateListener.of((update) => update.docChanged && typed()),
    ],
  }),
});

function typed() {
  parameters.show(parametersIn(editor.state.doc.toString()));
  clearTimeout(timer);
  timer = setTimeout(check, WAIT_MS);
}

function say(text, wrong = false) {
  state.textContent = text;
  state.classList.toggle("query-wrong", wrong);
}

// The word at a place of the text, for the line under it.
function word(at) {
  const place = Math.min(at ?? 0, editor.state.doc.length);
  const range = editor.state.wordAt(place);
  return range ? { from: range.from, to: range.to } : { from: place, to: Math.min(place + 1, editor.state.doc.length) };
}

// What is wrong is said and marked; true when nothing is.
function good(got) {
  const problems = got.told?.problems ?? {};
  const title = document.getElementById("title_zh-problem");
  title.textContent = problems.title_zh ?? "";
  title.hidden = !problems.title_zh;
  const marks = got.told?.refused ? [{ ...word(got.told.at), severity: "error", message: got.told.refused }] : [];
  editor.dispatch(setDiagnostics(editor.state, marks));
  const where = got.told?.line ? `${got.told.line}:${got.told.column} ` : "";
  const wrong = got.failed ?? (got.told?.refused ? where + got.told.refused : Object.values(problems)[0]);
  if (wrong) say(wrong, true);
  return !wrong;
}

const ask = (address) => sentJson(address, draft(), token, said);

async function check() {
  const mine = ++asked;
  const got = await ask(form.dataset.check);
  if (mine !== asked) return;
  plan.hidden = !good(got);
  if (plan.hidden) return;
  say(said.checked.replace("COLUMNS", got.told.columns.join(", ")));
  plan.querySelector("ol").replaceChildren(...got.told.steps.map(step));
}

function step(one) {
  const line = document.createElement("li");
  line.className = one.costly ? "desk-costly" : "";
  line.append(one.words);
  const details = line.appendChild(document.createElement("code"));
  details.textContent = one.details;
  const rows = line.appendChild(document.createElement("span"));
  rows.className = "text-secondary";
  rows.textContent = said.rows.replace("ROWS", one.rows);
  return line;
}

async function attempt() {
  if (attemptButton.disabled) return;
  clearTimeout(timer);
  asked += 1;
  run = named();
  busy(true);
  say(said.running);
  const got = await sentJson(form.dataset.attempt, { ...draft(), run }, token, said);
  busy(false);
  if (!good(got)) return;
  table.show(got.told);
  document.getElementById("answer-title").focus();
  check();
}

async function save() {
  clearTimeout(timer);
  asked += 1; // what is said of an earlier text must not cover that this one is saved
  const got = await ask(form.action);
  if (!good(got)) return;
  if (got.told.address) location.assign(got.told.address);
  seen = got.told.seen ?? seen;
  say(said.saved);
}

function busy(now) {
  attemptButton.disabled = now;
  endButton.hidden = !now;
}

attemptButton.addEventListener("click", attempt);
endButton.addEventListener("click", () => {
  const fields = new FormData();
  fields.set("csrf_token", token);
  sentForm(form.dataset.end.replace("RUN", run), fields, said);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (document.getElementById("save")) save();
});
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "s" && document.getElementById("save")) {
    event.preventDefault();
    save();
  }
});
// Until now the form would have been sent without this script.
for (const button of form.querySelectorAll("#attempt, #save")) button.disabled = false;
parameters.show(parametersIn(setup.draft.cypher));
check();
