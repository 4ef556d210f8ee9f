// What goes on: counts, what is hidden and why, what was refused, whether something is being worked on.
import { number, t } from "./words.js";

const LASTS_MS = 9000;

export class Status {
  constructor(root, board) {
    this.board = board;
    this.root = root;
    for (const name of ["counts", "notice", "busy", "undo", "redo", "unhide", "unseen", "empty"]) {
      this[name] = root.querySelector(`#explore-${name}`);
    }
    this.working = 0;
    board.addEventListener("changed", () => this.show());
    board.addEventListener("notice", ({ detail }) => this.say(detail));
    board.addEventListener("refused", ({ detail }) => this.say(refusal(detail), true));
    board.addEventListener("working", ({ detail }) => this.wait(detail ? 1 : -1));
    board.addEventListener("laying", ({ detail }) => this.lay(detail));
    this.show();
  }

  /** Types of which there is a relationship between things on the board. */
  get drawable() {
    const { nodes } = this.board.now;
    const found = new Set();
    for (const { source, target, type } of this.board.links.values()) {
      if (!found.has(type) && nodes.has(source) && nodes.has(target)) found.add(type);
    }
    return found;
  }

  show() {
    const { now, undoable, redoable } = this.board;
    this.undo.disabled = undoable === null;
    this.redo.disabled = redoable === null;
    this.undo.title = undoable ? t("undo_it", { what: t(undoable) }) : t("undo");
    this.redo.title = redoable ? t("redo_it", { what: t(redoable) }) : t("redo");
    this.root.dataset.things = now.nodes.size;
    const undrawn = [...now.off.types].some((type) => this.drawable.has(type));
    this.counts.textContent = t(undrawn ? "counts_undrawn" : "counts", { n: number(now.nodes.size) });
    this.unhide.hidden = now.hidden.size === 0;
    this.unhide.textContent = t("unhide", { n: number(now.hidden.size) });
    this.unseen.textContent = this.board.unseen ? t("unseen", { n: number(this.board.unseen) }) : "";
    this.empty.hidden = now.nodes.size > 0 || this.working > 0;
  }

  say(text, bad = false) {
    this.notice.textContent = text;
    this.notice.classList.toggle("bad", bad);
    this.notice.hidden = false;
    clearTimeout(this.fading);
    this.fading = setTimeout(() => (this.notice.hidden = true), LASTS_MS);
  }

  wait(by) {
    this.working += by;
    this.busy.classList.toggle("on", this.working > 0);
    this.mark();
    this.show();
  }

  /** Whether everything that was begun is done: the page's state for whoever waits for it. */
  mark() {
    this.root.dataset.state = this.busy.matches(".on, .laying") ? "busy" : "ready";
  }

  lay(on) {
    this.busy.classList.toggle("laying", on);
    this.mark();
  }
}

const REFUSALS = {
  0: "refused_lost",
  401: "refused_session",
  403: "refused_role",
  404: "refused_gone",
  503: "refused_down",
};

function refusal(status) {
  return t(REFUSALS[status] ?? "refused_other");
}
