// One dispute: how many calls are ticked, copying Cypher, and what is shown while a decision takes its time.
const LONG_MS = 2000;

const ticks = [...document.querySelectorAll("#decide input[name=call]")];
const told = document.querySelector("[data-ticked]");
if (told) {
  const plain = told.textContent;
  const tell = () => {
    const count = ticks.filter((tick) => tick.checked).length;
    told.textContent = count ? `${plain} (${count})` : plain;
  };
  ticks.forEach((tick) => tick.addEventListener("change", tell));
  tell();
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", async () => {
    const text = button.parentElement.querySelector("code");
    try {
      await navigator.clipboard.writeText(text.textContent);
    } catch {
      // Without a secure context there is no clipboard: the text is selected, to be copied by hand.
      getSelection().selectAllChildren(text);
    }
    button.textContent = `${button.textContent.replace(" ✓", "")} ✓`;
  });
}

const working = document.querySelector("[data-working]");
for (const form of document.querySelectorAll("form[data-slow]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    const began = performance.now();
    setTimeout(() => {
      working.hidden = false;
      const seconds = working.querySelector("[data-seconds]");
      setInterval(() => (seconds.textContent = Math.round((performance.now() - began) / 1000)), 500);
    }, LONG_MS);
  });
}

// What is printed is read without opening anything.
addEventListener("beforeprint", () => document.querySelectorAll(".timeline-calls details").forEach((one) => (one.open = true)));
addEventListener("pageshow", () => document.querySelectorAll("form[data-slow]").forEach((form) => delete form.dataset.sent));
