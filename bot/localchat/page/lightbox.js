// Pictures and clips, large, with arrows and swipes.

import { element } from "./text.js";
import { altOf, calm } from "./bubbles.js";
import { word } from "./words.js";

const box = document.getElementById("lightbox");
const frame = box.querySelector(".frame");
const caption = box.querySelector("figcaption");
const back = box.querySelector(".back");
const next = box.querySelector(".next");
const SWIPE_PX = 40;
let shown = [];
let at = 0;
let touchX = null;

export function openLarge(messages, index) {
  shown = messages.filter((one) => one.media.url);
  show(index);
  box.showModal();
  (shown.length > 1 ? next : box.querySelector(".close")).focus();
}

function show(index) {
  at = (index + shown.length) % shown.length;
  const message = shown[at];
  const { kind, url, mime } = message.media;
  const words = message.caption || altOf(message);
  const picture = kind === "photo" || mime.startsWith("image/");
  const place = shown.length > 1 ? word("picture_of", { number: at + 1, count: shown.length }) : "";
  frame.replaceChildren(
    picture
      ? element("img", { src: url, alt: altOf(message) || `${word("picture")} ${place}`, "data-testid": "lightbox-picture" })
      : element("video", { src: url, controls: true, autoplay: !calm(), loop: true, playsinline: true, "aria-label": altOf(message) || word("clip") }),
  );
  caption.replaceChildren(words, element("small", { "data-testid": "lightbox-place" }, place));
  back.hidden = next.hidden = shown.length < 2;
}

const step = (by) => shown.length > 1 && show(at + by);

back.addEventListener("click", () => step(-1));
next.addEventListener("click", () => step(1));
box.querySelector(".close").addEventListener("click", () => box.close());
box.addEventListener("close", () => frame.replaceChildren());
box.addEventListener("click", (event) => {
  if (event.target === frame || event.target === box) box.close();
});
box.addEventListener("keydown", (event) => {
  if (event.key === "ArrowLeft") step(-1);
  if (event.key === "ArrowRight") step(1);
});
box.addEventListener("touchstart", (event) => {
  touchX = event.touches.length === 1 ? event.touches[0].clientX : null;
}, { passive: true });
box.addEventListener("touchend", (event) => {
  if (touchX === null) return;
  const moved = event.changedTouches[0].clientX - touchX;
  if (Math.abs(moved) > SWIPE_PX) step(moved > 0 ? -1 : 1);
});
