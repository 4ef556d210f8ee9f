// The picture: Cytoscape's canvas in step with the board.
import { cells } from "./cells.js";
import { sheet } from "./look.js";
import { view } from "./view.js";

/** From so many things on, everything is drawn the cheap way. */
const LARGE = 1400;
/** So many ties at once come in a frame of their own: what came is seen in half the time. */
const TIES_LATER = 600;

/** What a thing and its name take around its middle, and how close a picture of few things comes. */
const ROOM = 110;
const CLOSEST = 1.3;
/** From here on every name is written, however many there are. */
const NEAR = 0.8;

export class Picture {
  constructor(holder, board) {
    this.board = board;
    this.holder = holder;
    this.large = false;
    this.far = false;
    this.way = new Set();
    this.cy = globalThis.cytoscape({
      container: holder,
      style: sheet(board.legend, false, false),
      minZoom: 0.03,
      maxZoom: 3,
      boxSelectionEnabled: true,
      selectionType: "additive",
      textureOnViewport: false,
      pixelRatio: "auto",
    });
    this.cy.selectionType("single");
    board.addEventListener("changed", () => this.draw());
    board.addEventListener("chosen", ({ detail }) => detail !== "picture" && this.mark());
    this.cy.on("select unselect", "node", () => this.chose());
    this.cy.on("dragfree", "node", ({ target }) => this.dragged(target));
    this.cy.on("zoom", () => this.zoomed());
    new MutationObserver(() => this.restyle()).observe(document.documentElement, {
      attributeFilter: ["data-bs-theme"],
    });
  }

  restyle() {
    const renderer = this.cy.renderer();
    renderer.textureOnViewport = this.large;
    renderer.hideLabelsOnViewport = this.large;
    this.cy.style(sheet(this.board.legend, this.large, this.far));
  }

  /** Of thousands, only those that could be read are named: writing them all takes longest. */
  zoomed() {
    clearTimeout(this.zooming);
    this.zooming = setTimeout(() => {
      const far = this.large && this.cy.zoom() < NEAR;
      if (far === this.far) return;
      this.far = far;
      this.restyle();
    }, 200);
  }

  /** Make the canvas show what the board says: take away, add, move. `whole`: with all its ties, however many came. */
  draw(whole = false) {
    clearTimeout(this.tying);
    const wanted = view(this.board);
    this.seen = wanted;
    const elements = cells(this.board, wanted, this.way);
    const large = elements.size > LARGE;
    this.busy = true;
    if (large !== this.large) {
      this.large = large; // before anything is added, or all would be styled twice
      this.far = large;
      this.restyle();
    }
    this.cy.batch(() => {
      const gone = this.cy.elements().filter((one) => !elements.has(one.id()));
      gone.remove();
      const fresh = [];
      for (const element of elements.values()) {
        const there = this.cy.getElementById(element.data.id);
        if (there.empty()) fresh.push(element);
        else this.renew(there, element);
      }
      const ties = fresh.filter(({ group }) => group === "edges");
      const later = !whole && ties.length > TIES_LATER;
      this.cy.add(later ? fresh.filter(({ group }) => group !== "edges") : fresh);
      if (later) painted(() => (this.tying = setTimeout(() => this.draw(true))));
    });
    this.busy = false;
    this.mark();
    this.board.tell("drawn");
  }

  renew(there, { data, position, classes }) {
    if (there.data("shown") !== data.shown || there.data("pinned") !== data.pinned) there.data(data);
    if (data.count !== undefined) there.data("count", data.count);
    if (there.isNode()) {
      if ((there.data("parent") ?? null) !== (data.parent ?? null)) there.move({ parent: data.parent ?? null });
      if (position && !there.isParent()) {
        const { x, y } = there.position();
        if (x !== position.x || y !== position.y) there.position(position);
      }
    }
    if (classes !== undefined) there.classes(classes);
  }

  /** Light up a way until the next one. */
  light(ids) {
    this.way = new Set(ids);
    this.cy.batch(() => this.cy.nodes().forEach((node) => node.toggleClass("way", this.way.has(node.id()))));
  }

  chose() {
    if (this.busy) return;
    clearTimeout(this.choosing);
    this.choosing = setTimeout(() => {
      const ids = this.cy.nodes(":selected").flatMap((node) => this.idsOf(node));
      this.board.choose(ids, "picture");
    });
  }

  /** The things that a node of the picture is or stands for. */
  idsOf(node) {
    const group = node.data("of");
    if (group === undefined) return [node.id()];
    const { members } = this.board.now.groups.get(group) ?? { members: [] };
    return [...members].filter((id) => this.board.now.nodes.has(id));
  }

  mark() {
    this.busy = true;
    const stand = this.seen?.stand ?? new Map();
    const chosen = new Set([...this.board.chosen].map((id) => stand.get(id) ?? id));
    this.cy.batch(() => {
      this.cy.nodes(":selected").forEach((node) => !chosen.has(node.id()) && node.unselect());
      for (const id of chosen) this.cy.getElementById(id).select();
    });
    this.busy = false;
  }

  dragged(target) {
    const moved = target.isParent() ? target.descendants() : this.cy.nodes(":selected").union(target);
    const spots = new Map(this.board.kept.spots);
    moved.forEach((node) => spots.set(node.id(), place(node)));
    clearTimeout(this.dropping);
    this.dropping = setTimeout(() => this.board.act("step_moved", { spots }));
  }

  /** Bring a thing into sight, and no further than needed. */
  lookAt(id) {
    const node = this.cy.getElementById(this.seen?.stand.get(id) ?? id);
    if (node.empty()) return;
    const { x1, x2, y1, y2 } = this.cy.extent();
    const { x, y } = node.position();
    if (x < x1 || x > x2 || y < y1 || y > y2) this.cy.center(node);
  }

  /** Bring things into sight when most of them are out of it. */
  show(ids) {
    const { x1, x2, y1, y2 } = this.cy.extent();
    const spots = ids
      .map((id) => this.cy.getElementById(id))
      .filter((node) => node.nonempty())
      .map((node) => node.position());
    const inside = spots.filter(({ x, y }) => x > x1 && x < x2 && y > y1 && y < y2);
    if (spots.length && inside.length < spots.length * 0.6) this.fit();
  }

  /** Everything in sight. By the middles of things alone: Cytoscape's own measures every label first. */
  fit() {
    const nodes = this.cy.nodes();
    if (nodes.empty()) return;
    let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
    nodes.forEach((node) => {
      if (node.isParent()) return;
      const { x, y } = node.position();
      [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
    });
    const [wide, high] = [this.cy.width(), this.cy.height()];
    const zoom = Math.min(CLOSEST, (wide - 60) / (right - left + ROOM), (high - 60) / (bottom - top + ROOM));
    const level = Math.max(this.cy.minZoom(), zoom);
    this.cy.viewport({
      zoom: level,
      pan: { x: wide / 2 - (level * (left + right)) / 2, y: high / 2 - (level * (top + bottom)) / 2 },
    });
  }

  zoom(by) {
    this.cy.zoom({ level: this.cy.zoom() * by, renderedPosition: { x: this.cy.width() / 2, y: this.cy.height() / 2 } });
  }

  /** Positions of everything drawn, by id. */
  positions() {
    return Object.fromEntries(
      this.cy
        .nodes()
        .filter((node) => !node.isParent())
        .map((node) => [node.id(), place(node)]),
    );
  }
}

/** Once the next picture was painted. */
function painted(work) {
  requestAnimationFrame(() => requestAnimationFrame(work));
}

function place(node) {
  const { x, y } = node.position();
  return [Math.round(x), Math.round(y)];
}
