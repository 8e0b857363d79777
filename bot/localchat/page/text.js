// Message text with entities as DOM nodes. Nothing is ever parsed as HTML.

import { withFaces } from "./faces.js";

const TAGS = {
  bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code",
  pre: "pre", blockquote: "blockquote", expandable_blockquote: "blockquote",
  text_link: "a", url: "a", spoiler: "span", bot_command: "button",
};
const LINK = /^(https?|tg):\/\//i;

export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

// Offsets are UTF-16 units on both sides, so slice() fits.
export function formatted(text, entities, sendCommand) {
  const known = entities.filter((one) => TAGS[one.type]);
  return nodes(text, known, 0, text.length, sendCommand);
}

function nodes(text, entities, start, end, sendCommand) {
  const result = [];
  let at = start;
  let rest = entities;
  while (rest.length) {
    const [first, ...others] = rest;
    const stop = Math.min(first.offset + first.length, end);
    if (first.offset > at) result.push(text.slice(at, first.offset));
    const inside = others.filter((one) => one.offset < stop);
    const node = wrap(first, text.slice(first.offset, stop), sendCommand);
    node.append(...nodes(text, inside, first.offset, stop, sendCommand));
    result.push(node);
    at = stop;
    rest = others.filter((one) => one.offset >= stop);
  }
  if (at < end) result.push(text.slice(at, end));
  return withoutDoubleBreaks(result);
}

// A block stands on lines of its own: the line breaks beside it are spent.
function withoutDoubleBreaks(parts) {
  const block = (part) => /^(PRE|BLOCKQUOTE)$/.test(part?.tagName);
  return parts.flatMap((part, index) => {
    if (typeof part !== "string") return [part];
    const trimmed = block(parts[index + 1]) ? part.replace(/\n$/, "") : part;
    return withFaces(block(parts[index - 1]) ? trimmed.replace(/^\n/, "") : trimmed);
  });
}

function wrap(entity, words, sendCommand) {
  const node = document.createElement(TAGS[entity.type]);
  if (node.tagName === "A") {
    const address = entity.url ?? words;
    if (LINK.test(address)) node.href = address;
    node.target = "_blank";
    node.rel = "noopener noreferrer";
  } else if (entity.type === "spoiler") {
    const show = () => node.classList.add("shown");
    node.className = "spoiler";
    node.tabIndex = 0;
    node.addEventListener("click", show);
    node.addEventListener("keydown", (event) => event.key === "Enter" && show());
  } else if (entity.type === "bot_command") {
    node.type = "button";
    node.className = "command";
    node.addEventListener("click", () => sendCommand(words));
  } else if (entity.type === "expandable_blockquote") {
    node.className = "folded";
    node.addEventListener("click", () => node.classList.toggle("folded"));
  }
  return node;
}
