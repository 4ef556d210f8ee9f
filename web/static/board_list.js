// A list of work: all rows of the page picked at once, and how many are picked.
const form = document.querySelector("[data-bulk]");
const all = form?.querySelector("[data-all]");

if (all) {
  const picks = [...form.querySelectorAll("[data-pick]")];
  const shown = form.querySelector("[data-selected]");
  const move = form.querySelector("[name=move]");
  const tell = () => {
    const count = picks.filter((one) => one.checked).length;
    shown.textContent = count ? shown.dataset.words.replace("{count}", String(count)) : "";
    all.checked = count === picks.length;
    all.indeterminate = count > 0 && count < picks.length;
    form.querySelector("button").disabled = !count || !move.value;
  };
  all.hidden = false;
  all.addEventListener("change", () => {
    picks.forEach((one) => (one.checked = all.checked));
    tell();
  });
  form.addEventListener("change", tell);
  tell();
}
