// A board as it is kept, and a kept map as parts of a board.

/** The board as it is kept, and from where it is looked at. */
export function packed(board, cy) {
  const { now } = board;
  const ids = [...now.nodes];
  const order = new Map(ids.map((id, at) => [id, at]));
  const { x, y } = cy.pan();
  return {
    nodes: ids.map((id) => {
      const [left, top] = now.spots.get(id) ?? [0, 0];
      return {
        id,
        x: left,
        y: top,
        pinned: now.pinned.has(id),
        hidden: now.hidden.has(id),
        note: now.notes.get(id) ?? "",
      };
    }),
    groups: [...now.groups].map(([id, { name, closed, members }]) => {
      const [left, top] = now.spots.get(`g:${id}`) ?? [null, null];
      return {
        name,
        closed,
        members: [...members].filter((member) => order.has(member)).map((member) => order.get(member)),
        x: left,
        y: top,
      };
    }),
    off: Object.fromEntries(Object.entries(now.off).map(([of, keys]) => [of, [...keys]])),
    span: now.span,
    axis: now.axis,
    eye: { zoom: cy.zoom(), x, y },
  };
}

/** The parts of the board that a kept map says. */
export function whole({ nodes, groups, off, span, axis }) {
  const spots = new Map(nodes.map(({ id, x, y }) => [id, [x, y]]));
  const named = new Map(
    groups.map(({ name, closed, members }, at) => [
      `k${Date.now().toString(36)}${at}`,
      { name, closed, members: new Set(members) },
    ]),
  );
  [...named.keys()].forEach((id, at) => groups[at].x !== null && spots.set(`g:${id}`, [groups[at].x, groups[at].y]));
  return {
    nodes: new Set(nodes.map(({ id }) => id)),
    spots,
    pinned: new Set(nodes.filter(({ pinned }) => pinned).map(({ id }) => id)),
    hidden: new Set(nodes.filter(({ hidden }) => hidden).map(({ id }) => id)),
    notes: new Map(nodes.filter(({ note }) => note).map(({ id, note }) => [id, note])),
    groups: named,
    off: Object.fromEntries(Object.entries(off).map(([of, keys]) => [of, new Set(keys)])),
    span,
    axis,
  };
}

/** The same beside what stands there: that keeps its places, notes and filters. */
export function added(now, state) {
  const map = whole(state);
  const right = Math.max(0, ...[...now.spots.values()].map(([x]) => x));
  const left = Math.min(0, ...[...map.spots.values()].map(([x]) => x));
  const spots = new Map(now.spots);
  for (const [id, [x, y]] of map.spots) if (!spots.has(id)) spots.set(id, [x - left + right + 250, y]);
  return {
    nodes: new Set([...now.nodes, ...map.nodes]),
    spots,
    pinned: new Set([...now.pinned, ...map.pinned]),
    hidden: new Set([...now.hidden, ...[...map.hidden].filter((id) => !now.nodes.has(id))]),
    notes: new Map([...map.notes, ...now.notes]),
    groups: new Map([...now.groups, ...map.groups]),
  };
}
