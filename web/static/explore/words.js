// What the page says, in the visitor's language: the server sends it, this fills in the numbers.
let said = {};

export function learn(words) {
  said = words;
}

export function t(key, values = {}) {
  const text = said[key];
  if (text === undefined) throw new Error(`no words for ${key}`);
  return text.replace(/%\((\w+)\)[sd]/g, (_, name) => values[name]);
}

const LATIN = /^[\x20-\x7e]*$/;

export function number(value) {
  return value.toLocaleString(document.documentElement.lang);
}

/** A name cut to so many columns: a Chinese character takes two. */
export function short(name, columns) {
  if (LATIN.test(name) && name.length <= columns) return name;
  let width = 0;
  let end = 0;
  for (const sign of name) {
    width += sign.charCodeAt(0) > 0xff ? 2 : 1;
    if (width > columns) return `${name.slice(0, end)}…`;
    end += sign.length;
  }
  return name;
}
