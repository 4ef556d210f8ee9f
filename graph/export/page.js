"use strict";
const found = JSON.parse(document.getElementById("network").textContent);
const drawn = new vis.Network(
  document.getElementById("picture"),
  { nodes: new vis.DataSet(found.nodes), edges: new vis.DataSet(found.edges) },
  {
    physics: false,
    interaction: { hover: true, keyboard: true, navigationButtons: false, tooltipDelay: 150 },
    nodes: { shape: "dot", size: 15, borderWidth: 2, font: { size: 13, color: "#1f2933", strokeWidth: 3, strokeColor: "#ffffff" } },
    edges: { smooth: false, color: "#9aa5b1", font: { size: 10, color: "#55616e", strokeWidth: 3, strokeColor: "#ffffff" } },
  },
);
drawn.once("afterDrawing", () => document.documentElement.setAttribute("data-drawn", String(found.nodes.length)));
drawn.fit();
