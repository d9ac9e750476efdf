// The chat page: who is played, what the chat shows, and the bot's date.

import { messageNode } from "./bubbles.js";
import { createComposer } from "./composer.js";
import * as dates from "./dates.js";
import * as server from "./server.js";
import { element, word } from "./text.js";

const TYPING_SHOWN = 5000;
const TOAST_SHOWN = 3000;
const TAP_SHOWN = 10000;

const $ = (id) => document.getElementById(id);
const state = { lang: localStorage.getItem("lang") ?? "zh", user: localStorage.getItem("user") ?? "", chat: "", topic: 0, voice: "", view: null, unread: {} };
let typingEnds = 0;

const attempt = async (work) => {
  try {
    return await work();
  } catch {
    toast(word("failed"));
    return null;
  }
};
// In whose voice somebody writes: their own (""), the group's, or that of a channel, by its id.
const voice = () => ({ anonymous: state.voice === "group", ...(Number(state.voice) ? { channel: state.voice } : {}) });
const inChat = () => ({ user: state.user, chat: state.chat, topic: state.topic, ...voice() });
// Whether a message is in the topic that is shown; outside forums there is none.
const inTopic = (message) => !state.view.chat.is_forum || (message.message_thread_id ?? 0) === state.topic;
const send = (text) => attempt(() => server.act("say", { ...inChat(), text }));

const composer = createComposer({
  send,
  edit: (message, text) => attempt(() => server.act("edit", { ...inChat(), message: message.message_id, text })),
  upload: (files, caption) => attempt(() => server.upload(inChat(), files, caption)),
  contact: () => attempt(() => server.act("contact", { user: state.user, phone: persona().phone })),
  inline: (query) => attempt(() => server.act("inline", { user: state.user, chat: state.chat, query })),
  attach: (name) => attempt(() => server.act(name, inChat())),
  pin: () => attempt(() => server.act("pin", inChat())),
  voices,
  choose: (query, result) => attempt(() => server.act("choose", { ...inChat(), query, result })),
});

const persona = () => state.view.personas.find(({ user_id }) => user_id === state.user);

// What arrives while a view is under way may be in neither: it is put into that view when it is there.
const underWay = new Set();

async function show() {
  const arrived = [];
  underWay.add(arrived);
  const view = await attempt(() => server.view(state.user, state.chat, state.lang));
  underWay.delete(arrived);
  if (!view) return;
  if (!view.personas.some(({ user_id }) => user_id === view.user_id)) return play("");
  Object.assign(state, { view, user: view.user_id, chat: view.chat.id });
  if (!view.topics.some(({ thread_id }) => thread_id === state.topic)) state.topic = 0;
  localStorage.setItem("user", state.user);
  delete state.unread[state.chat];
  dates.setClock(view.now, view.zone);
  composer.setCommands(view.commands, view.bot.username);
  composer.showKeyboard(view.keyboard);
  showHead();
  showLog();
  showTrouble();
  tick();
  arrived.filter(({ chat_id }) => chat_id === state.chat).forEach(({ message }) => put(message));
}

// The voices that somebody may take instead of the present one, each with its words and what takes it.
function voices() {
  const { runs_group, channels } = state.view;
  const all = [
    ["", () => word("as-oneself")],
    ...(runs_group ? [["group", () => word("as-group")]] : []),
    ...channels.map(({ id, title }) => [id, () => beside(word("as-channel"), title)]),
  ];
  return all.filter(([name]) => name !== state.voice).map(([name, words]) => ({ words: words(), take: () => speakAs(name) }));
}

// One writes in a voice until told otherwise, or until another chat is looked at.
function speakAs(name) {
  state.voice = name;
  $("as-another").hidden = !name;
  if (!name) return;
  const channel = state.view.channels.find(({ id }) => id === name);
  $("as-another").replaceChildren(word("writing-as"), " ", channel ? channel.title : state.view.chat.title);
}

function play(user) {
  Object.assign(state, { user, chat: "", topic: 0 });
  speakAs("");
  composer.clear();
  return show();
}

// The head: bot, roles, chats

function showHead() {
  const { chat, chats, bot } = state.view;
  $("title").textContent = chat.title ?? bot.first_name;
  $("status").dataset.chat = chat.type;
  setStatus("still");
  const { name, role, place } = persona();
  $("who-name").textContent = name;
  $("who-role").textContent = [role, place].filter(Boolean).join(" · ");
  $("who-avatar").className = `avatar small ${tint(state.user)}`;
  $("who-avatar").textContent = name.slice(-1);
  $("chats").hidden = chats.length < 2;
  $("chats").replaceChildren(...chats.map(chatTab));
  showTopics();
  showPeople();
}

function chatTab(chat) {
  const node = tab(chat.title ?? state.view.bot.first_name, chat.id === state.chat, () => open(chat));
  if (state.unread[chat.id]) node.classList.add("news");
  return node;
}

function open(chat) {
  Object.assign(state, { chat: chat.id, topic: 0 });
  speakAs("");
  show();
}

