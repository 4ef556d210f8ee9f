// Elements without markup in strings: whatever a name holds, it stays text.
export function el(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "on") for (const [event, work] of Object.entries(value)) made.addEventListener(event, work);
    else if (key === "class") made.className = value;
    else if (key in made && key !== "list") made[key] = value;
    else if (value !== null && value !== false) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

const formats = new Map();

/** A time as 2026-03-01 09:00 in the server's zone. */
export function moment(seconds, zone) {
  if (seconds === null || seconds === undefined) return "—";
  if (!formats.has(zone))
    formats.set(zone, new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" }));
  return formats.get(zone).format(seconds * 1000);
}

export function day(seconds, zone) {
  return moment(seconds, zone).slice(0, 10);
}
