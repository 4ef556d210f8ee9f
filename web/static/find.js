// The search box as one types. Without script it is a form that leads to the page of results.
/* global accessibleAutocomplete */
(() => {
  const WAIT_MS = 80;

  const line = (found) => {
    const row = document.createElement("span");
    for (const [name, text] of [["find-kind", found.kind], ["find-title", found.title], ["find-beside", found.beside]]) {
      const part = row.appendChild(document.createElement("span"));
      part.className = name;
      part.textContent = text;
    }
    return row.innerHTML;
  };

  const ask = (address) => {
    let timer = 0;
    let asked = 0;
    return (text, show) => {
      clearTimeout(timer);
      const mine = ++asked;
      timer = setTimeout(async () => {
        const answer = await fetch(`${address}?q=${encodeURIComponent(text)}`, { headers: { Accept: "application/json" } });
        const found = answer.ok ? await answer.json() : [];
        if (mine === asked) show(found);
      }, WAIT_MS);
    };
  };

  for (const box of document.querySelectorAll("[data-find]")) {
    const plain = box.querySelector("input");
    const { find, id, none, wait, hint } = box.dataset;
    const given = { value: plain.value, placeholder: plain.placeholder };
    plain.remove();
    accessibleAutocomplete({
      element: box,
      id,
      name: "q",
      defaultValue: given.value,
      placeholder: given.placeholder,
      minLength: 1,
      confirmOnBlur: false,
      displayMenu: "overlay",
      showNoOptionsFound: true,
      inputClasses: "form-control",
      source: ask(find),
      templates: { inputValue: (found) => (typeof found === "string" ? found : (found?.title ?? "")), suggestion: (found) => (typeof found === "string" ? "" : line(found)) },
      onConfirm: (found) => found?.href && location.assign(found.href),
      tNoResults: () => none,
      tStatusQueryTooShort: () => "",
      tStatusNoResults: () => none,
      tStatusSelectedOption: (option) => option,
      tStatusResults: (length) => `${length}`,
      tAssistiveHint: () => hint,
    });
    box.querySelector("input").setAttribute("aria-label", document.querySelector(`label[for="${CSS.escape(id)}"]`)?.textContent ?? wait);
  }

  // At the window, behind the page's own keys: where a page has a search of its own, `/` is that one's.
  window.addEventListener("keydown", (event) => {
    if (event.defaultPrevented) return;
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const input = document.querySelector("[data-find] input");
    if (input) {
      event.preventDefault();
      input.focus();
    }
  });
})();
