// Saved maps: kept with names and places, opened as they were, shared, deleted after a question.
import { el, moment } from "./elements.js";
import { ask } from "./dialog.js";
import { added, packed, whole } from "./map-state.js";
import { get, post, Refused } from "./server.js";
import { number, t } from "./words.js";

export class Maps {
  constructor(holder, board, picture, actions) {
    Object.assign(this, { holder, board, picture, actions });
    this.current = null;
    this.keptAt = 0; // the step that was kept last
    this.list = el("ul", { class: "plain explore-maps" });
    this.title = el("input", {
      class: "form-control",
      maxLength: 100,
      "aria-label": t("map_title"),
      placeholder: t("map_title"),
    });
    this.over = el(
      "button",
      { type: "button", class: "btn btn-sm btn-primary", on: { click: () => this.save(true) } },
      t("map_save"),
    );
    this.anew = el(
      "button",
      { type: "button", class: "btn btn-sm", on: { click: () => this.save(false) } },
      t("map_save_new"),
    );
    holder.replaceChildren(
      this.title,
      el("div", { class: "explore-doing" }, this.over, this.anew),
      el("h3", {}, t("maps_kept")),
      this.list,
    );
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
    const act = (text, work) =>
      el(
        "button",
        { type: "button", class: "btn btn-sm", "aria-label": `${text}: ${map.title}`, on: { click: work } },
        text,
      );
    const whose = map.mine ? t("map_mine") : t("map_of", { name: map.owner });
    const shares = map.shares.map(({ id, name }) =>
      el(
        "span",
        { class: "tag" },
        name,
        " ",
        el("button", {
          type: "button",
          class: "btn-close explore-unshare",
          "aria-label": t("map_unshare", { name }),
          on: { click: () => this.unshare(map, id) },
        }),
      ),
    );
    return el(
      "li",
      {},
      el("strong", {}, map.title),
      el("span", { class: "text-secondary" }, `${whose} · ${moment(map.changed_at, this.board.zone)}`),
      el(
        "span",
        { class: "explore-doing" },
        act(t("map_open"), () => this.open(map.id)),
        ...(map.mine ? [act(t("map_share"), () => this.share(map)), act(t("map_delete"), () => this.drop(map))] : []),
      ),
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
    const looked = new Map([
      ...(how === "add" ? this.board.now.looked : []),
      [`map ${id}`, { at: `map ${id}`, by: "whole", count: answer.looked_at, hidden: answer.hidden }],
    ]);
    this.board.act("step_map", {
      ...(how === "add" ? added(this.board.now, answer.state) : whole(answer.state)),
      looked,
    });
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
    const asked = {
      title,
      state: packed(this.board, this.picture.cy),
      ...(over ? { seen: this.current.changed } : {}),
    };
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
      field: {
        label: t("map_share_who"),
        value: "",
        most: 64,
        choices: this.units.map(({ name }) => name),
        required: true,
      },
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
    const sure = await ask({
      title: t("map_delete_title", { title: map.title }),
      text: t("map_delete_text"),
      choices: [{ value: true, text: t("map_delete"), main: true }],
      danger: true,
    });
    if (!sure) return;
    if (!(await this.actions.tried(() => post(`/explore/maps/${map.id}/delete`, {})))) return;
    if (this.current?.id === map.id) this.current = null;
    this.buttons();
    await this.show();
  }
}
