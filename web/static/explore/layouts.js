// Layouts: force and tree in a worker, circle and time here. Pinned things stay where they are.
import { view } from "./view.js";

/** What a closed group and its name take, in points. */
const CLOSED = 150;
const HERE = { circle, time };

export class Layouts {
  constructor(board, picture) {
    this.board = board;
    this.picture = picture;
    this.order = 0;
  }

  start() {
    this.worker = new Worker(new URL("./layout-worker.js", import.meta.url));
    this.worker.onmessage = ({ data }) => data.order === this.order && this.done(data.places);
    this.worker.onerror = () => this.stop();
  }

  /**
   * Lay out everything that is seen, or `only` some, which then stand where they stood beside the rest;
   * `amend`: as a part of the last step, else a step of its own.
   */
  run(name, { amend = false, only = null } = {}) {
    const wanted = only ? part(view(this.board), new Set(only)) : view(this.board);
    const bodies = [...wanted.nodes, ...wanted.closed];
    if (!bodies.length) return;
    this.order += 1;
    this.amend = amend;
    this.only = only;
    if (HERE[name]) {
      const { places, axis = null } = HERE[name](bodies, wanted, this.board);
      this.done(places, axis);
      return;
    }
    this.board.tell("laying", true);
    this.running = true;
    const { spots, pinned } = this.board.now;
    const there = new Set(bodies.map(({ id }) => id));
    const at = (id) => spots.get(id) ?? [0, 0];
    const work = {
      order: this.order,
      name,
      nodes: [
        ...(name === "force" ? wanted.groups.map(({ id }) => ({ id, size: 40, x: 0, y: 0 })) : []),
        ...bodies.map(({ id, parent, label, count }) => ({
          id,
          parent: name === "force" ? (parent ?? undefined) : undefined,
          size: this.board.legend.labels[label]?.size ?? CLOSED,
          x: at(id)[0],
          y: at(id)[1],
        })),
      ],
      links: wanted.links.map(({ source, target }) => [source, target]),
      pinned: [...pinned]
        .filter((id) => there.has(id) && spots.has(id))
        .map((id) => ({ id, x: at(id)[0], y: at(id)[1] })),
    };
    // What came is seen first: the worker would take the second of two processors.
    requestAnimationFrame(() => requestAnimationFrame(() => this.hand(work)));
  }

  hand(work) {
    if (work.order !== this.order || !this.running) return;
    if (!this.worker) this.start();
    this.worker.postMessage(work);
  }

  stop() {
    if (!this.running) return;
    this.worker?.terminate();
    this.worker = null;
    this.running = false;
    this.board.tell("laying", false);
  }

  done(places, axis = null) {
    this.running = false;
    this.board.tell("laying", false);
    const { now } = this.board;
    const spots = new Map(now.spots);
    if (this.only) beside(places, spots);
    for (const [id, place] of Object.entries(places)) {
      if (!now.pinned.has(id) || !spots.has(id)) spots.set(id, place);
    }
    if (this.amend) this.board.amend({ spots, axis: this.only ? now.axis : axis });
    else this.board.act("step_laid_out", { spots, axis });
    this.picture.fit();
  }
}

function part({ nodes, closed, links, ...rest }, ids) {
  const inside = ({ source, target }) => ids.has(source) && ids.has(target);
  const mine = ({ id }) => ids.has(id);
  return { ...rest, nodes: nodes.filter(mine), closed: closed.filter(mine), links: links.filter(inside), groups: [] };
}

/** Move places to the right of everything else. */
function beside(places, spots) {
  const others = [...spots].filter(([id]) => !places[id]).map(([, spot]) => spot);
  const mine = Object.values(places);
  const right = Math.max(...others.map(([x]) => x));
  const middle = (of) => (Math.min(...of.map(([, y]) => y)) + Math.max(...of.map(([, y]) => y))) / 2;
  const [dx, dy] = [right + 220 - Math.min(...mine.map(([x]) => x)), middle(others) - middle(mine)];
  for (const [id, [x, y]] of Object.entries(places)) places[id] = [Math.round(x + dx), Math.round(y + dy)];
}

/** One circle, things of a kind together. */
function circle(bodies) {
  const sorted = [...bodies].sort((one, other) => (one.label ?? "").localeCompare(other.label ?? ""));
  const radius = Math.max(120, (sorted.length * 55) / (2 * Math.PI));
  const places = Object.fromEntries(
    sorted.map(({ id }, order) => {
      const turn = (order * 2 * Math.PI) / sorted.length - Math.PI / 2;
      return [id, [Math.round(radius * Math.cos(turn)), Math.round(radius * Math.sin(turn))]];
    }),
  );
  return { places };
}

const LANE = 80;

/** From left to right as it happened, in lanes by kind; what has no time stands at the mean of what it is tied to. */
function time(bodies, wanted, board) {
  const when = times(bodies, wanted);
  const known = [...when.values()];
  const [first, last] = [Math.min(...known), Math.max(...known)];
  const wide = Math.max(700, Math.min(9000, bodies.length * 22));
  const lanes = Object.keys(board.legend.labels);
  const ordered = lanes.filter((label) => bodies.some((body) => (body.label ?? "Dispute") === label));
  const places = new Map();
  let y = 0;
  for (const label of ordered) {
    const lane = bodies.filter((body) => (body.label ?? "Dispute") === label);
    const rows = [];
    for (const { id } of lane.sort((one, other) => (when.get(one.id) ?? first) - (when.get(other.id) ?? first))) {
      const x = Math.round((((when.get(id) ?? first) - first) / (last - first || 1)) * wide);
      let row = rows.findIndex((end) => end + 75 <= x);
      if (row < 0) row = rows.push(-Infinity) - 1;
      rows[row] = x;
      places.set(id, [x, y + row * 48]);
    }
    y += Math.max(1, rows.length) * 48 + LANE;
  }
  return { places: Object.fromEntries(places), axis: [first, last, wide] };
}

function times(bodies, { links, stand }) {
  const when = new Map(bodies.filter(({ at }) => at).map(({ id, at }) => [id, at]));
  const sums = new Map();
  for (const { source, target } of links) {
    for (const [one, other] of [
      [source, target],
      [target, source],
    ]) {
      if (when.has(one) || !when.has(other) || stand.has(one)) continue;
      const [sum, count] = sums.get(one) ?? [0, 0];
      sums.set(one, [sum + when.get(other), count + 1]);
    }
  }
  for (const [id, [sum, count]] of sums) when.set(id, sum / count);
  return when.size ? when : new Map([["", 0]]);
}
