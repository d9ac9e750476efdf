// The Mini App: exchanges what Telegram signed for a session, shows what the server makes, and saves what is typed.

const content = document.querySelector("#content");
const status = document.querySelector("#status");
const word = (name) => document.querySelector(`#${name}`).innerHTML;
let token = sessionStorage.getItem("zc-session");
let place = {};
let version = 0;
let last = Promise.resolve();

async function post(path, values) {
  const headers = { "Content-Type": "application/json" };
  if (token) headers.Authorization = `Bearer ${token}`;
  const response = await fetch(path, { method: "POST", headers, body: JSON.stringify(values) });
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
      content.innerHTML = word("ended");
    } else if (code !== 200) {
      status.innerHTML = word("lost");
    } else {
      put(body.html);
    }
    return code === 200;
  } catch {
    status.innerHTML = word("lost");
    return false;
  } finally {
    content.setAttribute("aria-busy", "false");
  }
}

// What is being typed elsewhere on the screen stays as it is.
function put(html) {
  const focused = document.activeElement?.id;
  const typing = document.activeElement?.value;
  content.innerHTML = html;
  const form = document.querySelector("#form");
  if (form) {
    place = { community: form.dataset.community, year: Number(form.dataset.year) };
    version = Number(form.dataset.version);
  }
  const again = focused && document.getElementById(focused);
  if (again) {
    if (again.tagName === "INPUT" && typing !== undefined) again.value = typing;
    again.focus();
  } else {
    content.focus();
  }
}

function save(metric) {
  const text = document.querySelector(`[data-metric="${metric}"]`)?.value ?? "";
  const reason = document.querySelector(`[data-reason="${metric}"]`)?.value ?? "";
  status.innerHTML = word("saving");
  last = last.then(async () => {
    if (await show("fill", { ...place, metric, text, reason })) status.innerHTML = word("saved");
  });
}

content.addEventListener("change", ({ target }) => {
  const metric = target.dataset.metric ?? target.dataset.reason;
  if (metric) save(metric);
});

content.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (!button) return;
  const { view, act, community, year } = button.dataset;
  if (view === "form") last = last.then(() => show("form", { community, year: Number(year) }));
  else if (view) last = last.then(() => show(view, {}));
  else if (act) last = last.then(() => show(act, { ...place, version }));
});

begin();
