// Where new things go before any layout, and without moving what stands: at once, for thousands.
const RING = 90;
const APART = 70;

/** Spots for `fresh` ids: around what they are tied to, or beside everything when they are tied to nothing. */
export function placed(fresh, spots, neighbours, anchor = null) {
  const found = new Map(spots);
  if (!fresh.length) return found;
  if (!found.size) return grown(fresh, neighbours);
  const taken = new Grid(found.values());
  const waiting = new Map(); // what it hangs on -> ids
  for (const id of fresh) {
    const hook =
      found.has(anchor) && neighbours(id).includes(anchor) ? anchor : neighbours(id).find((other) => found.has(other));
    const key = hook ?? "";
    if (!waiting.has(key)) waiting.set(key, []);
    waiting.get(key).push(id);
  }
  const loose = waiting.get("") ?? [];
  waiting.delete("");
  for (const [hook, ids] of waiting) fan(ids, found.get(hook), outward(found, hook), found, taken);
  const later = loose.filter((id) => neighbours(id).some((other) => found.has(other)));
  for (const id of later) fan([id], found.get(neighbours(id).find((other) => found.has(other))), 0, found, taken);
  const alone = loose.filter((id) => !found.has(id));
  if (alone.length) beside(grown(alone, neighbours), found);
  return found;
}

/** Rings around a point, beginning in a direction, where nothing stands yet. */
function fan(ids, [x, y], direction, found, taken) {
  let ring = 1;
  let at = 0;
  for (const id of ids) {
    for (;;) {
      const room = Math.max(6, Math.floor((2 * Math.PI * RING * ring) / APART));
      const turn = direction + (Math.ceil(at / 2) * (at % 2 ? 1 : -1) * 2 * Math.PI) / room;
      const spot = [Math.round(x + RING * ring * Math.cos(turn)), Math.round(y + RING * ring * Math.sin(turn))];
      at += 1;
      if (at >= room) {
        ring += 1;
        at = 0;
      }
      if (taken.free(spot) || ring > 60) {
        found.set(id, spot);
        taken.add(spot);
        break;
      }
    }
  }
}

/** Away from the middle of everything. */
function outward(found, hook) {
  let [sumX, sumY] = [0, 0];
  for (const [x, y] of found.values()) {
    sumX += x;
    sumY += y;
  }
  const [x, y] = found.get(hook);
  const turn = Math.atan2(y - sumY / found.size, x - sumX / found.size);
  return Number.isFinite(turn) ? turn : 0;
}

class Grid {
  constructor(spots) {
    this.cells = new Set();
    for (const spot of spots) this.add(spot);
  }

  key([x, y], dx = 0, dy = 0) {
    return `${Math.round(x / 50) + dx} ${Math.round(y / 50) + dy}`;
  }

  add(spot) {
    this.cells.add(this.key(spot));
  }

  free(spot) {
    return !this.cells.has(this.key(spot));
  }
}

function beside(more, found) {
  const right = Math.max(...[...found.values()].map(([x]) => x));
  const left = Math.min(...[...more.values()].map(([x]) => x));
  for (const [id, [x, y]] of more) found.set(id, [x - left + right + 2 * RING, y]);
}

/** Everything from nothing: each connected part as rings around its busiest thing, the parts side by side. */
export function grown(ids, neighbours) {
  const among = new Set(ids);
  const tied = new Map(ids.map((id) => [id, neighbours(id).filter((other) => among.has(other))]));
  const busiest = [...ids].sort((one, other) => tied.get(other).length - tied.get(one).length);
  const parts = [];
  const reached = new Set();
  for (const start of busiest) {
    if (!reached.has(start)) parts.push(rings(start, tied, reached));
  }
  return packed(parts);
}

function rings(start, tied, reached) {
  const part = new Map([[start, [0, 0]]]);
  reached.add(start);
  let edge = [start];
  let radius = 0;
  while (edge.length) {
    const next = [];
    for (const id of edge) {
      for (const other of tied.get(id)) {
        if (reached.has(other)) continue;
        reached.add(other);
        next.push(other);
      }
    }
    radius = Math.max(radius + RING * 1.3, (next.length * APART) / (2 * Math.PI));
    next.forEach((id, order) => {
      const turn = (order * 2 * Math.PI) / next.length;
      part.set(id, [Math.round(radius * Math.cos(turn)), Math.round(radius * Math.sin(turn))]);
    });
    if (next.length) part.radius = radius;
    edge = next;
  }
  return part;
}

function packed(parts) {
  const found = new Map();
  const area = parts.reduce((sum, part) => sum + (2 * (part.radius ?? 0) + APART) ** 2, 0);
  const wide = Math.sqrt(area) * 1.4;
  let [x, y, row] = [0, 0, 0];
  for (const part of parts) {
    const size = 2 * (part.radius ?? 0) + APART * 1.5;
    if (x && x + size > wide) {
      [x, y, row] = [0, y + row, 0];
    }
    for (const [id, [dx, dy]] of part) found.set(id, [Math.round(x + size / 2 + dx), Math.round(y + size / 2 + dy)]);
    x += size;
    row = Math.max(row, size);
  }
  return found;
}
