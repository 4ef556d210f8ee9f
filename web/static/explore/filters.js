// Filters, which are the legend as well: what each sign means, how many there are, and whether it is shown.
import { el } from "./elements.js";
import { sign } from "./look.js";
import { number, t } from "./words.js";

export class Filters {
  constructor(holder, board, levels) {
    Object.assign(this, { holder, board, levels });
    board.addEventListener("changed", () => this.show());
    this.show();
  }

  show() {
    if (this.board.passing) return;
    const open = document.activeElement?.dataset?.filter;
    const counts = this.counted();
    const { labels, types } = this.board.legend;
    this.holder.replaceChildren(
      this.part("labels", t("filter_labels"), counts.labels, (label) => [
        sign(labels[label], 15),
        ` ${labels[label].name}`,
      ]),
      this.part("types", t("filter_types"), counts.types, (type) => [types[type].name]),
      this.part("levels", t("filter_levels"), counts.levels, (level) => [
        el("span", { class: `risk risk-${level}` }, this.levels[level]),
      ]),
      this.part("units", t("filter_units"), counts.units, (unit) => [unit]),
    );
    if (open) this.holder.querySelector(`[data-filter="${CSS.escape(open)}"]`)?.focus();
  }

  counted() {
    const counts = { labels: new Map(), types: new Map(), levels: new Map(), units: new Map() };
    const add = (of, key) => counts[of].set(key, (counts[of].get(key) ?? 0) + 1);
    const { nodes } = this.board.now;
    for (const id of nodes) {
      const { label, level, unit } = this.board.thing(id);
      add("labels", label);
      if (label === "Dispute" && this.levels[level]) add("levels", level);
      if (unit && label !== "Unit") add("units", unit);
    }
    for (const { source, target, type } of this.board.links.values()) {
      if (nodes.has(source) && nodes.has(target)) add("types", type);
    }
    return counts;
  }

  part(of, title, counts, said) {
    if (!counts.size) return el("div");
    const lines = [...counts].sort(([, one], [, other]) => other - one);
    return el(
      "fieldset",
      { class: "explore-filter" },
      el("legend", {}, title),
      ...lines.map(([key, count]) => {
        const box = el("input", {
          type: "checkbox",
          class: "form-check-input",
          checked: !this.board.now.off[of].has(key),
          "data-filter": `${of} ${key}`,
          on: { change: () => this.turn(of, key, !box.checked) },
        });
        return el(
          "label",
          { class: "form-check" },
          box,
          el("span", { class: "form-check-label" }, ...said(key)),
          el("span", { class: "num" }, number(count)),
        );
      }),
    );
  }

  turn(of, key, off) {
    const { off: old } = this.board.now;
    const set = new Set(old[of]);
    if (off) set.add(key);
    else set.delete(key);
    this.board.act("step_filtered", { off: { ...old, [of]: set } });
  }
}
