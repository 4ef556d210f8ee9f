// What Cytoscape is given to draw: nodes, groups and links of the view, with their names and places.
import { day } from "./elements.js";
import { number, short, t } from "./words.js";

/** By id; `lit` ids are on the way that was found last. */
export function cells(board, { nodes, groups, closed, links }, lit) {
  const { now, legend } = board;
  const found = new Map();
  for (const { id, group, name, members } of groups) {
    found.set(id, {
      group: "nodes",
      classes: "group",
      data: { id, of: group, shown: `${name} (${number(members.length)})` },
    });
  }
  for (const { id, group, name, members } of closed) {
    const shown = `${short(name, 24)} · ${number(members.length)}`;
    found.set(id, {
      group: "nodes",
      classes: "closed",
      position: spot(now, id) ?? middle(now, members),
      data: { id, of: group, shown, count: members.length },
    });
  }
  for (const node of nodes) {
    const pinned = now.pinned.has(node.id);
    const note = now.notes.get(node.id);
    const when = node.label === "Incident" && node.at ? `${day(node.at, board.zone).slice(5)} ` : "";
    const shown = `${pinned ? "⚲ " : ""}${when}${short(node.name, 22)}${note ? ` ✎ ${short(note, 16)}` : ""}`;
    const data = { id: node.id, label: node.label, level: node.level, shown, pinned, note: note ?? null };
    if (node.parent) data.parent = node.parent;
    found.set(node.id, {
      group: "nodes",
      data,
      position: spot(now, node.id),
      classes: lit.has(node.id) ? "way" : "",
    });
  }
  for (const { id, source, target, type, count } of links) {
    const shown = type ? legend.types[type].name : t("many_links", { n: number(count) });
    found.set(id, { group: "edges", data: { id, source, target, type, shown, ...(count ? { count } : {}) } });
  }
  return found;
}

function spot(now, id) {
  const at = now.spots.get(id);
  return at ? { x: at[0], y: at[1] } : undefined;
}

function middle(now, members) {
  const spots = members.map((id) => now.spots.get(id)).filter(Boolean);
  if (!spots.length) return undefined;
  const mean = (axis) => spots.reduce((sum, at) => sum + at[axis], 0) / spots.length;
  return { x: mean(0), y: mean(1) };
}
