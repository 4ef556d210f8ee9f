// Tabs beside the picture.
export class Tabs {
  constructor(list) {
    this.tabs = [...list.querySelectorAll("[role=tab]")];
    this.opened = () => {};
    for (const tab of this.tabs) tab.addEventListener("click", () => this.open(tab.dataset.tab));
    list.addEventListener("keydown", (event) => {
      const at = this.tabs.indexOf(document.activeElement);
      const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
      if (to === undefined) return;
      const tab = this.tabs.at(to % this.tabs.length);
      this.open(tab.dataset.tab);
      tab.focus();
      event.preventDefault();
    });
  }

  open(name) {
    for (const tab of this.tabs) {
      const mine = tab.dataset.tab === name;
      tab.setAttribute("aria-selected", String(mine));
      tab.classList.toggle("active", mine);
      tab.tabIndex = mine ? 0 : -1;
      document.getElementById(tab.getAttribute("aria-controls")).hidden = !mine;
    }
    this.opened(name);
  }
}
