// A message as a bubble.

import * as dates from "./dates.js";
import { fileAddress } from "./server.js";
import { element, formatted, link, said, word } from "./text.js";

const FILE_ICON = "M12 4v11m-5-4.500l5 5 5-5M5 20h14";

// `context`: user_id, asGroup (ids of what the user wrote as the group), group, bot (User), and what to do: onCommand(text), onPress(message, button, node), onEdit(message),
// onForward(message).
export function messageNode(message, context) {
  const service = serviceOf(message);
  if (service) return serviceNode(message, service);
  const own = message.from.id === context.user_id && !message.sender_chat;
  const node = element("div", own ? "message own" : "message");
  node.dataset.id = message.message_id;
  node.append(bubble(message, own, context));
  const rows = message.reply_markup?.inline_keyboard;
  if (rows?.length) node.append(buttons(message, rows, context));
  return node;
}

function bubble(message, own, context) {
  const node = element("div", "bubble");
  if (context.group && !own) node.append(element("div", "sender", message.sender_chat?.title ?? message.from.first_name));
  if (message.via_bot) node.append(via(message.via_bot));
  if (message.forward_origin) node.append(forwarded(message.forward_origin));
  if (quotes(message)) node.append(element("div", "quote", summary(message.reply_to_message)));
  if (message.photo) node.append(photo(message.photo.at(-1)));
  if (message.document) node.append(file(message.document));
  if (message.contact) node.append(contact(message.contact));
  if (message.sticker) node.append(element("div", "sticker", message.sticker.emoji ?? "▢"));
  if (message.voice) node.append(line("voice", `${message.voice.duration} s`));
  if (message.location) node.append(line("place", `${message.location.latitude}, ${message.location.longitude}`));
  const text = message.text ?? message.caption;
  if (text) {
    const entities = message.entities ?? message.caption_entities;
    node.append(formatted(text, entities, context.bot.username, context.onCommand));
  }
  node.append(meta(message, context));
  const others = message.via_bot || message.forward_origin;
  if ((own || context.asGroup.includes(message.message_id)) && message.text && !others) {
    node.classList.add("mine");
    node.ondblclick = () => context.onEdit(message);
  }
  return node;
}

function meta(message, { onForward }) {
  const node = element("span", "meta");
  const forward = element("button", "forward", "↪");
  forward.setAttribute("aria-label", said("forward"));
  forward.onclick = (event) => { event.stopPropagation(); onForward(message); };
  node.append(forward);
  if (message.edit_date) node.append(word("edited"), " ");
  node.append(dates.time(message.date * 1000));
  return node;
}

function photo({ file_id, width, height }) {
  const node = element("img", "photo");
  Object.assign(node, { src: fileAddress(file_id), width, height, alt: "" });
  node.style.aspectRatio = `${width} / ${height}`;
  node.style.height = "auto";
  node.onclick = () => window.open(node.src, "_blank", "noopener");
  return node;
}

function file({ file_id, file_name, file_size }) {
  const node = element("a", "file");
  Object.assign(node, { href: fileAddress(file_id, true), download: file_name ?? "" });
  const two = element("span", "two");
  const hint = element("small", "", `${size(file_size)} · `);
  hint.append(word("download"));
  two.append(element("b", "", file_name ?? file_id), hint);
  node.append(icon(FILE_ICON), two);
  return node;
}

function contact({ first_name, phone_number }) {
  const node = element("div", "two");
  const hint = element("small");
  hint.append(word("contact"), ` · ${phone_number}`);
  node.append(element("b", "", first_name), hint);
  return node;
}

function forwarded({ sender_user, sender_user_name, sender_chat }) {
  const node = element("div", "sender");
  node.append(word("forwarded"), " ", sender_user?.first_name ?? sender_chat?.title ?? sender_user_name ?? word("hidden"));
  return node;
}

function via({ username }) {
  const node = element("div", "sender");
  node.append(word("via"), ` @${username}`);
  return node;
}

function line(name, text) {
  const node = element("div", "body");
  node.append(word(name), ` · ${text}`);
  return node;
}

// What a chat tells of itself, as the name of its field.
const SERVICE = [
  "forum_topic_created", "forum_topic_closed", "forum_topic_reopened", "pinned_message",
  "message_auto_delete_timer_changed", "chat_background_set", "migrate_to_chat_id", "migrate_from_chat_id",
  "new_chat_members", "left_chat_member", "new_chat_title",
];
const serviceOf = (message) => SERVICE.find((name) => name in message);

function serviceNode(message, name) {
  const node = element("div", "service", `${message.from.first_name} · `);
  node.dataset.id = message.message_id;
  node.append(document.querySelector("#words").content.getElementById(`word-${name}`) ? word(name) : word("service"));
  const topic = message.forum_topic_created?.name;
  if (topic) node.append(` ${topic}`);
  return node;
}

// A message in a topic replies to the one that made the topic, which nobody wants to see quoted.
const quotes = ({ reply_to_message: quoted }) => quoted && !quoted.forum_topic_created;

const summary = (message) => message.text ?? message.caption ?? message.document?.file_name ?? "…";

function buttons(message, rows, context) {
  const node = element("div", "buttons");
  for (const row of rows) {
    const line = element("div", "row");
    line.append(...row.map((button) => buttonNode(message, button, context)));
    node.append(line);
  }
  return node;
}

function buttonNode(message, button, context) {
  const node = element(button.url ? "a" : "button", "", button.text);
  if (button.url) link(node, button.url, context.bot.username, context.onCommand);
  else if (button.web_app) node.onclick = () => context.onApp(button.web_app.url);
  else node.onclick = () => context.onPress(message, button, node);
  return node;
}

export function icon(path) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

function size(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1048576 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1048576).toFixed(1)} MB`;
}
