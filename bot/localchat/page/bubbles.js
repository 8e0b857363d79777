// One message, or one album, as it stands in the conversation.

import { withFaces } from "./faces.js";
import { element, formatted } from "./text.js";
import { openLarge } from "./lightbox.js";
import { word } from "./words.js";

const FILM = "M4 5h16v14H4zM8 5v14M16 5v14M4 12h16";
const SHEET = "M7 3h7l4 4v14H7zM14 3v4h4";

export function size(bytes) {
  if (bytes < 1e6) return `${Math.max(1, Math.round(bytes / 1e3))} KB`;
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

export function icon(path) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const line = document.createElementNS(space, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

// actions: { press(message, button, node), command(text), jump(id), answer(message), edit(message) }
export function bubble(messages, actions) {
  const [first] = messages;
  const last = messages.at(-1);
  const { mine } = first;
  const spoken = messages.find((one) => one.text ?? one.caption) ?? first;
  const who = mine ? word("you") : first.from === "bot" ? word("coach") : first.sender.name;
  const content = element("div", { class: "bubble" });
  if (actions.inGroup && !mine) content.append(element("b", { class: "sender" }, who));
  if (first.reply_to) content.append(quote(first.reply_to, actions));
  content.append(...media(messages), ...words(spoken, actions), facts(last, spoken, actions));
  const reactions = messages.flatMap((one) => one.reactions);
  const one = ["photo", "video"].includes(first.media?.kind);
  const shape = messages.length > 1 ? " wide" : one ? " single" : "";
  return element(
    "article",
    {
      class: `message${mine ? " mine" : ""}${shape}`,
      "aria-label": who, tabindex: -1,
      "data-testid": "message", "data-id": first.id, "data-from": first.from,
      "data-edited": last.edited ? "yes" : null,
    },
    content,
    reactions.length ? reaction(reactions) : null,
    last.buttons.length ? keys(last, spoken, actions) : null,
  );
}

function words(message, actions) {
  const text = message.text ?? message.caption;
  if (!text) return [];
  const parts = formatted(text, message.entities, actions.command);
  return [element("div", { class: "words", dir: "auto", lang: message.language, "data-testid": "words" }, ...parts)];
}

function facts(message, spoken, actions) {
  const date = new Date(message.date * 1000);
  const time = date.toLocaleTimeString([], { timeStyle: "short" });
  return element(
    "div", { class: "facts" },
    actions.inGroup ? element("button", { class: "answer", type: "button", "data-testid": "answer", onclick: () => actions.answer(message) }, word("answer")) : null,
    spoken.mine && spoken.media ? element("button", { class: "answer", type: "button", "data-testid": "edit", onclick: () => actions.edit(spoken) }, word("edit")) : null,
    message.edited ? element("span", {}, word("edited")) : null,
    element("time", { datetime: date.toISOString(), title: date.toLocaleString() }, time),
  );
}

function quote(reply, actions) {
  return element(
    "button",
    { class: "reply", type: "button", "data-testid": "reply", onclick: () => actions.jump(reply.id) },
    reply.text,
  );
}

function reaction(emoji) {
  return element("div", { class: "reaction", role: "img", "aria-label": emoji.join(" "), "data-testid": "reaction" }, ...withFaces(emoji.join("")));
}

function media(messages) {
  const shown = messages.filter((one) => one.media);
  if (!shown.length) return [];
  const tiled = shown.every((one) => ["photo", "video"].includes(one.media.kind));
  if (shown.length > 1 && tiled) return [album(shown)];
  return shown.map((one) => single(one, shown));
}

const ratio = ({ media }) => (media.width && media.height ? media.width / media.height : 4 / 3);

// A strip leads on a line of its own, whole; the others share the first one's shape.
function album(messages) {
  const strip = messages.length > 2 && ratio(messages[0]) > 2;
  const tiles = messages.length - (strip ? 1 : 0);
  const shape = Math.min(Math.max(ratio(messages[strip ? 1 : 0]), 0.75), 16 / 9);
  const three = shape < 1 && tiles % 3 === 0;
  const grid = element(
    "div",
    { class: `album${three ? " three" : ""}`, role: "group", "aria-label": `${word("picture")} × ${messages.length}`, "data-testid": "album" },
    ...messages.map((one) => tile(one, messages)),
  );
  grid.style.setProperty("--shape", shape);
  if (strip) {
    grid.firstChild.classList.add("strip");
    grid.firstChild.style.setProperty("--shape", ratio(messages[0]));
  }
  return grid;
}

// What the coach says it shows, else the first line of its caption.
export const altOf = ({ media, caption }) => media.alt || caption?.split("\n")[0] || "";

function tile(message, messages) {
  const number = messages.indexOf(message) + 1;
  const alt = altOf(message) || `${word("picture")} ${word("picture_of", { number, count: messages.length })}`;
  const { kind, url } = message.media;
  const inside = kind === "photo"
    ? [element("img", { src: url, alt, lang: message.language, decoding: "async" })]
    : [silent(message.media, alt), element("span", { class: "length", "data-testid": "length" }, minutes(message.media.duration))];
  return element(
    "button",
    { class: "tile", type: "button", "data-testid": "album-item", onclick: () => openLarge(messages, number - 1) },
    ...inside,
  );
}

// Plays in its place without sound, as in the app; still for who wants no movement.
export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

function silent({ url, poster }, label) {
  const node = element("video", { src: url, poster, loop: true, playsinline: true, preload: "metadata", "aria-label": label });
  node.muted = true;
  node.autoplay = !calm();
  return node;
}

const minutes = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

function single(message, messages) {
  const { kind, url, width, height, mime } = message.media;
  if (!url) return fileRow(message, word("gone"), "div", { class: "file gone" });
  if (kind === "photo") {
    const picture = tile(message, [message]);
    picture.style.setProperty("--shape", width / height || 4 / 3);
    return picture;
  }
  if (kind === "voice" || kind === "audio") {
    return element("audio", { class: "voice", src: url, controls: true, preload: "metadata", "data-testid": "voice", "aria-label": message.caption || word("voice") });
  }
  if (kind !== "document") return clip(message);
  if (!mime.startsWith("video/") && !mime.startsWith("image/")) {
    return fileRow(message, "", "a", { class: "file", href: url, download: message.media.name });
  }
  const open = () => openLarge(messages, messages.indexOf(message));
  return fileRow(message, "", "button", { class: "file", type: "button", onclick: open });
}

function clip(message) {
  const { kind, url, poster, width, height } = message.media;
  const node = element("video", {
    class: `clip${kind === "video_note" ? " round-clip" : ""}`, src: url, poster, preload: "metadata",
    playsinline: true, controls: kind !== "animation" || calm(), loop: kind === "animation",
    "data-testid": "clip", "aria-label": altOf(message) || word("clip"),
  });
  if (kind === "animation") {
    node.muted = true;
    node.autoplay = !calm();
  }
  if (width && height) node.style.aspectRatio = `${width} / ${height}`;
  return node;
}

function fileRow(message, remark, tag, attributes) {
  const { name, size: bytes, mime, kind } = message.media;
  const film = mime.startsWith("video/") || kind !== "document";
  return element(
    tag, { ...attributes, "data-testid": "file" },
    icon(film ? FILM : SHEET),
    element("div", {}, element("b", {}, name || kind.replace("_", " ")), element("span", {}, remark || size(bytes))),
  );
}

function keys(message, spoken, actions) {
  const rows = message.buttons.map((row) => element("div", {}, ...row.map((one) => key(message, one, actions))));
  const about = (spoken.text ?? spoken.caption ?? "").split("\n")[0].slice(0, 80);
  return element("div", { class: "keys", role: "group", lang: spoken.language, "aria-label": [word("buttons"), about].filter(Boolean).join(": "), "data-testid": "keys" }, ...rows);
}

// What signs on buttons say aloud: arrows, and dots around the page one is on.
const SIGNS = { "◀": "back", "▶": "next" };

function key(message, button, actions) {
  const here = /^• (.+) •$/.exec(button.text)?.[1];
  const attributes = {
    class: `key ${button.style ?? ""}`, "data-testid": "button",
    "aria-label": here ?? (SIGNS[button.text] ? word(SIGNS[button.text]) : null),
    "aria-current": here ? "page" : null,
  };
  if (button.url) {
    return element("a", { ...attributes, href: button.url, target: "_blank", rel: "noopener noreferrer" }, ...withFaces(button.text));
  }
  if (button.copy) {
    return element("button", { ...attributes, type: "button", onclick: () => actions.copy(button.copy) }, ...withFaces(button.text));
  }
  const press = (event) => actions.press(message, button, event.currentTarget);
  return element("button", { ...attributes, type: "button", "data-data": button.data, onclick: press }, ...withFaces(button.text));
}
