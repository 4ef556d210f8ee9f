// Saved maps: kept with names and places, opened as they were, shared, deleted after a question.
import { el, moment } from "./elements.js";
import { ask } from "./dialog.js";
import { get, post, Refused } from "./server.js";
import { number, t } from "./words.js";

export class Maps {
  constructor(holder, board, picture, actions) {
    Object.assign(this, { holder, board, picture, actions });
    this.current = null;
    this.keptAt = 0; // the step that was kept last
    this.list = el("ul", { class: "plain explore-maps" });
    this.title = el("input", { class: "form-control", maxLength: 100, "aria-label": t("map_title"), placeholder: t("map_title") });
    this.over = el("button", { type: "button", class: "btn btn-sm btn-primary", on: { click: () => this.save(true) } }, t("map_save"));
    this.anew = el("button", { type: "button", class: "btn btn-sm", on: { click: () => this.save(false) } }, t("map_save_new"));
    holder.replaceChildren(this.title, el("div", { class: "explore-doing" }, this.over, this.anew), el("h3", {}, t("maps_kept")), this.list);
    board.addEventListener("changed", () => this.buttons());
    this.buttons();
  }

  /** The tab was opened: what there is now. */
  async show() {
    const answer = await this.actions.tried(() => get("/explore/maps"));
    if (!answer) return;
    this.units = answer.units;
    this.list.replaceChildren(...answer.maps.map((map) => this.line(map)));
    if (!answer.maps.length) this.list.append(el("li", { class: "text-secondary" }, t("maps_none")));
  }

  buttons() {
    const empty = !this.board.now.nodes.size;
    this.over.hidden = !this.current?.mine;
    this.over.disabled = empty;
    this.anew.disabled = empty;
    this.anew.textContent = this.current ? t("map_save_copy") : t("map_save_new");
    this.anew.classList.toggle("btn-primary", !this.current?.mine);
  }

  line(map) {
    const act = (text, work) => el("button", { type: "button", class: "btn btn-sm", "aria-label": `${text}: ${map.title}`, on: { click: work } }, text);
    const whose = map.mine ? t("map_mine") : t("map_of", { name: map.owner });
    const shares = map.shares.map(({ id, name }) =>
      el("span", { class: "tag" }, name, " ", el("button", { type: "button", class: "btn-close explore-unshare", "aria-label": t("map_unshare", { name }), on: { click: () => this.unshare(map, id) } })),
    );
    return el(
      "li",
      {},
      el("strong", {}, map.title),
      el("span", { class: "text-secondary" }, `${whose} · ${moment(map.changed_at, this.board.zone)}`),
      el("span", { class: "explore-doing" }, act(t("map_open"), () => this.open(map.id)), ...(map.mine ? [act(t("map_share"), () => this.share(map)), act(t("map_delete"), () => this.drop(map))] : [])),
      ...(shares.length ? [el("span", {}, t("map_shared_with"), " ", ...shares)] : []),
    );
  }

  /** Open a map; a board with something on it is kept unless its owner says otherwise. */
  async open(id) {
    const full = this.board.now.nodes.size > 0;
    const how = full
      ? await ask({
          title: t("map_open_title"),
          text: t("map_open_text"),
          choices: [
            { value: "add", text: t("map_open_add"), main: true },
            { value: "instead", text: t("map_open_instead") },
          ],
        })
      : "instead";
    if (!how) return;
    const answer = await this.actions.tried(() => get(`/explore/maps/${id}`));
    if (!answer) return;
    this.board.learn(answer);
    const looked = new Map([...(how === "add" ? this.board.now.looked : []), [`map ${id}`, { at: `map ${id}`, by: "whole", count: answer.looked_at, hidden: answer.hidden }]]);
    this.board.act("step_map", { ...(how === "add" ? added(this.board.now, answer.state) : whole(answer.state)), looked });
    if (how === "instead") this.become(answer.map, answer.state);
    else this.picture.fit();
    this.tell(answer);
  }

  become(map, { eye }) {
    this.current = map;
    this.keptAt = this.board.at;
    this.title.value = map.title;
    this.buttons();
    if (eye) this.picture.cy.viewport({ zoom: eye.zoom, pan: { x: eye.x, y: eye.y } });
    else this.picture.fit();
  }

  tell({ hidden, gone }) {
    const said = [];
    if (hidden) said.push(t("hidden_some", { n: number(hidden) }));
    if (gone) said.push(t("map_gone", { n: number(gone) }));
    if (said.length) this.board.tell("notice", said.join(" "));
  }

