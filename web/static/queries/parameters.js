// The rows of a query's parameters, in step with what the text names.
const TYPES = ["text", "integer", "number", "texts", "boolean", "datetime"];

export class Parameters {
  constructor(place, given, words) {
    this.place = place;
    this.body = place.querySelector("tbody");
    this.kept = new Map(Object.entries(given));
    this.words = words;
    this.rows = new Map();
  }

  // A row for each name, in order; what was filled in for one that is gone is kept in case it comes back.
  show(names) {
    if (names.join() === [...this.rows.keys()].join()) return;
    for (const [name, one] of Object.entries(this.filled())) this.kept.set(name, one);
    this.rows = new Map(names.map((name) => [name, this.row(name, this.kept.get(name) ?? {})]));
    this.body.replaceChildren(...this.rows.values());
    this.place.hidden = !names.length;
  }

  row(name, given) {
    const line = document.createElement("tr");
    const head = line.appendChild(document.createElement("th"));
    head.scope = "row";
    head.textContent = `$${name}`;
    const type = this.cell(line, "select", "type", name);
    for (const one of TYPES) type.append(new Option(this.words[one], one));
    type.value = given.type ?? "text";
    for (const field of ["zh", "en", "default", "choices"]) this.cell(line, "input", field, name).value = given[field] ?? "";
    const needed = this.cell(line, "input", "required", name);
    needed.type = "checkbox";
    needed.className = "form-check-input";
    needed.checked = given.required ?? false;
    return line;
  }

  cell(line, kind, field, name) {
    const made = line.appendChild(document.createElement("td")).appendChild(document.createElement(kind));
    made.className = kind === "select" ? "form-select form-select-sm" : "form-control form-control-sm";
    made.dataset.field = field;
    made.setAttribute("aria-label", this.words[field].replace("NAME", name));
    return made;
  }

  // What has no field goes along as it was.
  filled() {
    const value = (field) => (field.type === "checkbox" ? field.checked : field.value);
    const fields = (line) => [...line.querySelectorAll("[data-field]")].map((field) => [field.dataset.field, value(field)]);
    return Object.fromEntries(
      [...this.rows].map(([name, line]) => [name, { ...this.kept.get(name), ...Object.fromEntries(fields(line)) }]),
    );
  }
}
