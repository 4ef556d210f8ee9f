// A question before something large or final: a dialog of the browser's own, closed by Escape.
import { t } from "./words.js";

/** The value of the choice, the text of the field when there is one, or null. */
export function ask({ title, text = "", choices, field = null, danger = false }) {
  return new Promise((resolve) => {
    const box = document.createElement("dialog");
    box.className = "explore-dialog";
    box.setAttribute("aria-labelledby", "explore-question");
    const form = document.createElement("form");
    form.method = "dialog";
    const heading = document.createElement("h2");
    heading.id = "explore-question";
    heading.textContent = title;
    form.append(heading);
    if (text) form.append(Object.assign(document.createElement("p"), { textContent: text }));
    const input = field && written(form, field);
    const row = document.createElement("p");
    row.className = "explore-choices";
    choices.forEach((choice, at) => {
      const button = Object.assign(document.createElement("button"), { value: String(at), textContent: choice.text });
      button.className = choice.main ? `btn ${danger ? "btn-danger" : "btn-primary"}` : "btn";
      row.append(button);
    });
    const no = Object.assign(document.createElement("button"), {
      value: "",
      textContent: t("cancel"),
      className: "btn",
    });
    no.formNoValidate = true;
    row.append(no);
    form.append(row);
    box.append(form);
    box.addEventListener("close", () => {
      const chosen = choices[Number(box.returnValue)];
      box.remove();
      if (box.returnValue === "" || !chosen) resolve(null);
      else resolve(input ? input.value.trim() : chosen.value);
    });
    document.body.append(box);
    box.showModal();
    (input ?? row.querySelector(".btn-primary, .btn-danger"))?.focus();
  });
}

function written(form, { label, value, most, required = false, choices = null }) {
  const caption = Object.assign(document.createElement("label"), { className: "form-label", textContent: label });
  const input = Object.assign(document.createElement("input"), {
    className: "form-control",
    value,
    maxLength: most,
    required,
  });
  caption.append(input);
  form.append(caption);
  if (choices) {
    const list = Object.assign(document.createElement("datalist"), { id: "explore-choices-of-field" });
    list.append(...choices.map((choice) => Object.assign(document.createElement("option"), { value: choice })));
    input.setAttribute("list", list.id);
    form.append(list);
  }
  return input;
}
