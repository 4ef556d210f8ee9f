// The answer as a table: sorted, narrowed and paged here, as all its rows have come.
const ROWS = 50;
const order = new Intl.Collator(document.documentElement.lang, { numeric: true });

export class Table {
  constructor(answer) {
    this.answer = answer;
    this.table = answer.querySelector("#rows");
    this.pager = answer.querySelector("#pager");
    this.words = answer.dataset;
    answer.querySelector("#narrow").addEventListener("input", (event) => {
      this.wanted = event.target.value.trim().toLowerCase();
      this.page = 0;
      this.draw();
    });
  }

  show(told) {
    this.told = told;
    this.sorted = { column: -1, rising: true };
    this.wanted = "";
    this.page = 0;
    this.answer.hidden = false;
    this.answer.querySelector("#narrow").value = "";
    const more = this.answer.querySelector("#more");
    more.textContent = told.more;
    more.hidden = !told.more;
    for (const form of this.answer.querySelectorAll("form.of-nodes")) {
      form.hidden = !told.nodes.length;
      form.elements.nodes.value = JSON.stringify(told.nodes);
    }
    const chart = this.answer.querySelector("#chart");
    chart.replaceChildren();
    if (told.chart) {
      const drawn = new DOMParser().parseFromString(told.chart, "image/svg+xml").documentElement;
      chart.append(document.importNode(drawn, true));
    }
    this.draw();
  }

  rows() {
    const { column, rising } = this.sorted;
    const found = this.wanted
      ? this.told.rows.filter((row) => row.some((cell) => written(cell).toLowerCase().includes(this.wanted)))
      : [...this.told.rows];
    if (column >= 0) found.sort((a, b) => compared(a[column], b[column]) * (rising ? 1 : -1));
    return found;
  }

  draw() {
    const rows = this.rows();
    const all = this.told.rows.length;
    const pages = Math.max(1, Math.ceil(rows.length / ROWS));
    this.answer.querySelector("#count").textContent = this.wanted
      ? this.words.fit.replace("FIT", rows.length).replace("ROWS", all)
      : all ? [this.words.rows.replace("ROWS", all), this.told.total].filter(Boolean).join(" · ") : this.words.none;
    this.table.replaceChildren(...(all ? [this.head(), this.body(rows.slice(this.page * ROWS, (this.page + 1) * ROWS))] : []));
    this.pager.hidden = pages === 1;
    this.pager.replaceChildren(...this.turning(pages));
  }

  head() {
    const head = element("thead");
    const row = head.appendChild(element("tr"));
    this.told.columns.forEach((column, place) => {
      const cell = row.appendChild(element("th", this.numeric(place) ? "num" : ""));
      cell.scope = "col";
      const chosen = this.sorted.column === place;
      if (chosen) cell.setAttribute("aria-sort", this.sorted.rising ? "ascending" : "descending");
      const button = cell.appendChild(element("button", "answer-sort", column.title));
      button.type = "button";
      if (chosen) button.append(arrow(this.sorted.rising));
      button.addEventListener("click", () => {
        this.sorted = { column: place, rising: chosen ? !this.sorted.rising : !this.numeric(place) };
        this.page = 0;
        this.draw();
        this.table.querySelectorAll("th button")[place].focus();
      });
    });
    return head;
  }

  numeric(place) {
    return this.told.rows.some((row) => typeof row[place] === "number");
  }

  body(rows) {
    const body = element("tbody");
    for (const row of rows) {
      const line = body.appendChild(element("tr"));
      row.forEach((cell, place) => line.append(this.cell(cell, this.told.columns[place])));
    }
    return body;
  }

  cell(value, column) {
    const cell = element("td", typeof value === "number" ? "num" : "");
    const parts = Array.isArray(value) ? value : [value];
    if (written(value).length > 24) cell.className = "wrap";
    parts.forEach((part, place) => {
      if (place) cell.append("；");
      const text = part === null || part === "" ? "—" : String(part);
      if (column.dispute && text !== "—") {
        const link = cell.appendChild(element("a", "number", text));
        link.href = this.words.disputes + encodeURIComponent(text);
      } else cell.append(text);
    });
    if (!parts.length) cell.append("—");
    return cell;
  }

  turning(pages) {
    const turn = (by, word) => {
      const button = element("button", "btn btn-sm", word);
      button.type = "button";
      button.disabled = this.page + by < 0 || this.page + by >= pages;
      button.addEventListener("click", () => {
        this.page += by;
        this.draw();
        this.answer.querySelector(".answer-head").scrollIntoView();
      });
      return button;
    };
    const where = this.words.page.replace("PAGES", pages).replace("PAGE", this.page + 1);
    return [turn(-1, this.words.back), element("span", "page-of", where), turn(1, this.words.on)];
  }
}

function element(name, className = "", text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

function arrow(rising) {
  const made = element("span", "", rising ? " ↑" : " ↓");
  made.setAttribute("aria-hidden", "true");
  return made;
}

const written = (cell) => (cell === null ? "" : Array.isArray(cell) ? cell.join("；") : String(cell));

// What is empty comes last when rising.
function compared(a, b) {
  if (typeof a === "number" && typeof b === "number") return a - b;
  const [left, right] = [written(a), written(b)];
  if (!left || !right) return (left ? 0 : 1) - (right ? 0 : 1);
  return order.compare(left, right);
}
