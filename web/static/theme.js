// The theme before the first paint: `auto` follows the system, and goes on following it.
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    const wanted = root.dataset.theme === "auto" ? (dark.matches ? "dark" : "light") : root.dataset.theme;
    root.dataset.bsTheme = wanted;
  };
  apply();
  dark.addEventListener("change", apply);
})();
