// The context menu: what can be done with what is under the pointer or chosen, by mouse and by keys.
import { el } from "./elements.js";

let open = null;

export function close() {
  if (!open) return;
  const { list, back } = open;
  open = null;
  list.remove();
  back?.focus?.();
}

/** Show `acts` at a point of the window; focus goes `back` where it was. */
export function show(acts, x, y, back) {
  close();
  const items = acts.map(({ text, work, key, off }) =>
    el(
      "button",
      {
        type: "button",
        role: "menuitem",
        tabIndex: -1,
        disabled: Boolean(off),
        on: { click: () => (close(), work()) },
      },
      el("span", {}, text),
      el("kbd", {}, key ?? ""),
    ),
  );
  const list = el("div", { class: "explore-menu", role: "menu", on: { keydown: moved } }, ...items);
  document.body.append(list);
  const { width, height } = list.getBoundingClientRect();
  list.style.left = `${Math.max(4, Math.min(x, innerWidth - width - 4))}px`;
  list.style.top = `${Math.max(4, Math.min(y, innerHeight - height - 4))}px`;
  open = { list, back };
  list.querySelector("button:enabled")?.focus();
}

function moved(event) {
  const items = [...event.currentTarget.querySelectorAll("button:enabled")];
  const at = items.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (event.key === "Escape" || event.key === "Tab") close();
  else if (to !== undefined) items.at(to % items.length).focus();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

addEventListener("pointerdown", (event) => open && !open.list.contains(event.target) && close(), true);
addEventListener("resize", close);
