// The board: what is known, what stands on it, and every step that led here, so that each can be undone.
const STEPS = 100;

const EMPTY = Object.freeze({
  nodes: new Set(), // ids
  spots: new Map(), // id -> [x, y]
  pinned: new Set(),
  hidden: new Set(),
  groups: new Map(), // id -> {name, members: Set, closed}
  notes: new Map(), // id -> text
  off: { labels: new Set(), types: new Set(), levels: new Set(), units: new Set() },
  looked: new Map(), // question -> {at, by, count, hidden}: around what, how many were looked at and not seen
  axis: null, // [first, last, wide] of a layout by time: seconds at the left and the right end, and how far that is
  span: null, // [from, to] in seconds, or null for all of time
});

export class Board extends EventTarget {
  constructor(legend) {
    super();
    this.legend = legend;
    this.things = new Map(); // id -> what the server said of it
    this.links = new Map(); // key -> {id, source, type, target}
    this.touching = new Map(); // id -> links at it
    this.chosen = new Set();
    const shy = Object.keys(legend.types).filter((type) => legend.types[type].shy);
    this.steps = [{ word: "", state: { ...EMPTY, off: { ...EMPTY.off, types: new Set(shy) } } }];
    this.at = 0;
    this.passing = null;
    this.load = String(Math.random());
    history.replaceState({ ...history.state, load: this.load, step: 0 }, "");
    addEventListener("popstate", ({ state }) => state?.load === this.load && this.go(state.step));
  }

  /** What stands on the board; `passing` changes (a slider that moves) are seen, and no step. */
  get now() {
    return this.passing ? { ...this.kept, ...this.passing } : this.kept;
  }

  get kept() {
    return this.steps[this.at].state;
  }

  /** How many things were met that may not be seen; those around one thing once, whichever way it was asked about. */
  get unseen() {
    const around = new Map();
    for (const { at, by, hidden } of this.now.looked.values()) {
      const sums = around.get(at) ?? { kind: 0, whole: 0 };
      sums[by] += hidden;
      around.set(at, sums);
    }
    return [...around.values()].reduce((sum, { kind, whole }) => sum + Math.max(kind, whole), 0);
  }

  /** Remember what an answer brought; it stands on the board only once a step puts it there. */
  learn({ nodes = [], links = [] }) {
    for (const node of nodes) this.things.set(node.id, node);
    for (const [source, type, target] of links) {
      const id = `${source} ${type} ${target}`;
      if (this.links.has(id)) continue;
      const link = { id, source, type, target };
      this.links.set(id, link);
      for (const end of [source, target]) {
        if (!this.touching.has(end)) this.touching.set(end, []);
        this.touching.get(end).push(link);
      }
    }
  }

  /** One step: `changes` replace parts of the state, `word` says what was done. */
  act(word, changes) {
    this.passing = null;
    const state = { ...this.kept, ...changes };
    if (this.at === 0 && !this.kept.nodes.size) {
      this.steps = [{ word: "", state }]; // how the board begins is nothing to undo
      this.tell("changed");
      return;
    }
    this.steps.splice(this.at + 1, Infinity, { word, state });
    this.at += 1;
    if (this.at > STEPS) delete this.steps[this.at - STEPS - 1];
    history.pushState({ load: this.load, step: this.at }, "");
    this.tell("changed");
  }

  /** Change the step that was just made, as when a layout comes back from the worker. */
  amend(changes) {
    const step = this.steps[this.at];
    this.steps[this.at] = { ...step, state: { ...step.state, ...changes } };
    this.tell("changed");
  }

  pass(changes) {
    this.passing = changes;
    this.tell("changed");
  }

  /** To a step by its number; one too old to be kept is the oldest that is. */
  go(step) {
    const kept = Math.min(step, this.steps.length - 1);
    this.at = this.steps[kept] ? kept : Number(Object.keys(this.steps)[0]);
    this.passing = null;
    this.chosen = new Set([...this.chosen].filter((id) => this.now.nodes.has(id)));
    this.tell("changed");
    this.tell("chosen");
  }

  get undoable() {
    return this.steps[this.at - 1] ? this.steps[this.at].word : null;
  }

  get redoable() {
    return this.steps[this.at + 1]?.word ?? null;
  }

  undo() {
    if (this.undoable !== null) history.back();
  }

  redo() {
    if (this.redoable !== null) history.forward();
  }

  choose(ids, from = "") {
    this.chosen = new Set(ids);
    this.tell("chosen", from);
  }

  thing(id) {
    return this.things.get(id);
  }

  tell(type, detail = null) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
