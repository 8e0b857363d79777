// The conversation: shows messages, sends what is typed, dropped and pressed.

import { bubble, calm } from "./bubbles.js";
import { onCommand, setCommands } from "./commands.js";
import { answer, edit, say, setLimits, stopAnswering } from "./composer.js";
import { withFaces } from "./faces.js";
import { keepFocus } from "./focus.js";
import { aheadS, coachsTime, setTime, setUsername } from "./people.js";
import { element } from "./text.js";
import { attempt } from "./trouble.js";
import { addClips } from "./upload.js";
import { group, listen, me, post, read } from "./wire.js";
import { speak, word } from "./words.js";

const at = (id) => document.getElementById(id);
const [scroll, log, text, typing, latest] = ["scroll", "log", "text", "typing", "latest"].map(at);
const ACTION_MS = 5500;
const TOAST_MS = 3500;
const messages = new Map();
let typingEnds;
let toastEnds;
let title = null; // of a group

const atEnd = () => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 120;
const toEnd = () => { scroll.scrollTop = scroll.scrollHeight; };
const groupOf = (message) => (message.album ? `a${message.album}` : `m${message.id}`);

function asDrawn(node) {
  const drawn = node.cloneNode(true);
  drawn.classList.remove("new", "turn");
  return drawn;
}

function place(group, isNew) {
  const members = [...messages.values()].filter((one) => groupOf(one) === group);
  const old = log.querySelector(`[data-group="${group}"]`);
  const focusAgain = keepFocus(old, log);
  if (!members.length) {
    old?.remove();
    focusAgain(null);
    return;
  }
  const node = bubble(members.sort((one, other) => one.id - other.id), actions);
  node.dataset.group = group;
  // A click is lost when what it began on is replaced before it ends.
  if (old && asDrawn(old).isEqualNode(node)) return;
  if (old) {
    old.replaceWith(node);
    focusAgain(node);
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
    const { date: sent, sender } = messages.get(Number(node.dataset.id));
    const date = new Date(sent * 1000);
    if (date.toDateString() !== day) {
      day = date.toDateString();
      speaker = "";
      const words = day === coachsTime().toDateString() ? word("today") : date.toLocaleDateString(document.documentElement.lang, { weekday: "long", day: "numeric", month: "long" });
      log.insertBefore(element("p", { class: "day" }, words), node);
    }
    node.classList.toggle("turn", sender.id !== speaker);
    speaker = sender.id;
  }
  at("welcome").hidden = messages.size > 0;
}

function keep(message) {
  message.mine = String(message.sender.id) === me;
  messages.set(message.id, message);
}

function show(message, isNew = true) {
  const follow = atEnd() || String(message.sender.id) === me;
  const known = messages.has(message.id);
  keep(message);
  if (message.asks !== null && !known) answer(message, message.asks);
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
    if (message) {
      place(groupOf(message), false);
      stopAnswering(message);
    }
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

function about({ bot, commands, group: given }) {
  title = given ?? title;
  at("name").textContent = document.title = title ?? bot.name;
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

const actions = {
  inGroup: Boolean(group),
  command: (words) => say(words),
  answer: (message) => answer(message),
  edit: (message) => edit(message),
  async copy(words) {
    await attempt(() => navigator.clipboard.writeText(words));
    toast(word("copied"));
  },
  async press(message, button, node) {
    node.classList.add("busy");
    const answer = await attempt(() => post("press", { message: message.id, data: button.data }));
    if (answer) node.dataset.query = answer.query;
    setTimeout(() => node.classList.remove("busy"), ACTION_MS);
  },
  jump(id) {
    log.querySelector(`[data-id="${id}"]`)?.scrollIntoView({ block: "center", behavior: calm() ? "auto" : "smooth" });
  },
};

async function opened() {
  // What arrives while we ask is not in the answer, and must not be forgotten for it.
  const known = [...messages.keys()];
  const chat = await read("chat");
  speak(chat.language, chat.words);
  setLimits(chat.limits);
  setUsername(chat.username);
  at("me").textContent = chat.me.name;
  at("status").classList.remove("off");
  clock(chat.now);
  about(chat);
  const present = new Set(chat.messages.map((one) => one.id));
  forget(known.filter((id) => !present.has(id)));
  chat.messages.forEach(keep);
  // All of them: who came before the words did is drawn anew with them.
  new Set([...messages.values()].map(groupOf)).forEach((one) => place(one, false));
  arrange();
  act(chat.action);
  toEnd();
  const newest = messages.get(Math.max(...messages.keys()));
  if (newest && newest.asks !== null) answer(newest, newest.asks);
}

// The coach's day and hour stand there only while they aren't everybody's.
function clock(nowS) {
  setTime(nowS);
  const time = coachsTime().toLocaleString(document.documentElement.lang, { weekday: "short", day: "numeric", month: "short", hour: "numeric", minute: "2-digit" });
  at("status").textContent = Math.abs(aheadS()) < 60 ? word("here") : `${time} · ${word("here")}`;
  arrange();
}

function lost() {
  at("status").textContent = word("not_running");
  at("status").classList.add("off");
}

onCommand((command) => { text.value = ""; say(command); });
at("start").addEventListener("click", () => say("/start"));
at("clear").addEventListener("click", async () => {
  at("people").close();
  if (await ask(word("clear_ask"), true)) attempt(() => post("clear"));
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

listen({ message: show, gone: forget, action: act, answer: answered, about, clock, opened, lost });
