// The way to the server: calls, and events as they happen.

const user = new URLSearchParams(location.search).get("user") ?? "1";

export function address(call, facts = {}) {
  const query = new URLSearchParams({ user, language: navigator.language, ...facts });
  return `/chat/api/${call}?${query}`;
}

export async function post(call, body = {}) {
  const response = await fetch(address(call), {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (!answer.ok) throw new Error(answer.description);
  return answer;
}

export async function readChat() {
  const response = await fetch(address("chat"));
  return response.json();
}

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
