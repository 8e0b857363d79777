// What the page itself says, in the reader's language; it comes with the conversation.

let texts = {};

export function word(key, values = {}) {
  return (texts[key] ?? "").replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

// Says something at once, or as soon as the words have come.
export function say(node, key) {
  node.dataset.say = key;
  node.textContent = word(key);
  return node;
}

// `data-say` is what stands in a node; `data-say-title` and its like are attributes.
export function speak(language, given) {
  texts = given;
  document.documentElement.lang = language;
  for (const node of document.querySelectorAll("[data-say]")) node.textContent = word(node.dataset.say);
  for (const name of ["aria-label", "title", "placeholder"]) {
    for (const node of document.querySelectorAll(`[data-say-${name}]`)) {
      node.setAttribute(name, word(node.getAttribute(`data-say-${name}`)));
    }
  }
}
