// Works out positions away from the page, which stays quick meanwhile. A classic script: the kit's layouts are such.
/* global importScripts, cytoscape, cytoscapeFcose, cytoscapeDagre */
importScripts(
  "../vendor/cytoscape.min.js",
  "../vendor/layout-base.js",
  "../vendor/cose-base.js",
  "../vendor/cytoscape-fcose.js",
  "../vendor/cytoscape-dagre.min.js",
);
cytoscape.use(cytoscapeFcose);
cytoscape.use(cytoscapeDagre);

/** Above so many things a careful layout takes too long; a draft of it, or plain rows, will do. */
const MANY = 1500;

onmessage = ({ data: { order, name, nodes, links, pinned } }) => {
  const cy = cytoscape({
    headless: true,
    styleEnabled: true,
    style: [{ selector: "node", style: { width: "data(size)", height: "data(size)" } }],
    elements: [
      ...nodes.map(({ id, parent, size, x, y }) => ({
        group: "nodes",
        data: { id, parent, size },
        position: { x, y },
      })),
      ...links.map(([source, target], at) => ({ group: "edges", data: { id: `e${at}`, source, target } })),
    ],
  });
  cy.layout(options(name, nodes.length, pinned, cy)).run();
  const places = {};
  cy.nodes().forEach((node) => {
    if (!node.isParent()) places[node.id()] = [Math.round(node.position("x")), Math.round(node.position("y"))];
  });
  cy.destroy();
  postMessage({ order, places });
};

function options(name, count, pinned, cy) {
  const plain = { animate: false, fit: false };
  if (name === "tree" && count <= MANY) {
    return { ...plain, name: "dagre", rankDir: "LR", nodeSep: 16, rankSep: 130, ranker: "tight-tree" };
  }
  if (name === "tree") {
    const wide = Math.sqrt(count) * 160;
    return { ...plain, name: "breadthfirst", spacingFactor: 1, boundingBox: { x1: 0, y1: 0, w: wide, h: wide } };
  }
  return {
    ...plain,
    name: "fcose",
    quality: count > MANY ? "draft" : "default",
    randomize: count > MANY || !cy.nodes().some((node) => node.position("x") || node.position("y")),
    nodeRepulsion: 30000,
    idealEdgeLength: 120,
    nodeSeparation: 110,
    gravity: 0.2,
    numIter: count > 600 ? 800 : 2500,
    packComponents: false,
    fixedNodeConstraint: pinned.length ? pinned.map(({ id, x, y }) => ({ nodeId: id, position: { x, y } })) : undefined,
  };
}