  async save(over) {
    const title = this.title.value.trim();
    if (!title) {
      this.board.tell("notice", t("map_needs_title"));
      this.title.focus();
      return;
    }
    const path = over ? `/explore/maps/${this.current.id}` : "/explore/maps";
    const asked = { title, state: this.state(), ...(over ? { seen: this.current.changed } : {}) };
    this.board.tell("working", true);
    try {
      this.current = await post(path, asked);
      this.keptAt = this.board.at;
      this.board.tell("notice", t("map_saved", { title }));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.status === 409) this.board.tell("notice", t("map_changed"));
      else this.board.tell("refused", error.status);
    } finally {
      this.board.tell("working", false);
    }
    this.buttons();
    await this.show();
  }

  async share(map) {
    const person = await ask({
      title: t("map_share_title", { title: map.title }),
      text: t("map_share_text"),
      field: { label: t("map_share_who"), value: "", most: 64, choices: this.units.map(({ name }) => name), required: true },
      choices: [{ text: t("map_share"), main: true }],
    });
    if (!person) return;
    const unit = this.units.find(({ name }) => name === person);
    try {
      await post(`/explore/maps/${map.id}/share`, unit ? { unit: unit.id } : { person });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.status === 404) this.board.tell("notice", t("map_share_nobody", { name: person }));
      else this.board.tell("refused", error.status);
    }
    await this.show();
  }

  async unshare(map, share) {
    await this.actions.tried(() => post(`/explore/maps/${map.id}/unshare`, { share }));
    await this.show();
  }

  async drop(map) {
    const sure = await ask({ title: t("map_delete_title", { title: map.title }), text: t("map_delete_text"), choices: [{ value: true, text: t("map_delete"), main: true }], danger: true });
    if (!sure) return;
    if (!(await this.actions.tried(() => post(`/explore/maps/${map.id}/delete`, {})))) return;
    if (this.current?.id === map.id) this.current = null;
    this.buttons();
    await this.show();
  }

  /** The board as it is kept. */
  state() {
    const { now } = this.board;
    const ids = [...now.nodes];
    const order = new Map(ids.map((id, at) => [id, at]));
    const { x, y } = this.picture.cy.pan();
    return {
      nodes: ids.map((id) => {
        const [left, top] = now.spots.get(id) ?? [0, 0];
        return { id, x: left, y: top, pinned: now.pinned.has(id), hidden: now.hidden.has(id), note: now.notes.get(id) ?? "" };
      }),
      groups: [...now.groups].map(([id, { name, closed, members }]) => {
        const [left, top] = now.spots.get(`g:${id}`) ?? [null, null];
        return { name, closed, members: [...members].filter((member) => order.has(member)).map((member) => order.get(member)), x: left, y: top };
      }),
      off: Object.fromEntries(Object.entries(now.off).map(([of, keys]) => [of, [...keys]])),
      span: now.span,
      eye: { zoom: this.picture.cy.zoom(), x, y },
    };
  }
}

/** The parts of the board that a kept map says. */
function whole({ nodes, groups, off, span }) {
  const spots = new Map(nodes.map(({ id, x, y }) => [id, [x, y]]));
  const named = new Map(groups.map(({ name, closed, members }, at) => [`k${Date.now().toString(36)}${at}`, { name, closed, members: new Set(members) }]));
  [...named.keys()].forEach((id, at) => groups[at].x !== null && spots.set(`g:${id}`, [groups[at].x, groups[at].y]));
  return {
    nodes: new Set(nodes.map(({ id }) => id)),
    spots,
    pinned: new Set(nodes.filter(({ pinned }) => pinned).map(({ id }) => id)),
    hidden: new Set(nodes.filter(({ hidden }) => hidden).map(({ id }) => id)),
    notes: new Map(nodes.filter(({ note }) => note).map(({ id, note }) => [id, note])),
    groups: named,
    off: Object.fromEntries(Object.entries(off).map(([of, keys]) => [of, new Set(keys)])),
    span,
  };
}

/** The same beside what stands there: that keeps its places, notes and filters. */
function added(now, state) {
  const map = whole(state);
  const right = Math.max(0, ...[...now.spots.values()].map(([x]) => x));
  const left = Math.min(0, ...[...map.spots.values()].map(([x]) => x));
  const spots = new Map(now.spots);
  for (const [id, [x, y]] of map.spots) if (!spots.has(id)) spots.set(id, [x - left + right + 250, y]);
  return {
    nodes: new Set([...now.nodes, ...map.nodes]),
    spots,
    pinned: new Set([...now.pinned, ...map.pinned]),
    hidden: new Set([...now.hidden, ...[...map.hidden].filter((id) => !now.nodes.has(id))]),
    notes: new Map([...map.notes, ...now.notes]),
    groups: new Map([...now.groups, ...map.groups]),
  };
}
