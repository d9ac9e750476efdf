// The Mini App: exchanges what Telegram signed for a session, shows what the server makes, and saves what is typed.

const content = document.querySelector("#content");
const status = document.querySelector("#status");
const word = (name) => document.querySelector(`#${name}`).innerHTML;
const field = (metric) => document.querySelector(`[data-metric="${metric}"]`);
// What was typed and is not in the draft, by figure: on its way, never answered, or refused (`said`: why).
const kept = new Map();
let token = sessionStorage.getItem("zc-session");
let place = {};
let version = 0;
let last = Promise.resolve();

async function post(path, values) {
  const headers = { "Content-Type": "application/json" };
  if (token) headers.Authorization = `Bearer ${token}`;
  // Kept alive: what was typed last arrives although the app is closed.
  const response = await fetch(path, { method: "POST", headers, body: JSON.stringify(values), keepalive: true });
  return { status: response.status, body: response.ok ? await response.json() : {} };
}

async function begin() {
  const signed = new URLSearchParams(location.hash.slice(1)).get("tgWebAppData");
  if (signed) {
    history.replaceState(null, "", location.pathname + location.search);
    const { status: code, body } = await post("session", { data: signed });
    // Somebody else's session is never gone on with.
    token = code === 200 ? body.token : null;
    if (token) sessionStorage.setItem("zc-session", token);
    else sessionStorage.removeItem("zc-session");
  }
  await show("home", {});
}

async function show(act, values) {
  content.setAttribute("aria-busy", "true");
  try {
    const { status: code, body } = await post(`do/${act}`, values);
    if (code === 403) {
      sessionStorage.removeItem("zc-session");
      end();
    } else if (code !== 200) {
      status.innerHTML = word("lost");
    } else {
      put(body.html, act === "fill" ? values : null);
    }
    return code === 200;
  } catch {
    status.innerHTML = word("lost");
    return false;
  } finally {
    content.setAttribute("aria-busy", "false");
  }
}

// The session is over: what it did not save is shown once more, to be taken along.
function end() {
  const lines = [...kept].map(([metric, { text }]) => `${field(metric)?.labels[0]?.textContent ?? metric} ${text}`);
  const unsaved = word("unsaved");
  kept.clear();
  status.innerHTML = "";
  content.innerHTML = word("ended");
  for (const line of lines.length ? [unsaved, ...lines] : []) {
    content.append(Object.assign(document.createElement("p"), { textContent: line }));
  }
}

// What is being typed elsewhere on the screen stays as it is, and so does what is not saved.
function put(html, filled) {
  const focused = document.activeElement?.id;
  const typing = document.activeElement?.value;
  content.innerHTML = html;
  const form = document.querySelector("#form");
  if (form) place = { community: form.dataset.community, year: Number(form.dataset.year) };
  const shown = document.querySelector("[data-version]");
  if (shown) version = Number(shown.dataset.version);
  if (filled) settle(filled);
  kept.forEach(restore);
  const again = focused && document.getElementById(focused);
  if (again) {
    if (again.tagName === "INPUT" && typing !== undefined) again.value = typing;
    again.focus();
  } else {
    content.focus({ preventScroll: Boolean(filled) });
  }
}

// A figure was answered for: it is in the draft, or refused, and then it stays on the screen until it is changed.
function settle({ metric, text, reason }) {
  const typed = kept.get(metric);
  if (!typed || typed.text !== text || typed.reason !== reason) return;
  const input = field(metric);
  if (input?.getAttribute("aria-invalid") === "true") {
    typed.said = input.closest("li").querySelector(".said")?.textContent ?? "";
  } else {
    kept.delete(metric);
  }
}

function restore({ text, reason, said }, metric) {
  const input = field(metric);
  if (!input) return;
  input.value = text;
  const why = document.querySelector(`[data-reason="${metric}"]`);
  if (why && reason) why.value = reason;
  if (said === null || input.getAttribute("aria-invalid") === "true") return;
  input.setAttribute("aria-invalid", "true");
  const line = document.createElement("p");
  line.className = "said";
  line.textContent = said;
  input.closest("li").append(line);
}

function save(metric) {
  const text = field(metric)?.value ?? "";
  const reason = document.querySelector(`[data-reason="${metric}"]`)?.value ?? "";
  kept.set(metric, { text, reason, said: null });
  last = last.then(send);
}

// Saves whatever has no answer yet; tells whether nothing is left that is not in the draft.
async function send() {
  for (const [metric, { text, reason, said }] of [...kept]) {
    if (said !== null) continue;
    status.innerHTML = word("saving");
    if (!(await show("fill", { ...place, metric, text, reason }))) return false;
  }
  // What is as it was reported went into no draft.
  const nothing = document.querySelector("[data-unchanged]");
  status.innerHTML = kept.size ? word("refused") : nothing ? "" : word("saved");
  return kept.size === 0;
}

// Goes on to something else, but never away from what could still be saved.
async function leave(act, values) {
  if (kept.size) await send();
  if ([...kept.values()].some(({ said }) => said === null)) return;
  kept.clear();
  status.innerHTML = "";
  if (await show(act, values)) scrollTo(0, 0);
}

async function decide(act, seen) {
  if (kept.size && !(await send())) {
    field(kept.keys().next().value)?.focus();
    return;
  }
  status.innerHTML = "";
  if (await show(act, { ...place, version: act === "submit" ? seen : version })) scrollTo(0, 0);
}

content.addEventListener("change", ({ target }) => {
  const metric = target.dataset.metric ?? target.dataset.reason;
  if (metric) save(metric);
});

content.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (!button || button.disabled) return;
  const { view, act, community, year, sense, of } = button.dataset;
  if (sense) {
    field(of).value = sense;
    save(of);
    return;
  }
  // A second tap is none.
  button.disabled = true;
  const seen = version;
  if (view) last = last.then(() => leave(view, view === "form" ? { community, year: Number(year) } : {}));
  else if (act) last = last.then(() => decide(act, seen));
  last = last.then(() => { button.disabled = false; });
});

// What is being typed when the app is left is saved too.
const leaveField = () => document.activeElement?.blur();
document.addEventListener("visibilitychange", () => { if (document.hidden) leaveField(); });
addEventListener("pagehide", leaveField);
addEventListener("online", () => { if (kept.size) last = last.then(send); });

begin();
