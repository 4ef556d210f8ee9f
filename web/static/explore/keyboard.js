// Keys. Single letters act only on the picture and the table, never while somebody types.
import { show } from "./menu.js";
import { t } from "./words.js";
import { ask } from "./dialog.js";

const LETTERS = { e: "expand", w: "ways", p: "pin", h: "hide", Delete: "hide", n: "note", g: "group", c: "fold" };

/** A function that does what a key says with `ids`; true when it meant something. */
export function keys(doing) {
  return (event, ids, where) => {
    if (event.ctrlKey || event.metaKey) return false;
    if (event.key === "ContextMenu" || (event.shiftKey && event.key === "F10")) {
      const { left, bottom } = where.getBoundingClientRect();
      show(doing(ids), left + 12, Math.min(bottom, innerHeight - 20), where);
      return true;
    }
    const wanted = LETTERS[event.key] ?? LETTERS[event.key.toLowerCase()];
    const act = wanted && ids.length ? doing(ids).find(({ name }) => name === wanted) : null;
    act?.work();
    return Boolean(act);
  };
}

export function install({ board, picture, keyed, find }) {
  const { holder, cy } = picture;
  holder.addEventListener("keydown", (event) => {
    const pan = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }[event.key];
    const zoom = { "+": 1.25, "=": 1.25, "-": 0.8 }[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (pan) cy.panBy({ x: pan[0], y: pan[1] });
    else if (zoom) picture.zoom(zoom);
    else if (event.key === "0" || event.key === "f") picture.fit();
    else if (event.key === "Escape") board.choose([]);
    else if (event.key === "[" || event.key === "]") next(board, picture, event.key === "]" ? 1 : -1);
    else if (!keyed(event, [...board.chosen], holder)) return;
    event.preventDefault();
  });
  addEventListener("keydown", (event) => {
    const writing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) && event.target.type !== "range";
    const undo = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z";
    if (writing || document.querySelector("dialog[open]")) return;
    if (undo && !event.shiftKey) board.undo();
    else if (undo || ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "y")) board.redo();
    else if (event.key === "/" && !event.ctrlKey) find.focus();
    else if (event.key === "?") help();
    else return;
    event.preventDefault();
  });
}

/** Step from one thing to the next in the picture, the busiest first. */
function next(board, picture, by) {
  const nodes = picture.cy
    .nodes()
    .filter((node) => !node.isParent())
    .sort((one, other) => other.degree() - one.degree());
  if (nodes.empty()) return;
  const [chosen] = board.chosen;
  const at = nodes.toArray().findIndex((node) => picture.idsOf(node).includes(chosen));
  const node = nodes[(at + by + nodes.length) % nodes.length];
  board.choose(picture.idsOf(node));
  picture.lookAt(node.id());
}

export function help() {
  return ask({ title: t("keys_title"), text: t("keys_text"), choices: [] });
}
