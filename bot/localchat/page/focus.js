// The keyboard's place, kept when a message is drawn anew or goes.

const REACHABLE = "a[href], button, video[controls], audio[controls], [tabindex]";

// Gives what puts the focus back: on the same button, else the one in its place.
export function keepFocus(old, log) {
  const held = document.activeElement;
  if (!old?.contains(held)) return () => {};
  const data = held.dataset.data;
  const place = [...old.querySelectorAll(REACHABLE)].indexOf(held);
  return (node) => {
    const all = node ? [...node.querySelectorAll(REACHABLE)] : [];
    const same = data && all.find((one) => one.dataset.data === data);
    const next = same || all[place] || node || log.lastElementChild || document.getElementById("text");
    next.focus({ preventScroll: true });
  };
}

document.getElementById("skip").addEventListener("click", (event) => {
  event.preventDefault();
  const newest = [...document.querySelectorAll("#log .message")].at(-1) ?? document.getElementById("start");
  newest.focus();
  newest.scrollIntoView({ block: "end" });
});
