// A page clears itself when its session ends: by then somebody else may be sitting before it.
// How long the session lasts stands in a cookie that every answer renews, whichever tab asked; so nothing has to be
// asked for it, and the cookie goes by itself when the session does, or is gone when another tab signs out.
(() => {
  const over = document.getElementById("session-over");
  const ending = document.getElementById("session-ending");
  if (!over || !ending) return;

  const LOOK_EVERY_MS = 2_000;
  const WARN_MS = 120_000;
  let told = "";
  let lasts = 0;
  let ends = 0;

  const clear = () => {
    clearInterval(looking);
    removeEventListener("pageshow", look);
    document.removeEventListener("visibilitychange", look);
    const notice = over.content.cloneNode(true);
    document.title = over.dataset.title;
    document.body.replaceChildren(notice);
    document.querySelector("a.btn").focus();
  };

  const look = () => {
    const found = /(?:^|; )(?:__Host-)?fengqiao-ends=(\d+)-(\d+)-(\d+)/.exec(document.cookie);
    if (found && found[0] !== told) {
      [told, lasts] = [found[0], Number(found[1]) * 1000];
      ends = Date.now() + lasts;
    }
    if (!found || found[3] !== over.dataset.account || Date.now() >= ends) return clear();
    ending.hidden = ends - Date.now() > Math.min(WARN_MS, lasts / 3);
  };

  ending.querySelector("button").addEventListener("click", async () => {
    await fetch(ending.dataset.stay, { cache: "no-store" }).catch(() => undefined);
    look();
  });
  addEventListener("pageshow", look);
  document.addEventListener("visibilitychange", look);
  const looking = setInterval(look, LOOK_EVERY_MS);
})();
