// Dates above a picture that is laid out by time, moving with it.
import { day, el } from "./elements.js";

/** Dates stand at least so many points apart. */
const APART = 110;

export function axis(holder, board, cy) {
  const draw = () => {
    const { axis: span } = board.now;
    holder.hidden = !span;
    if (!span) return;
    const [first, last, wide] = span;
    const { x1, x2 } = cy.extent();
    const zoom = cy.zoom();
    const step = APART / zoom;
    const ticks = [];
    for (let x = Math.max(0, Math.ceil(x1 / step) * step); x <= Math.min(wide, x2); x += step) {
      const tick = el("span", {}, day(first + ((last - first) * x) / wide, board.zone));
      tick.style.left = `${Math.round((x - x1) * zoom)}px`;
      ticks.push(tick);
    }
    holder.replaceChildren(...ticks);
  };
  cy.on("viewport", draw);
  board.addEventListener("drawn", draw);
}
