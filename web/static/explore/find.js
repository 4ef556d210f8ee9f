// The search box: things by name or number, added to the board.
import { el } from "./elements.js";
import { sign } from "./look.js";
import { get } from "./server.js";
import { t } from "./words.js";

const PAUSE_MS = 150;

export function find(input, list, board, actions) {
  let waiting = 0;
  let asked = 0;
  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const pick = (id) => {
    close();
    input.value = "";
    actions.begin(id);
  };
  const options = () => [...list.querySelectorAll("[role=option]")];
  const light = (at) => {
    options().forEach((option, order) => option.setAttribute("aria-selected", String(order === at)));
    const option = options()[at];
    if (option) input.setAttribute("aria-activedescendant", option.id);
    option?.scrollIntoView({ block: "nearest" });
  };
  const look = async () => {
    const text = input.value.trim();
    if (!text) return close();
    const mine = (asked += 1);
    const answer = await actions.tried(() => get("/explore/find", { text }));
    if (!answer || mine !== asked) return undefined;
    const { labels } = board.legend;
    list.replaceChildren(
      ...answer.nodes.map(({ id, label, name, number }, at) =>
        el(
          "li",
          { role: "option", id: `found-${at}`, "aria-selected": "false", "data-id": id, on: { click: () => pick(id) } },
          sign(labels[label], 14),
          ` ${name} `,
          el("span", { class: "text-secondary" }, `${labels[label].name}${number ? ` ${number}` : ""}`),
        ),
      ),
    );
    if (!answer.nodes.length) list.append(el("li", { class: "text-secondary" }, t("found_nothing")));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    light(0);
    return undefined;
  };
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, PAUSE_MS);
  });
  input.addEventListener("keydown", (event) => {
    const all = options();
    const at = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown") light(Math.min(at + 1, all.length - 1));
    else if (event.key === "ArrowUp") light(Math.max(at - 1, 0));
    else if (event.key === "Enter" && all[at] && !list.hidden) pick(all[at].dataset.id);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", () => setTimeout(close, 200));
}
