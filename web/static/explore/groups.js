// Groups: things put together by hand or by what they have in common; closed, a group is one thing with a count.
import { grown } from "./placing.js";
import { t } from "./words.js";

let made = 0;

export const newGroup = () => `${Date.now().toString(36)}${(made += 1)}`;

/** The groups of the board with `ids` in new ones by what `by` says: dispute, community, unit, label. */
export function grouped(board, ids, by) {
  const buckets = new Map();
  const owner = BY[by](board, ids);
  for (const id of ids) {
    const name = owner(id);
    if (!buckets.has(name)) buckets.set(name, new Set());
    buckets.get(name).add(id);
  }
  const groups = new Map(board.now.groups);
  for (const [name, members] of without(board.now.groups, buckets)) {
    if (members.size > 1) groups.set(newGroup(), { name, members, closed: true });
  }
  return groups;
}

/** A thing is in one group at a time. */
function without(groups, buckets) {
  const inside = new Set([...groups.values()].flatMap(({ members }) => [...members]));
  for (const members of buckets.values()) for (const id of members) if (inside.has(id)) members.delete(id);
  return buckets;
}

const BY = {
  label: (board) => (id) => board.legend.labels[board.thing(id).label].name,
  unit: (board) => (id) => board.thing(id).unit ?? nearest(board, id, ({ unit }) => unit) ?? t("without_unit"),
  community: (board) => (id) =>
    board.thing(id).community ?? nearest(board, id, ({ community }) => community) ?? t("without_community"),
  dispute: (board, ids) => {
    const owners = spread(board, ids);
    return (id) => owners.get(id) ?? nearest(board, id, ({ unit }) => unit) ?? t("without_dispute");
  },
};

/** Each thing's dispute: its own, else that of something tied to it, else that of something tied to that. */
function spread(board, ids) {
  const among = new Set(ids);
  const owners = new Map();
  let edge = ids.filter((id) => board.thing(id).label === "Dispute");
  for (const id of edge) owners.set(id, board.thing(id).name);
  for (let step = 0; step < 3 && edge.length; step += 1) {
    const next = [];
    for (const id of edge) {
      for (const { source, target } of board.touching.get(id) ?? []) {
        const other = source === id ? target : source;
        const { label } = board.thing(other) ?? {};
        if (!among.has(other) || owners.has(other) || label === "Unit" || label === "Officer") continue;
        owners.set(other, owners.get(id));
        next.push(other);
      }
    }
    edge = next;
  }
  return owners;
}

function nearest(board, id, of) {
  for (const { source, target } of board.touching.get(id) ?? []) {
    const found = of(board.thing(source === id ? target : source) ?? {});
    if (found) return found;
  }
  return null;
}

/** The groups with these things taken together under a name. */
export function together(board, ids, name) {
  const taken = new Set(ids);
  const groups = new Map();
  for (const [id, group] of board.now.groups) {
    const members = new Set([...group.members].filter((member) => !taken.has(member)));
    if (members.size) groups.set(id, { ...group, members });
  }
  return groups.set(newGroup(), { name, members: taken, closed: false });
}

function changed(board, group, changes) {
  const groups = new Map(board.now.groups);
  groups.set(group, { ...groups.get(group), ...changes });
  return groups;
}

/** An open group: its members around where it stood closed, and everything else moved out of their way. */
export function unfolded(board, group) {
  const { spots, groups } = board.now;
  const { members } = groups.get(group);
  const [x, y] = spots.get(`g:${group}`) ?? centre([...members].map((id) => spots.get(id)).filter(Boolean));
  const tied = (id) => (board.touching.get(id) ?? []).map(({ source, target }) => (source === id ? target : source));
  const inside = grown(
    [...members].filter((id) => board.now.nodes.has(id)),
    tied,
  );
  const [midX, midY] = centre([...inside.values()]);
  const reach = Math.max(...[...inside.values()].map(([left, top]) => Math.hypot(left - midX, top - midY)));
  const moved = new Map(spots);
  for (const [id, [left, top]] of spots) {
    if (members.has(id)) continue;
    const far = Math.hypot(left - x, top - y) || 1;
    moved.set(id, [Math.round(left + ((left - x) * reach) / far), Math.round(top + ((top - y) * reach) / far)]);
  }
  for (const [id, [left, top]] of inside) moved.set(id, [Math.round(left - midX + x), Math.round(top - midY + y)]);
  return { groups: changed(board, group, { closed: false }), spots: moved };
}

/** A closed group stands where the middle of its members was. */
export function folded(board, group) {
  const { spots, groups } = board.now;
  const at = [...groups.get(group).members].map((id) => spots.get(id)).filter(Boolean);
  return { groups: changed(board, group, { closed: true }), spots: new Map(spots).set(`g:${group}`, centre(at)) };
}

function centre(spots) {
  const mean = (axis) => Math.round(spots.reduce((sum, at) => sum + at[axis], 0) / (spots.length || 1));
  return [mean(0), mean(1)];
}

export function apart(board, group) {
  const groups = new Map(board.now.groups);
  groups.delete(group);
  return groups;
}
