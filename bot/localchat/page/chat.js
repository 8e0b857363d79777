// The conversation: shows messages, sends what is typed, dropped and pressed.

import { bubble } from "./bubbles.js";
import { close, menuKey, onCommand, setCommands } from "./commands.js";
import { withFaces } from "./faces.js";
import { element } from "./text.js";
import { addClips, hasClips, sendClips } from "./upload.js";
import { listen, post, readChat } from "./wire.js";
import { speak, word } from "./words.js";

const at = (id) => document.getElementById(id);
const [scroll, log, text, typing, latest] = ["scroll", "log", "text", "typing", "latest"].map(at);
const ACTION_MS = 5500;
const TOAST_MS = 3500;
const messages = new Map();
let typingEnds;
let toastEnds;

const atEnd = () => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 120;
const toEnd = () => { scroll.scrollTop = scroll.scrollHeight; };
const groupOf = (message) => (message.album ? `a${message.album}` : `m${message.id}`);

function place(group, isNew) {
  const members = [...messages.values()].filter((one) => groupOf(one) === group);
  const old = log.querySelector(`[data-group="${group}"]`);
  if (!members.length) {
    old?.remove();
    return;
  }
  const node = bubble(members.sort((one, other) => one.id - other.id), actions);
  node.dataset.group = group;
  if (old) {
    old.replaceWith(node);
    return;
  }
  node.classList.toggle("new", isNew);
  const after = [...log.querySelectorAll(".message")].find((one) => Number(one.dataset.id) > members[0].id);
  log.insertBefore(node, after ?? null);
}

// Days between messages, and a little air where the speaker changes.
function arrange() {
  log.querySelectorAll(".day").forEach((one) => one.remove());
  let day = "";
  let speaker = "";
  for (const node of log.querySelectorAll(".message")) {
    const date = new Date(messages.get(Number(node.dataset.id)).date * 1000);
    if (date.toDateString() !== day) {
      day = date.toDateString();
      speaker = "";
      const words = day === new Date().toDateString() ? word("today") : date.toLocaleDateString([], { weekday: "long", day: "numeric", month: "long" });
      log.insertBefore(element("p", { class: "day" }, words), node);
    }
    node.classList.toggle("turn", node.dataset.from !== speaker);
    speaker = node.dataset.from;
  }
  at("welcome").hidden = messages.size > 0;
  at("clear").hidden = messages.size === 0;
}

function show(message, isNew = true) {
  const follow = atEnd() || message.from === "user";
  const known = messages.has(message.id);
  messages.set(message.id, message);
  if (message.from === "bot" && !known) act(null);
  place(groupOf(message), isNew);
  arrange();
  if (follow) toEnd();
  else latest.hidden = known;
}

function forget(ids) {
  for (const id of ids) {
    const message = messages.get(id);
    messages.delete(id);
    if (message) place(groupOf(message), false);
  }
  arrange();
}

function act(action) {
  clearTimeout(typingEnds);
  const follow = atEnd();
  typing.hidden = !action;
  if (!action) return;
  typing.querySelector("em").textContent = word(`doing.${action}`) || word("busy");
  typingEnds = setTimeout(() => act(null), ACTION_MS);
  if (follow) toEnd();
}

function about({ bot, commands }) {
  at("name").textContent = document.title = bot.name;
  if (bot.description) at("description").textContent = bot.description;
  setCommands(commands);
}

function toast(words) {
  clearTimeout(toastEnds);
  at("toast").replaceChildren(...withFaces(words));
  at("toast").hidden = false;
  toastEnds = setTimeout(() => { at("toast").hidden = true; }, TOAST_MS);
}

function ask(words, mayCancel) {
  const box = at("notice");
  box.querySelector("p").textContent = words;
  box.querySelector("[value=no]").hidden = !mayCancel;
  box.returnValue = "no";
  box.showModal();
  return new Promise((resolve) => {
    box.addEventListener("close", () => resolve(box.returnValue === "yes"), { once: true });
  });
}

function answered({ query, text: words, alert }) {
  document.querySelectorAll(`[data-query="${query}"]`).forEach((one) => one.classList.remove("busy"));
  if (words && alert) ask(words, false);
  else if (words) toast(words);
}

async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    toast(error instanceof TypeError ? word("not_there") : error.message);
    return null;
  }
}

const say = (words) => attempt(() => post("text", { text: words }));

const actions = {
  command: say,
  async press(message, button, node) {
    node.classList.add("busy");
    const answer = await attempt(() => post("press", { message: message.id, data: button.data }));
    if (answer) node.dataset.query = answer.query;
    setTimeout(() => node.classList.remove("busy"), ACTION_MS);
  },
  jump(id) {
    log.querySelector(`[data-id="${id}"]`)?.scrollIntoView({ block: "center", behavior: "smooth" });
  },
};

async function opened() {
  // What arrives while we ask is not in the answer, and must not be forgotten for it.
  const known = [...messages.keys()];
  const chat = await readChat();
  speak(chat.language, chat.words);
  const status = at("status");
  status.textContent = word("here");
  status.classList.remove("off");
  about(chat);
  const present = new Set(chat.messages.map((one) => one.id));
  forget(known.filter((id) => !present.has(id)));
  chat.messages.forEach((one) => messages.set(one.id, one));
  new Set(chat.messages.map(groupOf)).forEach((group) => place(group, false));
  arrange();
  act(chat.action);
  toEnd();
}

function lost() {
  at("status").textContent = word("not_running");
  at("status").classList.add("off");
}

function fit() {
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight + 2}px`;
}

at("composer").addEventListener("submit", async (event) => {
  event.preventDefault();
  const words = text.value.trim();
  close();
  if (!words && !hasClips()) return;
  text.value = "";
  fit();
  if (hasClips()) await sendClips(words);
  else if (!(await say(words))) text.value = words;
});
text.addEventListener("keydown", (event) => {
  if (menuKey(event) || event.isComposing) return;
  if (event.key === "Enter" && !event.shiftKey && !matchMedia("(pointer: coarse)").matches) {
    event.preventDefault();
    at("composer").requestSubmit();
  }
});
text.addEventListener("input", fit);
text.addEventListener("paste", (event) => addClips(event.clipboardData.files));
onCommand((command) => { text.value = ""; say(command); });
at("start").addEventListener("click", () => say("/start"));
at("clear").addEventListener("click", async () => {
  if (await ask(word("clear_ask"), true)) {
    attempt(() => post("clear"));
  }
});
at("attach").addEventListener("click", () => at("pick").click());
at("pick").addEventListener("change", (event) => {
  addClips(event.target.files);
  event.target.value = "";
  text.focus();
});
latest.addEventListener("click", toEnd);
scroll.addEventListener("scroll", () => { if (atEnd()) latest.hidden = true; });

let inside = 0;
const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
const hover = (by) => (event) => {
  if (!carriesFiles(event)) return;
  inside = Math.max(0, inside + by);
  at("drop").hidden = inside === 0;
};
document.addEventListener("dragenter", hover(1));
document.addEventListener("dragleave", hover(-1));
document.addEventListener("dragover", (event) => carriesFiles(event) && event.preventDefault());
document.addEventListener("drop", (event) => {
  event.preventDefault();
  inside = 0;
  at("drop").hidden = true;
  addClips(event.dataTransfer.files);
  text.focus();
});

listen({ message: show, gone: forget, action: act, answer: answered, about, opened, lost });
