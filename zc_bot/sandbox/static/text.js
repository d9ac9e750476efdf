// Telegram's text with entities, as nodes: what people typed only ever becomes text nodes.

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote", spoiler: "span",
  text_link: "a", url: "a", bot_command: "a", mention: "span",
};
const SAFE = /^(https?|mailto|tel):/i;

// `onCommand` is called with a command that was tapped, or that a link back to the bot stands for.
export function formatted(text, entities, botName, onCommand) {
  const body = element("div", "body");
  append(body, text, [...(entities ?? [])], 0, text.length, { botName, onCommand });
  return body;
}

function append(parent, text, entities, start, end, context) {
  let position = start;
  while (entities.length && entities[0].offset < end) {
    const entity = entities.shift();
    const from = Math.max(entity.offset, position);
    const to = Math.min(entity.offset + entity.length, end);
    if (to <= from) continue;
    parent.append(text.slice(position, from));
    const node = nodeFor(entity, text.slice(from, to), context);
    append(node, text, entities, from, to, context);
    parent.append(node);
    position = to;
  }
  parent.append(text.slice(position, end));
}

function nodeFor(entity, covered, { botName, onCommand }) {
  const node = document.createElement(TAGS[entity.type] ?? "span");
  if (entity.type === "spoiler") opens(node, "spoiler");
  if (entity.type === "expandable_blockquote") opens(node, "expandable");
  if (entity.type === "mention") node.className = "mention";
  if (entity.type === "bot_command") node.onclick = () => onCommand(covered);
  if (entity.type === "url" || entity.type === "text_link") link(node, entity.url ?? covered, botName, onCommand);
  return node;
}

export function link(node, url, botName, onCommand) {
  const deep = deepLink(url, botName);
  if (deep !== null) {
    node.href = "#";
    node.onclick = (event) => { event.preventDefault(); onCommand(deep); };
  } else if (SAFE.test(url)) {
    Object.assign(node, { href: url, target: "_blank", rel: "noopener noreferrer" });
  }
}

function deepLink(url, botName) {
  const match = /^https?:\/\/t\.me\/(\w+)\?start=([\w-]{1,64})$/.exec(url);
  return match && match[1].toLowerCase() === botName.toLowerCase() ? `/start ${match[2]}` : null;
}

function opens(node, name) {
  node.className = name;
  node.onclick = () => node.classList.add("open");
}

export function element(tag, className = "", text = "") {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text) node.textContent = text;
  return node;
}

// A word of the page in its language, for where no node can stand.
export const said = (name) => word(name).querySelector(`[data-${document.documentElement.dataset.lang}]`).textContent;

export function word(name) {
  return document.querySelector("#words").content.getElementById(`word-${name}`).cloneNode(true);
}
