// The field to write in: counts while one types, keeps what wasn't sent, answers.

import { close, menuKey } from "./commands.js";
import { attempt, noTrouble, trouble } from "./trouble.js";
import { addClips, hasClips, onClips, sendClips } from "./upload.js";
import { post } from "./wire.js";
import { word } from "./words.js";

const at = (id) => document.getElementById(id);
const [form, text, count, answering] = ["composer", "text", "count", "answering"].map(at);
const NEAR = 0.9;
let limits = { text: 4096, caption: 1024 };
let answered = null;
let edited = null; // one's own clip, whose caption is in the field

export const setLimits = (given) => { limits = given; };
export const say = (words, facts = {}) => attempt(() => post("text", { text: words, ...facts }));

const captions = () => edited || hasClips();
const most = () => (captions() ? limits.caption : limits.text);
const tooLong = () => text.value.trim().length > most();
const tooLongWords = () => word(captions() ? "error.caption_long" : "error.text_long");

// Stands above the field: what the next text is about, and the way out of that.
function head(key, text) {
  answering.hidden = false;
  answering.querySelector("p").textContent = word(key, { text });
  answering.querySelector("button").setAttribute("aria-label", word(edited ? "cancel" : "no_answer"));
}

// What the next text answers: the question's words stand above the field.
export function answer(message, field = "") {
  if (edited) stopEditing();
  answered = message;
  answering.hidden = !message;
  if (!message) return;
  const words = message.text ?? message.caption ?? "";
  head("answering", words.split("\n")[0].slice(0, 80));
  if (field) text.placeholder = field;
  text.focus();
}

// Change what stands under a clip of one's own, in the field.
export function edit(message) {
  stopAnswering();
  edited = message;
  head("editing", message.media.name || message.caption || word("clip"));
  text.value = message.caption ?? "";
  fit();
  text.focus();
}

function stopEditing() {
  edited = null;
  answering.hidden = true;
  text.value = "";
  fit();
}

function submitCaption(caption) {
  const { id: message } = edited;
  return attempt(async () => {
    const done = await post("caption", { message, caption });
    stopEditing();
    return done;
  }, word("text_kept"));
}

export function stopAnswering(message) {
  if (edited && (!message || message.id === edited.id)) stopEditing();
  if (message && answered?.id !== message.id) return;
  answer(null);
  text.placeholder = word("placeholder");
}

export function fit() {
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight + 2}px`;
  const length = text.value.trim().length;
  count.hidden = !(captions() && length) && length < NEAR * most();
  count.textContent = word("length", { count: length.toLocaleString(), most: most().toLocaleString() });
  count.classList.toggle("over", tooLong());
  text.setAttribute("aria-invalid", tooLong());
}

async function submit() {
  const words = text.value.trim();
  close();
  if (!words && !captions()) return;
  if (tooLong()) {
    trouble(tooLongWords());
    text.focus();
    return;
  }
  if (edited) {
    submitCaption(words);
    return;
  }
  const facts = answered ? { reply_to: answered.id } : {};
  text.value = "";
  stopAnswering();
  fit();
  if (hasClips()) {
    noTrouble();
    await sendClips(words, facts);
  } else if (!(await attemptText(words, facts))) {
    text.value = text.value || words;
    fit();
  }
}

// Sent once more from the bar, it must not stay in the field as well.
async function attemptText(words, facts) {
  const send = async () => {
    const done = await post("text", { text: words, ...facts });
    if (text.value.trim() === words) {
      text.value = "";
      fit();
    }
    return done;
  };
  return attempt(send, word("text_kept"));
}

form.addEventListener("submit", (event) => { event.preventDefault(); submit(); });
text.addEventListener("keydown", (event) => {
  if (menuKey(event) || event.isComposing) return;
  if (event.key === "Enter" && !event.shiftKey && !matchMedia("(pointer: coarse)").matches) {
    event.preventDefault();
    form.requestSubmit();
  }
});
text.addEventListener("input", fit);
text.addEventListener("paste", (event) => addClips(event.clipboardData.files));
onClips(fit);
answering.querySelector("button").addEventListener("click", () => { stopAnswering(); text.focus(); });
at("attach").addEventListener("click", () => at("pick").click());
at("pick").addEventListener("change", (event) => {
  addClips(event.target.files);
  event.target.value = "";
  text.focus();
});
