// What is sent to the server: {told} is its JSON, {file} a file, {failed} what to say when nothing came.
const answered = async (response, words) => {
  if (response.type === "opaqueredirect" || response.status === 401) return { failed: words.ended };
  if (response.ok && response.headers.get("Content-Disposition")) return { file: response };
  try {
    return { told: await response.json() };
  } catch {
    return { failed: words.lost };
  }
};

async function sent(address, options, words) {
  try {
    return await answered(await fetch(address, { method: "POST", redirect: "manual", ...options }), words);
  } catch {
    return { failed: words.lost };
  }
}

export const sentForm = (address, fields, words) =>
  sent(address, { body: fields, headers: { Accept: "application/json" } }, words);

export const sentJson = (address, body, token, words) =>
  sent(
    address,
    { body: JSON.stringify(body), headers: { "Content-Type": "application/json", "X-CSRFToken": token } },
    words,
  );

// A name for a run, by which it can be ended. randomUUID is not there without TLS.
export const named = () => [...crypto.getRandomValues(new Uint8Array(12))].map((one) => one.toString(16).padStart(2, "0")).join("");
