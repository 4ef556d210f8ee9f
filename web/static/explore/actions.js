// What can be done with the things on the board. Menu, keyboard, panel and table all do it here.
import { ask } from "./dialog.js";
import { grouped } from "./groups.js";
import { placed } from "./placing.js";
import { get, post, Refused } from "./server.js";
import { number, t } from "./words.js";

/** Neighbours that come without asking, and how many at a time. */
const ASK_FROM = 200;
const AT_A_TIME = 50;
/** What would make the board larger than this arrives grouped. */
const GROUPED_FROM = 3000;

export class Actions {
  constructor(board, picture, layouts) {
    Object.assign(this, { board, picture, layouts });
  }

  /** Do what may be refused, and say so. */
  async tried(work) {
    this.board.tell("working", true);
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.board.tell("refused", error.status);
      return null;
    } finally {
      this.board.tell("working", false);
    }
  }

  /** The first picture of a thing, beside what is there. */
  async begin(node) {
    const answer = await this.tried(() => post("/explore/first", { node, there: this.there() }));
    if (!answer) return;
    const looked = this.lookedAt(answer.node, answer);
    this.arrive(answer, "step_opened", { around: answer.node, looked });
    this.board.choose([answer.node]);
  }

  /** Things chosen elsewhere; very many of them in groups. */
  async bring(nodes, word = "step_added") {
    const answer = await this.tried(() => post("/explore/nodes", { nodes, there: this.there() }));
    if (!answer) return;
    this.arrive(answer, word, { looked: this.lookedAt(`brought ${nodes[0]} ${nodes.length}`, answer) });
    if (answer.hidden) this.board.tell("notice", t("hidden_some", { n: number(answer.hidden) }));
  }

  /** What was looked at with one question more, about a thing or a selection. */
  lookedAt(at, { looked_at: count, hidden }) {
    return new Map(this.board.now.looked).set(at, { at, by: "whole", count, hidden });
  }

  there() {
    return [...this.board.now.nodes];
  }

  neighbours(id) {
    return (this.board.touching.get(id) ?? []).map(({ source, target }) => (source === id ? target : source));
  }

  /** Put what came onto the board: placed at once, laid out when nothing stood there before. */
  arrive(answer, word, { around = null, over = null, looked = this.board.now.looked } = {}) {
    const empty = this.board.now.nodes.size === 0;
    this.board.learn(answer);
    const { now } = this.board;
    const fresh = answer.nodes.map(({ id }) => id).filter((id) => !now.nodes.has(id));
    const back = answer.nodes.map(({ id }) => id).filter((id) => now.hidden.has(id));
    if (!fresh.length && !back.length) {
      this.board.amend({ looked });
      this.board.tell("notice", t("nothing_new"));
      return;
    }
    const nodes = new Set([...now.nodes, ...fresh]);
    const hidden = new Set([...now.hidden].filter((id) => !back.includes(id)));
    const many = fresh.length > ASK_FROM && now.nodes.size + fresh.length > GROUPED_FROM;
    const groups = many ? grouped(this.board, fresh, "dispute") : now.groups;
    const spots = placed(fresh, now.spots, (id) => this.neighbours(id), around);
    this.board.act(word, { nodes, hidden, spots, groups, looked, off: this.drawing(over), axis: null });
    this.settle(fresh, around, empty);
    if (groups !== now.groups) this.board.tell("notice", t("arrived_grouped", { n: number(fresh.length) }));
  }

  /** Lay out what came: alone on the board, else only what is tied to nothing there. What stands stays. */
  settle(fresh, around, empty) {
    if (empty) {
      this.picture.fit();
      this.layouts.run("force", { amend: true });
      return;
    }
    this.picture.show(around ? [around, ...fresh] : fresh);
    const arrived = new Set(fresh);
    const apart = !fresh.some((id) =>
      this.neighbours(id).some((other) => this.board.now.nodes.has(other) && !arrived.has(other)),
    );
    const closed = [...this.board.now.groups].filter(
      ([, { members, closed: shut }]) => shut && [...members].every((id) => arrived.has(id)),
    );
    if (closed.length || (apart && fresh.length > 12)) {
      this.layouts.run("force", { amend: true, only: [...fresh, ...closed.map(([id]) => `g:${id}`)] });
    }
  }

  /** The filters with the relationship drawn that somebody asked for. */
  drawing(type) {
    const { off } = this.board.now;
    if (!type || !off.types.has(type)) return off;
    return { ...off, types: new Set([...off.types].filter((other) => other !== type)) };
  }

  async kinds(id) {
    const known = this.board.thing(id).kinds;
    if (known) return known;
    const answer = await this.tried(() => get("/explore/kinds", { node: id }));
    if (answer) this.board.thing(id).kinds = answer.kinds;
    return answer?.kinds ?? [];
  }

  /** How many of a kind were looked at, and how many of these may not be seen. */
  progress(id, kind) {
    return this.board.now.looked.get(`${id} ${key(kind)}`) ?? { count: 0, hidden: 0 };
  }

  /** How many of a kind were not looked at yet. */
  left(id, kind) {
    return kind.count - this.progress(id, kind).count;
  }

  /** Everything around a thing; asks where that is much. */
  async expand(id) {
    const kinds = (await this.kinds(id)).filter((kind) => this.left(id, kind) > 0);
    const count = kinds.reduce((sum, kind) => sum + this.left(id, kind), 0);
    if (!count) {
      this.board.tell("notice", t("nothing_more"));
      return;
    }
    let most = count;
    if (count > ASK_FROM) {
      most = await ask({
        title: t("many_title", { n: number(count) }),
        text: t("many_text", { name: this.board.thing(id).name }),
        choices: [
          { value: AT_A_TIME, text: t("many_some", { n: AT_A_TIME }), main: true },
          { value: count, text: t("many_all", { n: number(count) }) },
        ],
      });
      if (!most) return;
    }
    for (const kind of kinds) await this.more(id, kind, Math.min(most, this.left(id, kind)));
  }

  /** Some more of one kind; asks before very many. */
  async moreOf(id, kind, limit) {
    let wanted = Math.min(limit, this.left(id, kind));
    if (wanted > ASK_FROM) {
      wanted = await ask({
        title: t("many_title", { n: number(wanted) }),
        text: t("many_text", { name: this.board.thing(id).name }),
        choices: [
          { value: AT_A_TIME, text: t("many_some", { n: AT_A_TIME }), main: true },
          { value: wanted, text: t("many_all", { n: number(wanted) }) },
        ],
      });
      if (!wanted) return;
    }
    await this.more(id, kind, wanted);
  }

  /** At least `limit` of a kind that are not on the board yet, or all that there are: one step. */
  async more(id, kind, limit) {
    const { type, outgoing, label } = kind;
    const found = { nodes: [], links: [] };
    let { count, hidden } = this.progress(id, kind);
    let chunk = limit;
    const there = new Set(this.there());
    while (found.nodes.length < limit && count < kind.count) {
      const asked = { node: id, type, outgoing, label, skip: count, limit: chunk, there: [...there] };
      const answer = await this.tried(() => post("/explore/more", asked));
      if (!answer) return;
      found.nodes.push(...answer.nodes.filter((node) => !there.has(node.id)));
      found.links.push(...answer.links);
      for (const node of answer.nodes) there.add(node.id);
      hidden += answer.hidden;
      count = answer.looked_at < chunk ? kind.count : count + chunk;
      chunk = found.nodes.length ? limit - found.nodes.length : Math.max(chunk, ASK_FROM);
    }
    const looked = new Map(this.board.now.looked).set(`${id} ${key(kind)}`, { at: id, by: "kind", count, hidden });
    this.arrive(found, "step_expanded", { around: id, over: type, looked });
    this.board.tell("expanded", id);
  }

  hide(ids) {
    if (!ids.length) return;
    const { hidden } = this.board.now;
    this.board.act("step_hidden", { hidden: new Set([...hidden, ...ids]) });
    this.board.choose([]);
  }

  unhide() {
    if (this.board.now.hidden.size) this.board.act("step_unhidden", { hidden: new Set() });
  }

  /** Pin what is not, or let go when all are pinned. */
  pin(ids) {
    if (!ids.length) return;
    const pinned = new Set(this.board.now.pinned);
    const all = ids.every((id) => pinned.has(id));
    for (const id of ids) all ? pinned.delete(id) : pinned.add(id);
    this.board.act(all ? "step_unpinned" : "step_pinned", { pinned });
  }

  async write(id) {
    const old = this.board.now.notes.get(id) ?? "";
    const text = await ask({
      title: t("note_title", { name: this.board.thing(id).name }),
      field: { label: t("note_label"), value: old, most: 200 },
      choices: [{ text: t("keep"), main: true }],
    });
    if (text === null || text === old) return;
    const notes = new Map(this.board.now.notes);
    if (text) notes.set(id, text);
    else notes.delete(id);
    this.board.act("step_noted", { notes });
  }

  clear() {
    const nothing = { nodes: new Set(), hidden: new Set(), groups: new Map(), pinned: new Set(), looked: new Map() };
    this.board.act("step_cleared", nothing);
  }
}

const key = ({ type, outgoing, label }) => `${type} ${outgoing} ${label}`;
