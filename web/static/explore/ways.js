// Ways: how one thing leads to another, the shortest or all of the shortest, over chosen relationships.
import { el } from "./elements.js";
import { post } from "./server.js";
import { number, t } from "./words.js";

export class Ways {
  constructor(holder, board, picture, actions, show) {
    Object.assign(this, { holder, board, picture, actions, show });
    this.ends = [null, null];
    this.build();
    board.addEventListener("chosen", ({ detail }) => this.take(detail));
  }

  build() {
    this.names = [0, 1].map(() => el("output", {}));
    this.every = el("input", { type: "checkbox", class: "form-check-input" });
    this.types = Object.entries(this.board.legend.types).map(([type, { name, shy }]) => [
      type,
      el("input", { type: "checkbox", class: "form-check-input", checked: !shy }),
      name,
    ]);
    this.longest = el("input", { type: "number", class: "form-control", min: 1, max: 16, value: 8 });
    this.result = el("div", { "aria-live": "polite" });
    this.go = el(
      "button",
      { type: "button", class: "btn btn-primary", on: { click: () => this.find() } },
      t("ways_find"),
    );
    this.holder.replaceChildren(
      el("p", { class: "text-secondary" }, t("ways_how")),
      el(
        "dl",
        { class: "facts" },
        el("dt", {}, t("ways_start")),
        el("dd", {}, this.names[0]),
        el("dt", {}, t("ways_end")),
        el("dd", {}, this.names[1]),
      ),
      el(
        "p",
        {},
        el(
          "button",
          { type: "button", class: "btn btn-sm", on: { click: () => (this.ends.reverse(), this.name()) } },
          t("ways_turn"),
        ),
        " ",
        el(
          "button",
          { type: "button", class: "btn btn-sm", on: { click: () => ((this.ends = [null, null]), this.name()) } },
          t("ways_anew"),
        ),
      ),
      el("label", { class: "form-check" }, this.every, el("span", { class: "form-check-label" }, t("ways_every"))),
      el("label", { class: "explore-longest" }, t("ways_longest"), this.longest),
      el(
        "details",
        {},
        el("summary", {}, t("ways_over")),
        el(
          "div",
          { class: "explore-checks" },
          ...this.types.map(([, box, name]) =>
            el("label", { class: "form-check" }, box, el("span", { class: "form-check-label" }, name)),
          ),
        ),
      ),
      this.go,
      this.result,
    );
    this.name();
  }

  name() {
    this.ends.forEach((id, at) => (this.names[at].textContent = id ? this.board.thing(id).name : t("ways_choose")));
    this.go.disabled = !this.ends.every(Boolean);
  }

  /** While the panel is open, what is chosen becomes the ends in turn. */
  take() {
    if (this.holder.hidden) return;
    const [one, other] = this.board.chosen;
    if (this.board.chosen.size === 2) this.ends = [one, other];
    else if (this.board.chosen.size === 1 && !this.ends.includes(one)) {
      if (!this.ends[0]) this.ends[0] = one;
      else this.ends[1] = one;
    }
    this.name();
  }

  from(id) {
    this.ends = [id, null];
    this.name();
    this.show();
  }

  between(ids) {
    this.ends = ids.slice(0, 2);
    this.name();
    this.show();
    this.find();
  }

  async find() {
    const [start, end] = this.ends;
    const chosen = this.types.filter(([, box]) => box.checked).map(([type]) => type);
    const types = chosen.length === this.types.length ? [] : chosen;
    const asked = { start, end, types, longest: Number(this.longest.value) || 8, every: this.every.checked };
    const answer = await this.actions.tried(() => post("/explore/ways", asked));
    if (!answer) return;
    const ids = answer.nodes.map(({ id }) => id);
    if (ids.length) {
      const word = asked.every ? "step_all_ways" : "step_way";
      if (ids.some((id) => !this.board.now.nodes.has(id) || this.board.now.hidden.has(id)))
        this.actions.arrive(answer, word, { around: start });
      else this.board.learn({ links: answer.links });
      this.picture.light(ids);
      this.board.choose([]);
      this.picture.cy.animate({
        fit: {
          eles: this.picture.cy.nodes().filter((node) => this.picture.idsOf(node).some((id) => ids.includes(id))),
          padding: 60,
        },
        duration: 250,
      });
    }
    this.say(answer);
  }

  say({ nodes, count, length, hidden, hubs, ended }) {
    const lines = [];
    if (nodes.length) lines.push(t(count > 1 ? "ways_many" : "ways_one", { n: number(count), steps: length }));
    else lines.push(t("ways_none"));
    if (hidden) lines.push(t("ways_hidden", { n: number(hidden) }));
    if (hubs) lines.push(t("ways_hubs", { n: number(hubs) }));
    if (ended) lines.push(t("ways_ended"));
    const walk =
      nodes.length && count === 1
        ? [
            el(
              "ol",
              {},
              ...nodes.map(({ id, name }) =>
                el(
                  "li",
                  {},
                  el(
                    "button",
                    {
                      type: "button",
                      class: "btn btn-link btn-sm",
                      on: { click: () => (this.board.choose([id]), this.picture.lookAt(id)) },
                    },
                    name,
                  ),
                ),
              ),
            ),
          ]
        : [];
    this.result.replaceChildren(...lines.map((line) => el("p", {}, line)), ...walk);
  }
}
