// The whiteboard put together.
import { Actions } from "./actions.js";
import { axis } from "./axis.js";
import { Board } from "./board.js";
import { doing } from "./doing.js";
import { Filters } from "./filters.js";
import { left, restored, watch } from "./draft.js";
import { find } from "./find.js";
import { grouped } from "./groups.js";
import { help, install, keys } from "./keyboard.js";
import { Layouts } from "./layouts.js";
import { Maps } from "./maps.js";
import { show as menu } from "./menu.js";
import { Panel } from "./panel.js";
import { Picture } from "./picture.js";
import { carry, post } from "./server.js";
import { Status } from "./status.js";
import { Table } from "./table.js";
import { Tabs } from "./tabs.js";
import { Timeline } from "./timeline.js";
import { Ways } from "./ways.js";
import { learn } from "./words.js";

const $ = (id) => document.getElementById(id);
const root = $("explore");
const given = $("explore-setup").dataset;
const setup = JSON.parse(given.setup);
carry(given.token);
learn(setup.words);

const draft = left();
const board = new Board(setup.legend);
board.zone = setup.zone;
const picture = new Picture($("picture"), board);
const layouts = new Layouts(board, picture);
const actions = new Actions(board, picture, layouts);
const tabs = new Tabs($("explore-tabs"));
const ways = new Ways($("tab-ways"), board, picture, actions, () => tabs.open("ways"));
const acts = doing(board, actions, ways);
const keyed = keys(acts);
const table = new Table($("tab-table"), board, picture, keyed);
const panel = new Panel($("tab-about"), board, actions, acts);
new Filters($("tab-filters"), board, setup.levels);
new Timeline($("explore-time"), board);
new Status(root, board);
axis($("explore-axis"), board, picture.cy);
const maps = new Maps($("tab-maps"), board, picture, actions);
tabs.opened = (name) => {
  table.woken();
  if (name === "maps") maps.show();
};

install({ board, picture, keyed, find: $("explore-find") });
find($("explore-find"), $("explore-found"), board, actions);

picture.cy.on("dbltap", "node", ({ target }) => {
  const group = target.data("of");
  if (group === undefined) actions.expand(target.id());
  else
    acts(picture.idsOf(target))
      .find(({ name }) => name === "fold")
      ?.work();
});
picture.cy.on("cxttap taphold", "node", ({ target, renderedPosition }) => {
  const ids = picture.idsOf(target);
  const all = ids.every((id) => board.chosen.has(id)) ? [...board.chosen] : ids;
  if (all === ids) board.choose(ids);
  const { left, top } = $("picture").getBoundingClientRect();
  menu(acts(all), left + renderedPosition.x, top + renderedPosition.y, $("picture"));
});
picture.cy.on("tap", "edge", ({ target }) => {
  const link = board.links.get(target.id());
  if (!link) return;
  tabs.open("about");
  panel.tie(link);
});
$("picture").addEventListener("contextmenu", (event) => event.preventDefault());

const buttons = {
  undo: () => board.undo(),
  redo: () => board.redo(),
  fit: () => picture.fit(),
  closer: () => picture.zoom(1.3),
  farther: () => picture.zoom(1 / 1.3),
  unhide: () => actions.unhide(),
  clear: () => actions.clear(),
  help,
};
for (const [name, work] of Object.entries(buttons)) $(`explore-${name}`).addEventListener("click", work);
$("explore-layout").addEventListener("change", ({ target }) => {
  if (target.value) layouts.run(target.value);
  target.value = "";
});
$("explore-group").addEventListener("change", ({ target }) => {
  if (target.value === "none") board.act("step_ungrouped", { groups: new Map() });
  else if (target.value) {
    board.act("step_grouped", { groups: grouped(board, [...board.now.nodes], target.value) });
    layouts.run("force", { amend: true });
  }
  target.value = "";
});
$("explore-export")?.addEventListener("submit", ({ target }) => {
  const ids = [...(picture.seen?.nodes ?? []).map(({ id }) => id), ...(picture.seen?.stand.keys() ?? [])];
  target.nodes.value = JSON.stringify(ids);
  target.positions.value = JSON.stringify(Object.fromEntries(ids.map((id) => [id, board.now.spots.get(id) ?? [0, 0]])));
  target.title.value = maps.title.value.trim();
});
$("explore-direct")?.addEventListener("submit", ({ target }) => {
  target.nodes.value = JSON.stringify(board.chosen.size ? [...board.chosen] : [...board.now.nodes]);
});
$("explore-stop").addEventListener("click", () => layouts.stop());

watch(board, () => maps.keptAt);
if (draft) {
  const answer = await actions.tried(() => post("/explore/nodes", { nodes: draft.map(([id]) => id), there: [] }));
  if (answer) {
    board.learn(answer);
    board.act("step_opened", restored(draft, new Set(answer.nodes.map(({ id }) => id))));
    picture.fit();
  }
} else if (setup.map) maps.open(setup.map);
else if (setup.nodes.length === 1) actions.begin(setup.nodes[0]);
else if (setup.nodes.length) actions.bring(setup.nodes);
else if (setup.gravest) actions.begin(setup.gravest);

// For whoever looks in from the browser's own tools, and for the tests: the parts, not their inside.
globalThis.explore = { board, picture, actions, layouts };
