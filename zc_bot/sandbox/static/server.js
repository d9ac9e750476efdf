// What the page asks of the sandbox, and what it is told.

const get = async (path, values) => answerOf(await fetch(`/sandbox/${path}?${new URLSearchParams(values)}`));

const post = async (action, values) => answerOf(await fetch(`/sandbox/${action}`, {
  method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(values),
}));

async function answerOf(response) {
  const body = await response.json();
  if (!response.ok) throw new Error(body.error);
  return body;
}

export const view = (user, chat, lang) => get("view", { user, chat, lang });
export const act = post;
export const signed = (user) => post("../page/signed", { user });
export const fileAddress = (id, download = false) => `/sandbox/file/${encodeURIComponent(id)}${download ? "?download" : ""}`;

// Several files at once are an album.
export async function upload({ user, chat, topic, anonymous }, files, caption) {
  const form = new FormData();
  Object.entries({ user, chat, topic, anonymous, caption }).forEach(([name, value]) => form.append(name, value));
  files.forEach((file, place) => form.append(place ? `file${place}` : "file", file, file.name));
  return answerOf(await fetch("/sandbox/upload", { method: "POST", body: form }));
}

// `handlers` by kind of event; `open` after every (re)connection, since events may have been missed.
export function listen(handlers) {
  const source = new EventSource("/sandbox/events");
  source.onopen = () => handlers.open();
  source.onerror = () => handlers.lost();
  source.onmessage = ({ data }) => {
    const event = JSON.parse(data);
    handlers[event.kind]?.(event);
  };
}
