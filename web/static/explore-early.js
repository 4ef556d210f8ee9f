// The first question of the whiteboard, asked while its scripts are still on their way: main.js takes the answer.
(() => {
  const { setup, token } = document.getElementById("explore-setup").dataset;
  const { nodes, map, gravest } = JSON.parse(setup);
  const one = nodes.length === 1 ? nodes[0] : gravest;
  if (map || history.state?.draft || (!one && !nodes.length)) return;
  const [path, body] = nodes.length > 1 ? ["/explore/nodes", { nodes }] : ["/explore/first", { node: one }];
  const said = JSON.stringify({ ...body, there: [] });
  const answer = fetch(path, {
    method: "POST",
    redirect: "manual",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: said,
  });
  globalThis.early = { path, said, answer };
})();
