// Which of the things on the board are to be seen now: filters, the span of time, hidden ones, closed groups.

/** {nodes, links, groups, closed}: closed groups stand for their members, with one link for many. */
export function view(board) {
  const { now } = board;
  const seen = shown(board);
  const stand = new Map(); // id -> the closed group that stands for it
  const parent = new Map(); // id -> the open group around it
  const closed = [];
  const groups = [];
  for (const [id, group] of now.groups) {
    const members = [...group.members].filter((member) => seen.has(member));
    if (!members.length) continue;
    const shape = { id: `g:${id}`, group: id, name: group.name, members };
    (group.closed ? closed : groups).push(shape);
    for (const member of members) (group.closed ? stand : parent).set(member, shape.id);
  }
  const nodes = [];
  for (const id of seen) {
    if (!stand.has(id)) nodes.push({ ...board.thing(id), parent: parent.get(id) ?? null });
  }
  return { nodes, groups, closed, stand, links: linksOf(board, seen, stand) };
}

function linksOf(board, seen, stand) {
  const links = [];
  const many = new Map();
  for (const link of board.links.values()) {
    if (!seen.has(link.source) || !seen.has(link.target) || board.now.off.types.has(link.type)) continue;
    const source = stand.get(link.source) ?? link.source;
    const target = stand.get(link.target) ?? link.target;
    if (source === target) continue;
    if (source === link.source && target === link.target) {
      links.push(link);
      continue;
    }
    const id = source < target ? `${source} * ${target}` : `${target} * ${source}`;
    const bundle = many.get(id) ?? { id, source, target, type: null, count: 0 };
    bundle.count += 1;
    many.set(id, bundle);
  }
  return links.concat([...many.values()]);
}

/** Ids that no filter takes away. */
function shown(board) {
  const { now } = board;
  const passing = new Set();
  for (const id of now.nodes) {
    const thing = board.thing(id);
    if (thing && !now.hidden.has(id) && passes(thing, now.off)) passing.add(id);
  }
  return now.span ? inTime(board, passing) : passing;
}

function passes(thing, off) {
  if (off.labels.has(thing.label)) return false;
  if (thing.label === "Dispute" && off.levels.has(thing.level)) return false;
  return !(thing.unit && thing.label !== "Unit" && off.units.has(thing.unit));
}

/** What happened in the span; what has no time of its own is there while something at it is. */
function inTime(board, passing) {
  const [from, to] = board.now.span;
  const within = ({ at }) => at >= from && at <= to;
  const dated = (thing) => thing.at !== null && thing.label === "Incident";
  const seen = new Set();
  for (const id of passing) {
    const thing = board.thing(id);
    if (dated(thing) ? within(thing) : aroundInTime(board, id, dated, within)) seen.add(id);
  }
  return seen;
}

function aroundInTime(board, id, dated, within) {
  let any = false;
  for (const { source, target } of board.touching.get(id) ?? []) {
    const other = board.thing(source === id ? target : source);
    if (!other || !board.now.nodes.has(other.id) || !dated(other)) continue;
    if (within(other)) return true;
    any = true;
  }
  return !any;
}
