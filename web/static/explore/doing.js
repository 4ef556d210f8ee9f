// What can be done with chosen things, as menu, panel and keys offer it.
import { ask } from "./dialog.js";
import { apart, folded, together, unfolded } from "./groups.js";
import { t } from "./words.js";

/** A function from ids to the acts on them: {text, key, work, off}. */
export function doing(board, actions, ways) {
  const group = async (ids) => {
    const name = await ask({
      title: t("group_title"),
      field: { label: t("group_name"), value: t("group"), most: 40, required: true },
      choices: [{ text: t("group_make"), main: true }],
    });
    if (name) board.act("step_grouped", { groups: together(board, ids, name) });
  };
  const fold = (id, members) => {
    const { closed } = board.now.groups.get(id);
    board.act(closed ? "step_opened_group" : "step_closed_group", closed ? unfolded(board, id) : folded(board, id));
    actions.picture.show(members);
  };
  return (ids) => {
    const [one] = ids;
    const inside = [...board.now.groups].find(([, { members }]) => ids.length && ids.every((id) => members.has(id)));
    const pinned = ids.length > 0 && ids.every((id) => board.now.pinned.has(id));
    return [
      ...(ids.length === 1 ? [{ name: "expand", text: t("expand"), key: "E", work: () => actions.expand(one) }] : []),
      ...(ids.length === 2 ? [{ name: "ways", text: t("ways_between"), key: "W", work: () => ways.between(ids) }] : []),
      ...(ids.length === 1 ? [{ name: "ways", text: t("ways_from"), key: "W", work: () => ways.from(one) }] : []),
      { name: "pin", text: pinned ? t("unpin") : t("pin"), key: "P", work: () => actions.pin(ids) },
      { name: "hide", text: t("hide"), key: "H", work: () => actions.hide(ids) },
      ...(ids.length === 1 ? [{ name: "note", text: t("note"), key: "N", work: () => actions.write(one) }] : []),
      ...(ids.length > 1 && !inside
        ? [{ name: "group", text: t("group_make"), key: "G", work: () => group(ids) }]
        : []),
      ...(inside
        ? [
            {
              name: "fold",
              text: inside[1].closed ? t("group_open") : t("group_close"),
              key: "C",
              work: () => fold(inside[0], [...inside[1].members]),
            },
            {
              name: "apart",
              text: t("group_apart"),
              key: "",
              work: () => board.act("step_ungrouped", { groups: apart(board, inside[0]) }),
            },
          ]
        : []),
    ];
  };
}
