// The time slider: how many calls when, a span of it, and a way to let it play.
import { day, el } from "./elements.js";
import { t } from "./words.js";

const BINS = 60;
const TICK_MS = 350;

export class Timeline {
  constructor(holder, board) {
    Object.assign(this, { holder, board });
    this.build();
    board.addEventListener("changed", () => this.show());
    this.show();
  }

  build() {
    const slider = (name, value) =>
      el("input", {
        type: "range",
        min: 0,
        max: BINS,
        step: 1,
        value,
        "aria-label": t(name),
        on: { input: () => this.slide(), change: () => this.keep() },
      });
    this.from = slider("time_from", 0);
    this.to = slider("time_to", BINS);
    this.bars = el("canvas", { width: 600, height: 28, "aria-hidden": "true" });
    this.play = el(
      "button",
      { type: "button", class: "btn btn-sm", on: { click: () => this.playing() } },
      t("time_play"),
    );
    this.said = el("output", { class: "time" });
    this.all = el(
      "button",
      { type: "button", class: "btn btn-sm", on: { click: () => this.everything() } },
      t("time_all"),
    );
    this.holder.replaceChildren(
      this.play,
      el("div", { class: "explore-sliders" }, this.bars, this.from, this.to),
      this.said,
      this.all,
    );
  }

  times() {
    const times = [];
    for (const id of this.board.now.nodes) {
      const thing = this.board.thing(id);
      if (thing?.label === "Incident" && thing.at !== null) times.push(thing.at);
    }
    return times;
  }

  show() {
    if (this.board.passing) return;
    const times = this.times();
    this.holder.hidden = times.length < 2;
    if (this.holder.hidden) return;
    this.first = Math.min(...times);
    this.last = Math.max(...times);
    this.draw(times);
    const { span } = this.board.now;
    this.from.value = span ? Math.floor(this.bin(span[0])) : 0;
    this.to.value = span ? Math.ceil(this.bin(span[1])) : BINS;
    this.all.hidden = !span;
    this.say();
  }

  bin(at) {
    return ((at - this.first) / (this.last - this.first || 1)) * BINS;
  }

  at(bin) {
    return this.first + ((this.last - this.first) * bin) / BINS;
  }

  span() {
    const [from, to] = [Number(this.from.value), Number(this.to.value)].sort((one, other) => one - other);
    return from === 0 && to === BINS ? null : [this.at(from), this.at(to)];
  }

  slide() {
    this.board.pass({ span: this.span() });
    this.say();
  }

  keep() {
    if (this.timer) return;
    const span = this.span();
    if (JSON.stringify(span) === JSON.stringify(this.board.kept.span)) this.board.pass(null);
    else this.board.act("step_time", { span });
  }

  everything() {
    this.stop();
    this.board.act("step_time", { span: null });
  }

  /** The end of the span moves on by itself, from its beginning when it stood at the end. */
  playing() {
    if (this.timer) {
      this.stop();
      this.keep();
      return;
    }
    if (Number(this.to.value) >= BINS) this.to.value = Number(this.from.value) + 1;
    this.play.textContent = t("time_stop");
    this.timer = setInterval(() => {
      this.to.value = Number(this.to.value) + 1;
      this.slide();
      if (Number(this.to.value) >= BINS) {
        this.stop();
        this.keep();
      }
    }, TICK_MS);
    this.slide();
  }

  stop() {
    clearInterval(this.timer);
    this.timer = null;
    this.play.textContent = t("time_play");
  }

  say() {
    const [from, to] = this.span() ?? [this.first, this.last];
    this.said.textContent = `${day(from, this.board.zone)} – ${day(to, this.board.zone)}`;
  }

  draw(times) {
    const bins = new Array(BINS).fill(0);
    for (const at of times) bins[Math.min(BINS - 1, Math.floor(this.bin(at)))] += 1;
    const { width, height } = this.bars;
    const pen = this.bars.getContext("2d");
    pen.clearRect(0, 0, width, height);
    pen.fillStyle = getComputedStyle(document.documentElement).getPropertyValue("--explore-bar");
    const most = Math.max(...bins);
    bins.forEach((count, at) => {
      const tall = Math.round((count / most) * height);
      pen.fillRect((at * width) / BINS, height - tall, width / BINS - 1, tall);
    });
  }
}
