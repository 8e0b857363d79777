// Clips on their way: picked or dropped, looked at, sent with a progress bar.

import { element } from "./text.js";
import { icon, size } from "./bubbles.js";
import { inWords } from "./trouble.js";
import { address } from "./wire.js";
import { say, word } from "./words.js";

const LOOK_MS = 3000;
const HINTS = { document: "as_file_hint", video: "as_video_hint" };
const tray = document.getElementById("tray");
const list = document.getElementById("files");
const hint = document.getElementById("hint");
const pending = document.getElementById("pending");
const PHOTO_BYTES = 10_000_000;
let waiting = [];
let changed = () => {};

const choice = () => tray.querySelector("input:checked").value;
const showHint = () => say(hint, HINTS[choice()]);

export const hasClips = () => waiting.length > 0;
export const onClips = (handler) => { changed = handler; };

export function addClips(files) {
  for (const file of files) {
    const entry = { file, facts: null };
    const preview = element("video", { muted: true, playsinline: true, preload: "auto", "aria-hidden": "true" });
    entry.facts = look(file, preview);
    entry.row = row(entry, preview);
    waiting.push(entry);
    list.append(entry.row);
  }
  tray.hidden = !hasClips();
  showHint();
  changed();
}

function row(entry, preview) {
  const { file } = entry;
  const about = element("div", { class: "about" }, element("b", {}, file.name), element("span", {}, size(file.size)));
  const away = element("button", { class: "round", type: "button", "aria-label": word("leave_out", file), onclick: () => drop(entry) }, icon("m6 6 12 12M18 6 6 18"));
  return element("li", {}, preview, about, away);
}

function drop(entry) {
  waiting = waiting.filter((one) => one !== entry);
  entry.row.remove();
  tray.hidden = !hasClips();
  changed();
}

// What the browser can read of a clip; zeros when it can't play it.
function look(file, preview) {
  const address = URL.createObjectURL(file);
  return new Promise((resolve) => {
    const tell = () => {
      const duration = Number.isFinite(preview.duration) ? preview.duration : 0;
      resolve({ width: preview.videoWidth || 0, height: preview.videoHeight || 0, duration });
    };
    preview.addEventListener("loadedmetadata", tell);
    preview.addEventListener("error", () => {
      tell();
      preview.replaceWith(element("div", { class: "blank" }));
    });
    setTimeout(tell, LOOK_MS);
    preview.src = address;
  });
}

// A recording is a voice message, and a picture a photo, as the app makes them.
function kindOf({ type, size: bytes }, chosen) {
  if (type.startsWith("video/")) return chosen;
  if (type.startsWith("audio/")) return "voice";
  return type.startsWith("image/") && bytes < PHOTO_BYTES ? "photo" : "document";
}

export async function sendClips(caption, more) {
  const chosen = choice();
  const clips = waiting;
  const together = clips.length > 1 ? { album: crypto.randomUUID() } : {};
  for (const entry of clips) drop(entry);
  for (const [index, entry] of clips.entries()) {
    await send(entry, { kind: kindOf(entry.file, chosen), caption: index ? "" : caption, ...together, ...more });
  }
}

async function send(entry, told) {
  const { file } = entry;
  const facts = await entry.facts;
  const url = address("clip", { name: file.name, type: file.type || "application/octet-stream", ...facts, ...told });
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const bar = element("progress", { max: 1, value: 0, "aria-label": word("sending", file), "data-testid": "progress" });
    const state = element("span", {}, "0 %");
    const cancel = element("button", { type: "button" }, word("cancel"));
    const row = waitingBubble(file, bar, state, cancel);
    const finish = () => { row.remove(); resolve(); };
    const fail = (why) => {
      state.textContent = why;
      state.className = "failed";
      state.setAttribute("role", "alert");
      bar.remove();
      cancel.textContent = word("dismiss");
      cancel.onclick = finish;
      const again = element("button", { type: "button", "data-testid": "send-again" }, word("retry"));
      again.onclick = () => { finish(); send(entry, told); };
      cancel.before(again);
      resolve();
    };
    cancel.onclick = () => { request.abort(); finish(); };
    request.upload.onprogress = (event) => {
      bar.value = event.loaded / event.total;
      state.textContent = `${Math.round(bar.value * 100)} %`;
    };
    request.onload = () => (request.status === 200 ? finish() : fail(reason(request)));
    request.onerror = () => fail(word("not_sent", { why: word("not_there") }));
    request.open("POST", url);
    request.send(file);
  });
}

function reason(request) {
  try {
    return word("not_sent", { why: inWords(JSON.parse(request.responseText).description) });
  } catch {
    return word("not_sent", { why: request.status });
  }
}

function waitingBubble(file, bar, state, cancel) {
  const about = element("div", { class: "file" }, icon("M12 19V6m0 0-5 5m5-5 5 5"), element("div", {}, element("b", {}, file.name), element("span", {}, size(file.size))));
  const progress = element("div", { class: "progress" }, bar, element("div", {}, state, cancel));
  const row = element("article", { class: "message mine turn", "data-testid": "uploading" }, element("div", { class: "bubble" }, about, progress));
  pending.append(row);
  row.scrollIntoView({ block: "end" });
  return row;
}

tray.addEventListener("change", showHint);
