// Who writes here, who is beside, and what time it is for the coach.

import { element } from "./text.js";
import { attempt } from "./trouble.js";
import { group, me, post, read } from "./wire.js";

const at = (id) => document.getElementById(id);
const [box, who, opens, now] = ["people", "who", "opens", "now"].map(at);
const DAY_MS = 86_400_000;
const SUMMARY_HOUR = 18;
const framed = window.parent !== window;
let aheadMs = 0;
let username = "";

export const coachsTime = () => new Date(Date.now() + aheadMs);
export const aheadS = () => aheadMs / 1000;
export const setTime = (nowS) => { aheadMs = nowS * 1000 - Date.now(); showTime(); };
export const setUsername = (name) => { username = name; };

const inFull = () => coachsTime().toLocaleString(document.documentElement.lang, { dateStyle: "full", timeStyle: "short" });

function showTime() {
  now.textContent = inFull();
}

const search = (user, chat) => `?${new URLSearchParams(chat ? { user, chat } : { user })}`;
export const go = (user, chat = "") => location.assign(`/${search(user, chat)}`);

function choice(name, here, choose) {
  return element("li", {}, element("button", { type: "button", class: "pick", "aria-current": here ? "true" : null, "data-testid": "person", onclick: choose }, name));
}

async function open() {
  const known = await attempt(() => read("people"));
  if (!known) return;
  who.replaceChildren(
    ...known.people.map((one) => choice(one.name, !group && String(one.id) === me, () => go(one.id))),
    ...known.groups
      .filter((one) => one.members.includes(Number(me)))
      .map((one) => choice(one.title, String(one.id) === group, () => go(me, one.id))),
  );
  at("members").replaceChildren(...known.people.map((one) => element(
    "label", {}, element("input", { type: "checkbox", name: "member", value: one.id, checked: String(one.id) === me }), one.name,
  )));
  const names = new Intl.DisplayNames(document.documentElement.lang, { type: "language" });
  box.querySelector("[name=language]").replaceChildren(...known.languages.map((one) => element(
    "option", { value: one, selected: one === document.documentElement.lang }, names.of(one),
  )));
  at("beside").hidden = framed || matchMedia("(max-width: 799px)").matches || known.people.length < 2;
  at("beside").onclick = () => {
    const other = known.people.find((one) => String(one.id) !== me).id;
    location.assign(`/beside?${new URLSearchParams({ left: group ? `${me}/${group}` : me, right: other })}`);
  };
  at("alone").hidden = !framed;
  showTime();
  box.showModal();
}

at("menu").addEventListener("click", open);
at("people-close").addEventListener("click", () => box.close());
at("alone").addEventListener("click", () => window.parent.location.assign(`/${location.search}`));
at("add-person").addEventListener("submit", async (event) => {
  event.preventDefault();
  const told = Object.fromEntries(new FormData(event.target));
  const added = await attempt(() => post("person", told));
  if (added) go(added.user);
});
at("add-group").addEventListener("submit", async (event) => {
  event.preventDefault();
  const told = new FormData(event.target);
  const members = told.getAll("member").map(Number);
  if (!members.includes(Number(me))) members.push(Number(me));
  const added = await attempt(() => post("group", { title: told.get("title"), members }));
  if (added) go(me, added.chat);
});

const setClock = (body) => attempt(() => post("clock", body));
const setTo = (date) => setClock({ to: date.toISOString() });

function nextSunday() {
  const date = coachsTime();
  date.setDate(date.getDate() + ((7 - date.getDay()) % 7));
  date.setHours(SUMMARY_HOUR, 1, 0, 0);
  if (date <= coachsTime()) date.setDate(date.getDate() + 7);
  return date;
}

at("a-day-on").addEventListener("click", () => setTo(new Date(coachsTime().getTime() + DAY_MS)));
at("to-sunday").addEventListener("click", () => setTo(nextSunday()));
at("real-time").addEventListener("click", () => setClock({ ahead_s: 0 }));
at("set-clock").addEventListener("submit", (event) => {
  event.preventDefault();
  setTo(new Date(event.target.to.value));
});

// A link that leads to this bot: its token, "" without one; null for any other link.
function startOf(link) {
  let url;
  try {
    url = new URL(link);
  } catch {
    return null;
  }
  if (url.host !== "t.me") return null;
  if (url.pathname === "/share/url") return startOf(url.searchParams.get("url"));
  return url.pathname === `/${username}` ? url.searchParams.get("start") ?? "" : null;
}

const shownBeside = (user) => framed && Array.from(window.parent.frames).some((one) => one !== window && one.location.search === search(user));

async function openAs(user, token) {
  opens.close();
  const sent = await attempt(() => post("text", { text: `/start ${token}` }, { user }));
  if (sent && (group || String(user) !== me) && !shownBeside(user)) go(user);
}

document.addEventListener("click", async (event) => {
  const link = event.target.closest?.("a[href]");
  const token = link && startOf(link.href);
  if (token === null || token === undefined) return;
  event.preventDefault();
  if (!token) {
    go(me);
    return;
  }
  const known = await attempt(() => read("people"));
  if (!known) return;
  opens.querySelector("ul").replaceChildren(...known.people.map((one) => choice(one.name, false, () => openAs(one.id, token))));
  opens.showModal();
});