function showTopics() {
  $("topics").hidden = !state.view.chat.is_forum;
  const general = { thread_id: 0, name: word("general") };
  $("topics").replaceChildren(...[general, ...state.view.topics].map(topicTab));
}

function topicTab({ thread_id, name, closed }) {
  const node = tab(name, thread_id === state.topic, () => {
    state.topic = thread_id;
    showTopics();
    showLog();
  });
  if (closed) node.append(" · ", word("closed"));
  return node;
}

function tab(name, current, onclick) {
  const node = element("button");
  node.append(name);
  node.setAttribute("aria-current", current);
  node.onclick = onclick;
  return node;
}

function showPeople() {
  for (const list of [$("personas"), $("people")]) list.replaceChildren(...state.view.personas.map(personNode));
  $("elsewhere").hidden = !state.view.personas.some(({ user_id }) => state.unread[user_id]);
}

function personNode({ user_id, name, role, place }) {
  const node = element("button", "person");
  node.dataset.user = user_id;
  node.setAttribute("aria-current", user_id === state.user);
  const two = element("span", "two");
  two.append(element("b", "", name), element("small", "", [role, place].filter(Boolean).join(" · ")));
  node.append(element("span", `avatar ${tint(user_id)}`, name.slice(-1)), two);
  if (state.unread[user_id]) node.append(element("span", "unread", String(state.unread[user_id])));
  node.onclick = () => { $("people-sheet").close(); play(user_id); };
  const item = element("li");
  item.append(node);
  return item;
}

const tint = (user_id) => `tint-${user_id % 6}`;

function setStatus(name) {
  $("status").dataset.state = name;
}

// The messages

const context = () => ({
  user_id: state.user, asGroup: state.view.as_group, group: state.chat !== state.user, bot: state.view.bot,
  onCommand: send, onPress: press, onApp: openApp, onEdit: (message) => composer.startEditing(message), onForward: forward,
});

// Opens the Mini App beside the chat, with what Telegram would sign for whoever is played.
async function openApp(url) {
  const signed = await attempt(() => server.signed(state.user));
  if (!signed) return;
  const { pathname, search } = new URL(url);
  const query = new URLSearchParams(search);
  query.set("opened", Date.now());
  $("app").src = `${pathname}?${query}#${new URLSearchParams({ tgWebAppData: signed.data })}`;
  $("app-sheet").showModal();
}

// Forwards a message into the chat with the bot, or into whichever chat is chosen.
function forward(message) {
  const into = (chat) => attempt(() => server.act("forward", {
    user: state.user, from: state.chat, message: message.message_id, chat: chat.id,
    ...(chat.id === state.chat ? { topic: state.topic, ...voice() } : {}),
  }));
  composer.showChoices(state.view.chats.map((chat) => ({
    title: beside(word("forward-to"), chat.title ?? state.view.bot.first_name), run: async () => { await into(chat); if (chat.id !== state.chat) open(chat); },
  })));
}

function beside(words, name) {
  const node = element("span");
  node.append(words, ` ${name}`);
  return node;
}

function showLog() {
  const messages = shown();
  $("log").replaceChildren(...(messages.length ? messages.flatMap((each, place) => withDay(each, messages[place - 1])) : [welcome()]));
  scrollDown();
}

const shown = () => state.view.messages.filter(inTopic);

// A message, under its day where that differs from the day of the message before.
function withDay(message, before) {
  const day = dates.day(message.date * 1000);
  const same = before && dates.day(before.date * 1000) === day;
  return [...(same ? [] : [element("div", "day", day)]), messageNode(message, context())];
}

function welcome() {
  const node = element("div", "welcome");
  if (state.view.chat.type !== "private") {
    node.append(word("quiet"));
    return node;
  }
  node.append(state.view.description || word("empty"));
  const start = element("button", "wide filled");
  start.append(word("start"));
  start.onclick = () => send("/start");
  node.append(start);
  return node;
}

function scrollDown() {
  $("log").scrollTop = $("log").scrollHeight;
  document.querySelectorAll("#log img").forEach((image) => image.addEventListener("load", () => {
    $("log").scrollTop = $("log").scrollHeight;
  }, { once: true }));
}

function put(message) {
  const { messages } = state.view;
  const before = shown().at(-1);
  const place = messages.findIndex(({ message_id }) => message_id === message.message_id);
  if (place < 0) {
    messages.push(message);
    if (message.forum_topic_created || message.migrate_to_chat_id) return show();
    if (!inTopic(message)) return;
    $("log").querySelector(".welcome")?.remove();
    $("log").append(...withDay(message, before));
    scrollDown();
  } else {
    messages[place] = message;
    document.querySelector(`.message[data-id="${message.message_id}"]`)?.replaceWith(messageNode(message, context()));
  }
}

async function press(message, button, node) {
  if (button.copy_text) {
    await navigator.clipboard?.writeText(button.copy_text.text);
    toast(word("copied"));
  } else if (button.callback_data !== undefined) {
    node.classList.add("waiting");
    setTimeout(() => node.classList.remove("waiting"), TAP_SHOWN);
    await attempt(() => server.act("press", { ...inChat(), message: message.message_id, data: button.callback_data }));
  }
}

