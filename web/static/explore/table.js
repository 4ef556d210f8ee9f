// The table: everything that the picture shows, in step with it, for eyes, keyboards and screen readers.
import { el, moment } from "./elements.js";
import { sign } from "./look.js";
import { number, t } from "./words.js";

const PAGE = 100;
const COLUMNS = ["name", "label", "at", "unit", "risk", "links"];

export class Table {
  constructor(holder, board, picture, keyed) {
    Object.assign(this, { holder, board, picture, keyed });
    this.sort = "links";
    this.rising = false;
    this.page = 0;
    this.text = "";
    this.build();
    board.addEventListener("drawn", () => this.show());
    board.addEventListener("chosen", ({ detail }) => this.mark(detail));
  }

  build() {
    this.filter = el("input", {
      type: "search",
      class: "form-control",
      "aria-label": t("table_filter"),
      placeholder: t("table_filter"),
      on: { input: () => this.filtered() },
    });
    this.heads = COLUMNS.map((column) =>
      el(
        "th",
        { scope: "col", class: ["at", "links", "risk"].includes(column) ? "num" : "" },
        el("button", { type: "button", on: { click: () => this.order(column) } }, t(`column_${column}`)),
      ),
    );
    this.body = el("tbody", { on: { keydown: (event) => this.move(event) } });
    this.pager = el("p", { class: "pager" });
    this.count = el("span", {});
    this.holder.replaceChildren(
      this.filter,
      el(
        "div",
        { class: "explore-rows", tabIndex: 0, role: "region", "aria-label": t("table") },
        el(
          "table",
          { class: "table dense" },
          el("caption", { class: "visually-hidden" }, t("table_caption")),
          el("thead", {}, el("tr", {}, ...this.heads)),
          this.body,
        ),
      ),
      this.pager,
    );
  }

  filtered() {
    this.text = this.filter.value.trim();
    this.page = 0;
    this.show();
  }

  order(column) {
    this.rising = this.sort === column ? !this.rising : column === "name" || column === "label";
    this.sort = column;
    this.page = 0;
    this.show();
  }

  rows() {
    const { nodes, closed, links } = this.picture.seen ?? { nodes: [], closed: [], links: [] };
    const count = new Map();
    for (const { source, target } of links) {
      count.set(source, (count.get(source) ?? 0) + 1);
      count.set(target, (count.get(target) ?? 0) + 1);
    }
    const { labels } = this.board.legend;
    const rows = [
      ...closed.map(({ id, name, members }) => ({
        id,
        ids: members,
        name: `${name} · ${number(members.length)}`,
        label: t("group"),
        links: count.get(id) ?? 0,
      })),
      ...nodes.map((node) => ({
        ...node,
        ids: [node.id],
        look: labels[node.label],
        label: labels[node.label].name,
        links: count.get(node.id) ?? 0,
      })),
    ].filter(({ name, number: called }) => !this.text || name.includes(this.text) || called?.includes(this.text));
    const [turn, by] = [this.rising ? 1 : -1, this.sort];
    const empty = (value) => value === null || value === undefined;
    return rows.sort((one, other) => {
      if (empty(one[by]) || empty(other[by]))
        return empty(one[by]) - empty(other[by]) || one.name.localeCompare(other.name);
      const order = typeof one[by] === "string" ? one[by].localeCompare(other[by]) : one[by] - other[by];
      return turn * order || one.name.localeCompare(other.name);
    });
  }

  show() {
    if (this.holder.hidden) {
      this.stale = true;
      return;
    }
    this.stale = false;
    this.all = this.rows();
    const pages = Math.max(1, Math.ceil(this.all.length / PAGE));
    this.page = Math.min(this.page, pages - 1);
    const focused = this.body.contains(document.activeElement) ? document.activeElement.dataset.id : null;
    const here = this.all.slice(this.page * PAGE, (this.page + 1) * PAGE);
    this.body.replaceChildren(...here.map((row) => this.row(row)));
    this.heads.forEach((head, at) => {
      const mine = COLUMNS[at] === this.sort;
      head.setAttribute("aria-sort", mine ? (this.rising ? "ascending" : "descending") : "none");
    });
    this.paging(pages);
    this.mark();
    if (focused) (this.button(focused) ?? this.body.querySelector("button"))?.focus();
  }

  row({ id, ids, name, label, look, at, unit, risk, links, number: called }) {
    const open = () => this.choose(id, ids);
    const title = called ? `${name} ${called}` : name;
    return el(
      "tr",
      { "data-id": id },
      el(
        "th",
        { scope: "row" },
        el(
          "button",
          { type: "button", "data-id": id, title, on: { click: open } },
          ...(look ? [sign(look, 13), " "] : []),
          name,
        ),
      ),
      el("td", {}, label),
      el("td", { class: "time" }, at ? moment(at, this.board.zone) : "—"),
      el("td", {}, unit ?? "—"),
      el("td", { class: "num" }, risk === null || risk === undefined ? "—" : risk.toFixed(2)),
      el("td", { class: "num" }, number(links)),
    );
  }

  button(id) {
    return this.body.querySelector(`button[data-id="${CSS.escape(id)}"]`);
  }

  choose(id, ids) {
    this.board.choose(ids, "table");
    this.picture.lookAt(id);
  }

  /** Arrows go from row to row; what else a key does is done with the row it is pressed on. */
  move(event) {
    const button = event.target.closest("button");
    if (!button) return;
    const all = [...this.body.querySelectorAll("button")];
    const at = all.indexOf(button);
    const to = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: all.length - 1,
      PageDown: Math.min(at + 12, all.length - 1),
      PageUp: Math.max(at - 12, 0),
    }[event.key];
    if (to !== undefined) {
      all[to]?.focus();
      event.preventDefault();
      return;
    }
    const { ids } = this.all.find(({ id }) => id === button.dataset.id);
    if (!event.altKey && this.keyed(event, ids, button)) event.preventDefault();
  }

  paging(pages) {
    const total = t("table_count", { n: number(this.all.length) });
    const turn = (by, text) =>
      el(
        "button",
        {
          type: "button",
          class: "btn btn-sm",
          disabled: this.page + by < 0 || this.page + by >= pages,
          on: { click: () => ((this.page += by), this.show()) },
        },
        text,
      );
    this.pager.replaceChildren(
      total,
      ...(pages > 1 ? [" ", turn(-1, t("previous")), ` ${this.page + 1} / ${pages} `, turn(1, t("next"))] : []),
    );
  }

  mark(from = "") {
    const stand = this.picture.seen?.stand ?? new Map();
    const chosen = new Set([...this.board.chosen].map((id) => stand.get(id) ?? id));
    let first = null;
    for (const row of this.body.rows) {
      const mine = chosen.has(row.dataset.id);
      row.classList.toggle("chosen", mine);
      if (mine) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
      first ??= mine ? row : null;
    }
    if (from === "picture") first?.scrollIntoView({ block: "nearest" });
  }

  woken() {
    if (this.stale !== false) this.show();
  }
}
