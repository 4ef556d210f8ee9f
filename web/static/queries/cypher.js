// Cypher for the editor: how it is coloured, and what is offered while somebody types.
import { StreamLanguage } from "../vendor/module-codemirror-language.js";

const KEYWORDS = (
  "MATCH OPTIONAL WHERE RETURN WITH UNWIND ORDER BY SKIP LIMIT UNION ALL CALL AS DISTINCT DESC ASC " +
  "AND OR XOR NOT IN CONTAINS STARTS ENDS IS NULL TRUE FALSE CASE WHEN THEN ELSE END EXISTS COUNT COLLECT ANY NONE SINGLE"
).split(" ");
const KEYWORD = new RegExp(`^(?:${KEYWORDS.join("|")})$`, "i");

function token(stream, state) {
  if (state.comment) {
    if (stream.skipTo("*/")) {
      stream.match("*/");
      state.comment = false;
    } else stream.skipToEnd();
    return "comment";
  }
  if (stream.eatSpace()) return null;
  if (stream.match("//")) {
    stream.skipToEnd();
    return "comment";
  }
  if (stream.match("/*")) {
    state.comment = true;
    return "comment";
  }
  if (stream.match(/^'(?:[^'\\]|\\.)*'?/) || stream.match(/^"(?:[^"\\]|\\.)*"?/)) return "string";
  if (stream.match(/^`[^`]*`?/)) return "variableName";
  if (stream.match(/^\$[A-Za-z_]\w*/)) return "atom";
  if (stream.match(/^\d+(?:\.\d+)?/)) return "number";
  const word = stream.match(/^[\p{L}_][\p{L}\p{N}_]*/u);
  if (word) {
    const before = stream.string.slice(0, stream.start).trimEnd().slice(-1);
    if (before === ":" || before === "|") return "typeName";
    if (before === ".") return "propertyName";
    if (KEYWORD.test(word[0])) return "keyword";
    return stream.match(/^\s*\(/, false) ? "macroName" : "variableName";
  }
  stream.next();
  return null;
}

export const cypher = StreamLanguage.define({
  startState: () => ({ comment: false }),
  token,
  languageData: { commentTokens: { line: "//" }, closeBrackets: { brackets: ["(", "[", "{", "'", '"'] } },
});

// Variable -> the labels that the text gives it, so that its own properties come first.
function labelsOf(text) {
  const found = new Map();
  for (const [, variable, labels] of text.matchAll(/\(\s*([\p{L}_][\p{L}\p{N}_]*)\s*:\s*([\p{L}\p{N}_:|]+)/gu)) {
    found.set(variable, labels.split(/[:|]/));
  }
  return found;
}

export const parametersIn = (text) => [...new Set([...text.matchAll(/\$([A-Za-z_]\w*)/g)].map((one) => one[1]))];

const options = (names, type, boost = 0) => names.map((label) => ({ label, type, boost }));

// What may stand where the cursor is: labels behind (x:, types behind [r:, properties behind x., parameters behind $.
export const completing = ({ labels, types, functions }) => (context) => {
  const text = context.state.doc.toString();
  const parameter = context.matchBefore(/\$\w*/);
  if (parameter) return { from: parameter.from + 1, options: options(parametersIn(text), "variable"), validFor: /^\w*$/ };
  const relationship = context.matchBefore(/\[[^\]]*[:|]\w*/);
  if (relationship) return named(relationship, Object.keys(types), "type");
  const label = context.matchBefore(/\([\p{L}\p{N}_]*\s*[:|][\p{L}\p{N}_:|]*/u);
  if (label) return named(label, Object.keys(labels), "class");
  const property = context.matchBefore(/([\p{L}_][\p{L}\p{N}_]*)\.\w*/u);
  if (property) {
    const [variable] = property.text.split(".");
    const own = labelsOf(text).get(variable) ?? [];
    const all = own.length ? own.flatMap((one) => labels[one] ?? []) : [...Object.values(labels), ...Object.values(types)].flat();
    return {
      from: property.from + variable.length + 1,
      options: options([...new Set(all)], "property"),
      validFor: /^\w*$/,
    };
  }
  const word = context.matchBefore(/[A-Za-z_]\w*/);
  if (!word && !context.explicit) return null;
  return {
    from: word ? word.from : context.pos,
    options: [...options(KEYWORDS, "keyword", 1), ...options(functions, "function"), ...options([...labelsOf(text).keys()], "variable", 2)],
    validFor: /^\w*$/,
  };
};

function named(found, names, type) {
  const typed = /[\p{L}\p{N}_]*$/u.exec(found.text)[0];
  return { from: found.to - typed.length, options: options(names, type), validFor: /^[\p{L}\p{N}_]*$/u };
}
