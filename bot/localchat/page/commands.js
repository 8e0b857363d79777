// The commands menu above the composer.

import { element } from "./text.js";

const text = document.getElementById("text");
const slash = document.getElementById("slash");
const menu = document.getElementById("commands");
let commands = [];
let chosen = 0;
let choose = () => {};

export function setCommands(list) {
  commands = list;
  slash.hidden = !list.length;
  if (!menu.hidden) open(text.value.slice(1));
}

export const onCommand = (handler) => { choose = handler; };
export const menuIsOpen = () => !menu.hidden;

export function open(beginning = "") {
  const fitting = commands.filter((one) => one.command.startsWith(beginning.toLowerCase()));
  if (!fitting.length) return close();
  menu.replaceChildren(...fitting.map(item));
  menu.hidden = false;
  slash.setAttribute("aria-expanded", "true");
  mark(0);
}

export function close() {
  menu.hidden = true;
  slash.setAttribute("aria-expanded", "false");
  text.removeAttribute("aria-activedescendant");
}

function item(command, index) {
  const pick = () => { close(); choose(`/${command.command}`); };
  return element(
    "li",
    { role: "option", id: `command-${index}`, "data-testid": "command", onclick: pick },
    element("b", {}, `/${command.command}`),
    element("span", {}, command.description),
  );
}

function mark(index) {
  const items = [...menu.children];
  chosen = (index + items.length) % items.length;
  items.forEach((one, place) => one.setAttribute("aria-selected", place === chosen));
  items[chosen].scrollIntoView({ block: "nearest" });
  text.setAttribute("aria-activedescendant", items[chosen].id);
}

// Gives true when the key was the menu's.
export function menuKey(event) {
  if (menu.hidden) return false;
  const keys = {
    ArrowDown: () => mark(chosen + 1),
    ArrowUp: () => mark(chosen - 1),
    Enter: () => menu.children[chosen].click(),
    Tab: () => { text.value = menu.children[chosen].querySelector("b").textContent; close(); },
    Escape: close,
  };
  if (!keys[event.key]) return false;
  event.preventDefault();
  keys[event.key]();
  return true;
}

text.addEventListener("input", () => {
  if (/^\/\w*$/.test(text.value)) open(text.value.slice(1));
  else close();
});
slash.addEventListener("click", () => {
  if (menu.hidden) open();
  else close();
  text.focus();
});
document.addEventListener("click", (event) => {
  if (!menu.contains(event.target) && !slash.contains(event.target)) close();
});
