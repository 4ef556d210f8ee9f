// A board by mouse and by keyboard: a card is dragged to a state, or moved there from its menu. What happened is said.
const board = document.querySelector("[data-board]");
const said = document.querySelector("[data-said]");
const undo = document.querySelector("[data-undo]");

const filled = (words, values) => words.replace(/\{(\w+)\}/g, (_all, name) => values[name] ?? "");

function say(text, refused = false) {
  said.textContent = text;
  said.classList.toggle("board-refused", refused);
}

function offerUndo(act) {
  undo.hidden = !act;
  undo.querySelector("[name=act]").value = act || "";
}

if (board) {
  const moves = JSON.parse(board.dataset.moves);
  const byState = board.dataset.by === "state";
  const columns = [...board.querySelectorAll("[data-column]")];
  const cardsOf = (column) => [...column.querySelectorAll("[data-card]")];
  const columnOf = (card) => card.closest("[data-column]");
  const titleOf = (column) => column.querySelector("[data-title]").textContent;
  const out = (card) => moves[card.dataset.state] ?? [];
  const focus = (card) => card?.querySelector(".board-open").focus();

  function recount(column, change) {
    const shown = column.querySelector("[data-count]");
    if (/^\d+$/.test(shown.textContent)) shown.textContent = String(Number(shown.textContent) + change);
    column.querySelector("[data-empty]").hidden = cardsOf(column).length > 0;
  }

  /** The card as the server says that it stands now; on a board of states it lies in the column of its state. */
  function stand(card, { state, version, late }) {
    if (!state) return;
    card.dataset.version = version;
    const pick = card.querySelector("[data-pick]");
    if (pick) pick.value = `${card.dataset.card}:${version}`;
    card.classList.toggle("board-late", late);
    if (!late) card.querySelector(".badge")?.remove();
    const from = columnOf(card);
    const target = byState ? columns.find((one) => one.dataset.column === state) : from;
    card.dataset.state = state;
    const where = card.querySelector("[data-where]");
    if (where) where.textContent = titleOfState(state) ?? where.textContent;
    prepare(card);
    if (!target || target === from) return;
    target.querySelector("[data-cards]").prepend(card);
    recount(from, -1);
    recount(target, 1);
  }

  const titleOfState = (state) => Object.values(moves).flat().find((move) => move.to === state)?.state;

  async function make(card, move) {
    const work = `${card.dataset.card}:${card.dataset.version}`;
    if (move.form) {
      const asked = new URLSearchParams({ move: move.name, work, back: board.dataset.back });
      location.assign(`${board.dataset.form}?${asked}`);
      return;
    }
    const fields = new FormData();
    fields.set("csrf_token", undo.querySelector("[name=csrf_token]").value);
    fields.set("move", move.name);
    fields.set("work", work);
    card.setAttribute("aria-busy", "true");
    offerUndo("");
    try {
      const answer = await fetch(board.dataset.drag, { method: "POST", body: fields });
      if (answer.status !== 200 && answer.status !== 409) throw new Error(String(answer.status));
      const told = await answer.json();
      stand(card, told);
      say(told.said, !answer.ok);
      offerUndo(answer.ok ? told.act : "");
    } catch {
      say(board.dataset.failed, true);
    }
    card.removeAttribute("aria-busy");
    focus(card);
  }

  // The mouse: a card goes where one of its moves leads.
  let dragged = null;

  function prepare(card) {
    card.draggable = byState && out(card).length > 0;
    card.querySelector("[data-menu-of]").hidden = out(card).length === 0;
  }

  function letGo() {
    dragged?.classList.remove("board-dragged");
    dragged = null;
    columns.forEach((column) => column.classList.remove("board-target", "board-over"));
  }

  board.querySelectorAll("[data-card]").forEach(prepare);
  board.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.("[data-card]");
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.card);
    dragged.classList.add("board-dragged");
    const leads = new Set(out(dragged).map((move) => move.to));
    columns.forEach((column) => column.classList.toggle("board-target", leads.has(column.dataset.column)));
  });
  board.addEventListener("dragover", (event) => {
    const column = event.target.closest("[data-column]");
    columns.forEach((one) => one.classList.toggle("board-over", one === column && one.classList.contains("board-target")));
    if (dragged && column) event.preventDefault(); // where no move leads, that is said
  });
  board.addEventListener("drop", (event) => {
    const column = event.target.closest("[data-column]");
    if (!dragged || !column) return;
    event.preventDefault();
    const card = dragged;
    letGo();
    if (column.dataset.column === card.dataset.state) return;
    const move = out(card).find((one) => one.to === column.dataset.column);
    if (move) make(card, move);
    else say(filled(board.dataset.nowhere, { from: titleOf(columnOf(card)), to: titleOf(column) }), true);
  });
  board.addEventListener("dragend", letGo);

  // The menu: what the card's moves are, whatever the columns are.
  const menu = document.querySelector("[data-menu]");

  function openMenu(card) {
    if (!out(card).length) {
      say(board.dataset.nothing, true);
      return;
    }
    menu.querySelector("[data-menu-card]").textContent = card.dataset.card;
    menu.querySelector("[data-menu-moves]").replaceChildren(
      ...out(card).map((move) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "btn";
        button.textContent = move.form ? `${move.title}…` : move.title;
        button.addEventListener("click", () => {
          menu.close();
          make(card, move);
        });
        return button;
      }),
    );
    menu.addEventListener("close", () => focus(card), { once: true });
    menu.showModal();
  }

  menu.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const all = [...menu.querySelectorAll("button")];
    if (!step) return;
    event.preventDefault();
    all[(all.indexOf(document.activeElement) + step + all.length) % all.length].focus();
  });
  board.addEventListener("click", (event) => {
    const button = event.target.closest("[data-menu-of]");
    if (button) openMenu(button.closest("[data-card]"));
  });

  // Several at once: what is picked goes to one form.
  const bulk = document.querySelector("[data-bulk]");
  board.addEventListener("change", () => {
    const count = board.querySelectorAll("[data-pick]:checked").length;
    const told = bulk.querySelector("[data-selected]");
    bulk.hidden = count === 0;
    told.textContent = told.dataset.words.replace("{count}", String(count));
  });

  // The keyboard: arrows from card to card, m for the menu.
  function beside(card, key) {
    const column = columnOf(card);
    const own = cardsOf(column);
    const place = own.indexOf(card);
    if (key === "ArrowDown") return own[place + 1];
    if (key === "ArrowUp") return own[place - 1];
    const others = key === "ArrowRight" ? columns.slice(columns.indexOf(column) + 1) : columns.slice(0, columns.indexOf(column)).reverse();
    const next = others.find((one) => cardsOf(one).length);
    return next && (cardsOf(next)[place] ?? cardsOf(next).at(-1));
  }

  board.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const card = event.target.closest("[data-card]");
    if (!card) return;
    if (event.key === "x") {
      card.querySelector("[data-pick]")?.click();
    } else if (event.key === "m") {
      event.preventDefault();
      openMenu(card);
    } else if (event.key.startsWith("Arrow")) {
      event.preventDefault();
      focus(beside(card, event.key));
    }
  });
}
