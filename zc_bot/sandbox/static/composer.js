// The line one types into, its command menu, inline results and the reply keyboard.

import { element, word } from "./text.js";

const field = document.querySelector("#text");
const menu = document.querySelector("#menu");
const INLINE_PAUSE = 250;

// `actions`: send(text), edit(message, text), upload(files, caption), contact(), inline(query), choose(query_id, result_id),
// attach(name) for a sticker, voice or place, pin() for the newest message, and voices() that one may write in instead.
export function createComposer(actions) {
  let commands = [];
  let botName = "";
  let editing = null;
  let pause = 0;

  document.querySelector("#composer").onsubmit = (event) => { event.preventDefault(); submit(); };
  document.querySelector("#commands").onclick = () => (menu.hidden ? showCommands("") : hideMenu());
  document.querySelector("#stop-editing").onclick = () => startEditing(null);
  document.querySelector("#attach").onclick = () => (menu.hidden ? showAttachments() : hideMenu());
  document.querySelector("#file").onchange = ({ target }) => {
    if (target.files.length) actions.upload([...target.files], field.value.trim());
    target.value = "";
    clear();
  };
  field.oninput = () => { grow(); suggest(); };
  field.onkeydown = (event) => {
    if (event.key === "Escape") hideMenu();
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  };
  document.addEventListener("click", ({ target }) => {
    if (!target.closest("footer")) hideMenu();
  });

  function submit() {
    const text = field.value.trim();
    if (!text) return;
    if (editing) actions.edit(editing, text);
    else actions.send(text);
    clear();
  }

  function clear() {
    field.value = "";
    startEditing(null, false);
    hideMenu();
    grow();
  }

  function suggest() {
    clearTimeout(pause);
    const query = inlineQuery();
    if (query !== null) pause = setTimeout(() => actions.inline(query), INLINE_PAUSE);
    else if (/^\/\w*$/.test(field.value)) showCommands(field.value.slice(1));
    else hideMenu();
  }

  function inlineQuery() {
    const start = `@${botName} `;
    return field.value.startsWith(start) ? field.value.slice(start.length) : null;
  }

  function showCommands(beginning) {
    const fitting = commands.filter(({ command }) => command.startsWith(beginning));
    if (!fitting.length) menu.replaceChildren(noCommands());
    else menu.replaceChildren(...fitting.map(({ command, description }) =>
      entry(`/${command}`, description, () => { actions.send(`/${command}`); clear(); })));
    menu.hidden = false;
  }

  function showAttachments() {
    menu.replaceChildren(
      choice(word("a-file"), () => document.querySelector("#file").click()),
      ...["sticker", "voice", "place"].map((name) => choice(word(`a-${name}`), () => actions.attach(name))),
      choice(word("pin"), actions.pin),
      ...actions.voices().map(({ words, take }) => choice(words, take)),
    );
    menu.hidden = false;
  }

  function showChoices(choices) {
    menu.replaceChildren(...choices.map(({ title, run }) => choice(title, run)));
    menu.hidden = false;
  }

  function showResults(query_id, results) {
    if (inlineQuery() === null) return;
    menu.replaceChildren(...results.map(({ id, title, description }) =>
      entry(title ?? id, description, () => { actions.choose(query_id, id); clear(); })));
    menu.hidden = !results.length;
  }

  function startEditing(message, fill = true) {
    editing = message;
    document.querySelector("#editing").hidden = !message;
    if (fill) field.value = message?.text ?? "";
    if (message) field.focus();
    grow();
  }

  function showKeyboard(keyboard) {
    const node = document.querySelector("#keyboard");
    const rows = keyboard?.keyboard ?? [];
    node.hidden = !rows.length;
    node.replaceChildren(...rows.map((row) => {
      const line = element("div", "row");
      line.append(...row.map(key));
      return line;
    }));
    field.placeholder = keyboard?.input_field_placeholder || field.dataset.placeholder;
  }

  function key(button) {
    const label = typeof button === "string" ? button : button.text;
    const node = element("button", "", label);
    node.type = "button";
    node.onclick = () => (button.request_contact ? actions.contact() : actions.send(label));
    return node;
  }

  return {
    setCommands(list, username) {
      [commands, botName] = [list, username];
      // A menu that was opened before the page knew them is drawn again.
      if (!menu.hidden && menu.firstElementChild?.tagName === "P") showCommands(field.value.replace(/^\//, ""));
    },
    showKeyboard, showResults, showChoices, startEditing, clear,
  };
}

function entry(title, hint, onclick) {
  const item = element("li");
  const node = element("button");
  node.type = "button";
  node.onclick = onclick;
  node.append(element("b", "", title), element("small", "", hint ?? ""));
  item.append(node);
  return item;
}

function choice(title, run) {
  const item = entry("", "", () => { hideMenu(); run(); });
  item.querySelector("b").append(title);
  return item;
}

function noCommands() {
  const line = element("p");
  line.append(word("no-commands"));
  return line;
}

function hideMenu() {
  menu.hidden = true;
}

function grow() {
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + 2}px`;
}
