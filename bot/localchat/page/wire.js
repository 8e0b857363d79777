// The way to the server: calls, and events as they happen.

const asked = new URLSearchParams(location.search);
export const me = asked.get("user") ?? "1";
export const group = asked.get("chat") ?? "";
// Whoever sits here has the browser's language; people who were added have their own.
const language = asked.get("language") ?? (me === "1" ? navigator.language : "");

export class Refused extends Error {}

export function address(call, facts = {}) {
  const query = new URLSearchParams({ user: me, language, ...facts });
  if (group && !facts.user) query.set("chat", group);
  return `/chat/api/${call}?${query}`;
}

async function answerOf(response) {
  const answer = await response.json();
  if (!answer.ok) throw new Refused(answer.description);
  return answer;
}

// `facts` may name another person than the one whose page this is.
export async function post(call, body = {}, facts = {}) {
  return answerOf(await fetch(address(call, facts), {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  }));
}

export const read = async (call) => answerOf(await fetch(address(call)));

// handlers: one function per event name, and open() and lost().
export function listen(handlers) {
  const events = new EventSource(address("events"));
  for (const [name, handle] of Object.entries(handlers)) {
    events.addEventListener(name, (event) => handle(event.data ? JSON.parse(event.data) : null));
  }
  events.onopen = () => handlers.opened();
  events.onerror = () => {
    handlers.lost();
    if (events.readyState === EventSource.CLOSED) setTimeout(() => listen(handlers), 2000);
  };
}