function toast(content) {
  const node = element("div", "toast");
  node.append(content);
  $("toasts").append(node);
  setTimeout(() => node.remove(), TOAST_SHOWN);
}

// What goes wrong in the chat when asked for: an error of the next message, or something that happens to the bot there.

function showTrouble() {
  const { errors, coming, happenings } = state.view;
  const to = (action, values) => attempt(() => server.act(action, { user: state.user, chat: state.chat, ...values }));
  const button = (name, run) => {
    const node = element("button", "wide");
    node.append(word(name));
    node.onclick = run;
    return node;
  };
  $("errors").replaceChildren(...errors.map((kind) => button(`error-${kind}`, () => to("fail", { kind }))));
  $("happenings").replaceChildren(...happenings.map((what) => button(`happen-${what}`, () => to("happen", { what }))));
  $("happening").hidden = !happenings.length;
  $("coming").hidden = !coming.length;
  $("coming-next").replaceChildren(...coming.flatMap((kind, place) => [...(place ? [" · "] : []), word(`error-${kind}`)]));
  $("no-errors").onclick = () => to("fail", { kind: "none" });
}
$("trouble").onclick = () => $("trouble-sheet").showModal();

// What happens

server.listen({
  open: show,
  lost: () => setStatus("offline"),
  message: ({ chat_id, message, author }) => {
    if (!state.view) return; // What is shown next is asked for anyway.
    underWay.forEach((arrived) => arrived.push({ chat_id, message }));
    if (chat_id === state.chat) {
      if (author === state.user) state.view.as_group.push(message.message_id);
      put(message);
      if (message.from.is_bot) setStatus("still");
    } else if (message.from.is_bot) {
      state.unread[chat_id] = (state.unread[chat_id] ?? 0) + 1;
      $("chats").replaceChildren(...state.view.chats.map(chatTab));
      showPeople();
    }
  },
  edited: ({ chat_id, message }) => chat_id === state.chat && put(message),
  deleted: ({ chat_id, message_id }) => {
    if (chat_id !== state.chat) return;
    state.view.messages = state.view.messages.filter((each) => each.message_id !== message_id);
    showLog();
  },
  toast: ({ user_id, text, alert }) => {
    if (user_id !== state.user) return;
    document.querySelectorAll(".waiting").forEach((node) => node.classList.remove("waiting"));
    if (!text) return;
    if (!alert) return toast(text);
    $("alert-text").textContent = text;
    $("alert").showModal();
  },
  action: ({ chat_id }) => {
    if (chat_id !== state.chat) return;
    setStatus("typing");
    clearTimeout(typingEnds);
    typingEnds = setTimeout(() => setStatus("still"), TYPING_SHOWN);
  },
  inline: ({ user_id, query_id, results }) => user_id === state.user && composer.showResults(query_id, results),
  keyboard: ({ chat_id, keyboard }) => chat_id === state.chat && composer.showKeyboard(keyboard),
  commands: show,
  description: show,
  chat: show,
  time: ({ now, zone }) => { dates.setClock(now, zone); tick(); },
});

// The date

function tick() {
  if (!state.view) return;
  const moment = dates.now();
  $("today").textContent = dates.day(moment);
  $("clock").textContent = `${dates.weekday(moment, state.lang)} ${dates.time(moment)}`;
  $("present").textContent = `${dates.day(moment)} ${dates.weekday(moment, state.lang)} ${dates.time(moment)}`;
}
setInterval(tick, 1000);

const moveTime = (values) => attempt(() => server.act("time", values));

$("when").onclick = () => {
  $("moment").value = `${dates.day(dates.now())}T${dates.time(dates.now())}`;
  $("date-sheet").showModal();
};
$("next-morning").onclick = () => moveTime({ jump: "morning" });
$("next-day").onclick = () => moveTime({ jump: "day" });
$("date-form").onsubmit = () => moveTime({ moment: $("moment").value });
$("who").onclick = () => $("people-sheet").showModal();
document.querySelectorAll("dialog").forEach((dialog) => {
  dialog.onclick = ({ target }) => { if (target === dialog) dialog.close(); };
});

// The language of the page, and of the person played

function setLanguage(lang) {
  state.lang = lang;
  localStorage.setItem("lang", lang);
  document.documentElement.dataset.lang = lang;
  document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
  for (const node of document.querySelectorAll("[data-en-label]")) {
    node.dataset.zhLabel ??= node.getAttribute("aria-label");
    node.setAttribute("aria-label", node.dataset[`${lang}Label`]);
  }
  const field = $("text");
  field.dataset.zhPlaceholder ??= field.placeholder;
  field.dataset.placeholder = field.dataset[`${lang}Placeholder`];
  field.placeholder = field.dataset.placeholder;
}
$("language").onclick = () => { setLanguage(state.lang === "zh" ? "en" : "zh"); show(); };
setLanguage(state.lang);
