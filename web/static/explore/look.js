// How things are drawn: the legend's colours and shapes on the page's own paper, by day and by night.
const RISK = { critical: "#c62f24", high: "#d9730d", medium: "#b59a00", low: "#6d8f7b" };

const paint = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Labels that are written even where thousands of things are seen from afar. */
const LOUD = ["Dispute", "Unit"];

/** Cytoscape's style sheet; `large`: for thousands of things, where every line costs; `far`: few of them are named. */
export function sheet(legend, large, far) {
  const ink = paint("--explore-ink");
  const paper = paint("--explore-paper");
  const labels = Object.entries(legend.labels).map(([label, look]) => ({
    selector: `node[label = "${label}"]`,
    style: {
      "background-color": look.colour,
      width: look.size,
      height: look.size,
      ...(look.points ? { shape: "polygon", "shape-polygon-points": look.points } : { shape: "ellipse" }),
    },
  }));
  const levels = Object.entries(RISK).map(([level, colour]) => ({
    selector: `node[label = "Dispute"][level = "${level}"]`,
    style: { "border-width": 4, "border-color": colour },
  }));
  return [
    {
      selector: "node",
      style: {
        label: far ? "" : "data(shown)",
        color: ink,
        "font-family": "system-ui, sans-serif",
        "font-size": 11,
        "text-valign": "bottom",
        "text-margin-y": 3,
        "min-zoomed-font-size": large ? 9 : 6,
        "border-width": 1,
        "border-color": paper,
        ...(large ? {} : { "text-background-color": paper, "text-background-opacity": 0.75 }),
      },
    },
    ...labels,
    ...levels,
    ...(far ? LOUD.map((label) => ({ selector: `node[label = "${label}"]`, style: { label: "data(shown)" } })) : []),
    {
      selector: "edge",
      style: {
        width: 1.2,
        "line-color": paint("--explore-line"),
        ...(large
          ? { "curve-style": "haystack", "haystack-radius": 0, opacity: 0.7 }
          : {
              "curve-style": "bezier",
              "target-arrow-shape": "triangle",
              "target-arrow-color": paint("--explore-line"),
              "arrow-scale": 0.7,
            }),
      },
    },
    { selector: "edge[count]", style: { width: "mapData(count, 1, 100, 2, 10)", "target-arrow-shape": "none" } },
    {
      selector: "edge:selected, edge.told",
      style: {
        label: "data(shown)",
        "font-size": 10,
        color: ink,
        "text-background-color": paper,
        "text-background-opacity": 0.9,
        "text-rotation": "autorotate",
        "line-color": paint("--explore-chosen"),
        "target-arrow-color": paint("--explore-chosen"),
        width: 2.5,
        "z-index": 9,
      },
    },
    {
      selector: "node.group",
      style: {
        label: "data(shown)",
        shape: "round-rectangle",
        "background-color": paint("--explore-group"),
        "background-opacity": 0.5,
        "border-color": paint("--explore-line"),
        "border-style": "dashed",
        "text-valign": "top",
        "font-size": 16,
        "font-weight": 600,
        padding: 12,
      },
    },
    {
      selector: "node.closed",
      style: {
        label: "data(shown)",
        shape: "round-rectangle",
        "font-size": 16,
        width: "mapData(count, 1, 500, 44, 110)",
        height: "mapData(count, 1, 500, 30, 70)",
        "background-color": paint("--explore-closed"),
        "border-width": 2,
        "border-style": "double",
        "border-color": ink,
      },
    },
    { selector: "node[?pinned]", style: { "border-width": 3, "border-style": "double", "border-color": ink } },
    { selector: "node[?note]", style: { "text-outline-width": 0, "font-weight": 700 } },
    {
      selector: "node:selected",
      style: {
        label: "data(shown)",
        "overlay-color": paint("--explore-chosen"),
        "overlay-opacity": 0.3,
        "overlay-padding": 6,
        "z-index": 10,
      },
    },
    {
      selector: "node.group:selected",
      style: { "overlay-opacity": 0.06, "border-color": paint("--explore-chosen"), "border-width": 2 },
    },
    {
      selector: "node.way",
      style: { "underlay-color": paint("--explore-chosen"), "underlay-opacity": 0.35, "underlay-padding": 7 },
    },
  ];
}

const SVG = "http://www.w3.org/2000/svg";

/** A sign of the label for table and legend, drawn from the same corners as in the picture. */
export function sign(look, size = 16) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "-1.1 -1.1 2.2 2.2");
  svg.setAttribute("width", size);
  svg.setAttribute("height", size);
  svg.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS(SVG, look.points ? "polygon" : "circle");
  if (look.points) shape.setAttribute("points", look.points.join(" "));
  else shape.setAttribute("r", "0.95");
  shape.setAttribute("fill", look.colour);
  svg.append(shape);
  return svg;
}
