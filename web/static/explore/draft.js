// A board that was not kept outlives a reload and the way back from another page: with the page's own entry in the
// browser's history, as the engine's numbers and places, with nobody's name and no note. Losing more is asked about.
const PAUSE_MS = 400;

/** What the entry of this page holds, read before the board begins its own; null for a new visit. */
export function left() {
  const draft = history.state?.draft;
  return draft?.length ? draft : null;
}

/** Keep the draft current, and ask before notes or groups that were not kept are lost. */
export function watch(board, kept) {
  let waiting = 0;
  const write = () => {
    const { nodes, spots, pinned, hidden } = board.now;
    const draft = [...nodes].map((id) => [id, ...(spots.get(id) ?? [0, 0]), pinned.has(id), hidden.has(id)]);
    history.replaceState({ ...history.state, draft }, "");
  };
  board.addEventListener("changed", () => {
    clearTimeout(waiting);
    waiting = setTimeout(write, PAUSE_MS);
  });
  addEventListener("beforeunload", (event) => {
    if (board.at !== kept() && (board.now.notes.size || board.now.groups.size)) event.preventDefault();
  });
}

/** The parts of the board that a draft has, of things that are still `there`. */
export function restored(draft, there) {
  const mine = draft.filter(([id]) => there.has(id));
  return {
    nodes: new Set(mine.map(([id]) => id)),
    spots: new Map(mine.map(([id, x, y]) => [id, [x, y]])),
    pinned: new Set(mine.filter(([, , , pinned]) => pinned).map(([id]) => id)),
    hidden: new Set(mine.filter(([, , , , hidden]) => hidden).map(([id]) => id)),
  };
}
