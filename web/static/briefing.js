// The briefing renewed as somebody types; an answer that comes too late is dropped.
(() => {
  const WAIT_MS = 250;
  const form = document.querySelector("[data-brief]");
  const answer = document.getElementById("answer");
  const lost = document.createElement("p");
  lost.className = "alert alert-warning";
  lost.setAttribute("role", "alert");
  lost.textContent = form.dataset.lost;
  let timer = 0;
  let asked = 0;

  const renew = async () => {
    const mine = ++asked;
    try {
      const given = await fetch(form.dataset.brief, { method: "POST", body: new FormData(form) });
      const text = await given.text();
      if (mine !== asked) return;
      if (!given.ok || given.redirected) throw new Error(given.status);
      lost.remove();
      answer.replaceChildren(...new DOMParser().parseFromString(text, "text/html").body.childNodes);
    } catch {
      if (mine === asked) answer.before(lost);
    }
  };

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(renew, WAIT_MS);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    renew();
  });
})();
