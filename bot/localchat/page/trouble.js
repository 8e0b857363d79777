// What didn't work, in words, with a way to try again.

import { Refused } from "./wire.js";
import { word } from "./words.js";

const box = document.getElementById("trouble");
const retry = document.getElementById("retry");
const KNOWN = [
  [/caption is too long/, "caption_long"],
  [/message is too long/, "text_long"],
  [/too large/i, "too_large"],
  [/non-empty/, "empty_file"],
  [/no such button/, "old_button"],
  [/IMAGE_PROCESS|PHOTO_INVALID|too big for a photo/, "not_a_picture"],
];
let again = null;

export function inWords(why) {
  const known = KNOWN.find(([pattern]) => pattern.test(why));
  return known ? word(`error.${known[1]}`) : word("error.other", { why });
}

export const reason = (error) => (error instanceof Refused ? inWords(error.message) : word("not_there"));

// Says so until the next thing works; `work` is done again on request.
export function trouble(words, work) {
  box.querySelector("p").textContent = words;
  again = work;
  retry.hidden = !work;
  box.hidden = false;
}

export function noTrouble() {
  box.hidden = true;
  again = null;
}

// Gives null when it failed; what was typed is never lost by that.
export async function attempt(work, kept = "") {
  try {
    const done = await work();
    noTrouble();
    return done;
  } catch (error) {
    trouble([reason(error), kept].filter(Boolean).join(" "), () => attempt(work, kept));
    return null;
  }
}

retry.addEventListener("click", () => again?.());
