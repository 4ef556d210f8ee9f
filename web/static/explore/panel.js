// The panel: what is known of the chosen thing, what leads away from it, and what can be done with it.
import { el, moment } from "./elements.js";
import { sign } from "./look.js";
import { get } from "./server.js";
import { number, t } from "./words.js";

export class Panel {
  constructor(holder, board, actions, doing) {
    Object.assign(this, { holder, board, actions, doing });
    board.addEventListener("chosen", () => this.show());
    board.addEventListener("changed", () => this.show());
    board.addEventListener("expanded", () => this.show());
    this.show();
  }

  show() {
    const { chosen } = this.board;
    const about = [...chosen].join(" ");
    const same = about === this.about;
    this.about = about;
    if (chosen.size === 1) this.one([...chosen][0], same);
    else
      this.holder.replaceChildren(
        ...(chosen.size ? this.several([...chosen]) : [el("p", { class: "text-secondary" }, t("choose_one"))]),
      );
  }

  /** What a relationship says: between whom, its weight, and why. */
  async tie({ source, type, target }) {
    this.about = `${source} ${type} ${target}`;
    const mine = this.about;
    const end = (id) =>
      el(
        "button",
        { type: "button", class: "btn btn-link btn-sm", on: { click: () => this.board.choose([id]) } },
        this.board.thing(id).name,
      );
    const facts = el("dl", { class: "facts" });
    this.holder.replaceChildren(
      el("h2", {}, this.board.legend.types[type].name),
      el("p", {}, end(source), " → ", end(target)),
      facts,
    );
    const answer = await this.actions.tried(() => get("/explore/link", { start: source, type, end: target }));
    if (!answer || this.about !== mine) return;
    facts.replaceChildren(
      ...answer.facts.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, ...this.said(value))]),
    );
  }

  several(ids) {
    return [
      el("h2", {}, t("chosen_many", { n: number(ids.length) })),
      el("div", { class: "explore-doing" }, ...this.doing(ids).map((act) => this.button(act))),
    ];
  }

  button({ text, work, key, off }) {
    return el(
      "button",
      {
        type: "button",
        class: "btn btn-sm",
        disabled: Boolean(off),
        title: key ? `${text} (${key})` : text,
        on: { click: work },
      },
      text,
    );
  }

  async one(id, same) {
    const thing = this.board.thing(id);
    const look = this.board.legend.labels[thing.label];
    const head = el("h2", { class: "explore-name" }, sign(look, 18), ` ${thing.name}`);
    const note = this.board.now.notes.get(id);
    const under = el("p", { class: "text-secondary" }, `${look.name}${thing.number ? ` · ${thing.number}` : ""}`);
    const doing = el("div", { class: "explore-doing" }, ...this.doing([id]).map((act) => this.button(act)));
    const kinds = el("ul", { class: "plain explore-kinds" });
    const facts = el("dl", { class: "facts" });
    this.holder.replaceChildren(
      head,
      under,
      ...(note ? [el("p", { class: "explore-note" }, `✎ ${note}`)] : []),
      doing,
      el("h3", {}, t("leads_to")),
      kinds,
      el("h3", {}, t("facts")),
      facts,
    );
    if (same && this.facts) facts.append(...this.facts.cloneNode(true).childNodes);
    const [found, written] = await Promise.all([
      this.actions.kinds(id),
      same && this.facts ? null : this.actions.tried(() => get("/explore/about", { node: id })),
    ]);
    if (this.about !== id) return;
    kinds.replaceChildren(...this.leads(id, found));
    if (written) {
      facts.replaceChildren(
        ...written.facts.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, ...this.said(value))]),
      );
      if (!written.facts.length && thing.at)
        facts.append(el("dt", {}, t("time")), el("dd", {}, moment(thing.at, this.board.zone)));
      this.facts = facts.cloneNode(true);
    }
  }

  said(value) {
    if (Array.isArray(value)) return [el("ul", { class: "plain" }, ...value.map((one) => el("li", {}, one)))];
    if (value?.href) return [el("a", { href: value.href, target: "_blank", rel: "noopener" }, value.text)];
    return [value];
  }

  /** One line a kind: how many there are, how many of them stand here, and the rest on demand. */
  leads(id, kinds) {
    const { labels, types } = this.board.legend;
    if (!kinds.length) return [el("li", { class: "text-secondary" }, t("leads_nowhere"))];
    return kinds.map((kind) => {
      const here = this.standing(id, kind);
      const { hidden } = this.actions.progress(id, kind);
      const left = Math.max(0, Math.min(kind.count - here, this.actions.left(id, kind)));
      const arrow = kind.outgoing ? "→" : "←";
      const text = `${types[kind.type]?.name ?? kind.type} ${arrow} ${labels[kind.label]?.name ?? kind.label}`;
      const more = t("more", { n: number(left) });
      return el(
        "li",
        {},
        el("span", { class: "explore-kind" }, sign(labels[kind.label] ?? labels.Thing, 14), ` ${text}`),
        el("span", { class: "num" }, `${number(here)} / ${number(kind.count)}`),
        left
          ? el(
              "button",
              {
                type: "button",
                class: "btn btn-sm",
                "aria-label": `${text}: ${more}`,
                on: { click: () => this.actions.moreOf(id, kind, 50) },
              },
              more,
            )
          : el("span", { class: "text-secondary" }, hidden ? t("rest_hidden", { n: number(hidden) }) : ""),
      );
    });
  }

  standing(id, kind) {
    const { nodes } = this.board.now;
    const others = (this.board.touching.get(id) ?? []).filter(({ source, target, type }) => {
      const other = kind.outgoing ? target : source;
      const near = kind.outgoing ? source : target;
      return type === kind.type && near === id && nodes.has(other) && this.board.thing(other)?.label === kind.label;
    });
    return others.length;
  }
}
