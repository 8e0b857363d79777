// Two chats in one window, each a page of its own; the address says whose they are.

const frames = [...document.querySelectorAll("iframe")];
const wanted = new URLSearchParams(location.search);
const places = ["left", "right"];

function remember() {
  const shown = frames.map((frame) => new URLSearchParams(frame.contentWindow.location.search));
  const query = new URLSearchParams();
  for (const [index, one] of shown.entries()) query.set(places[index], [one.get("user"), one.get("chat")].filter(Boolean).join("/"));
  history.replaceState(null, "", `?${query}`);
}

for (const [index, frame] of frames.entries()) {
  const [user, chat] = (wanted.get(places[index]) ?? String(index + 1)).split("/");
  frame.src = `/?${new URLSearchParams(chat ? { user, chat } : { user })}`;
  frame.addEventListener("load", () => {
    const page = frame.contentDocument;
    const tell = () => {
      frame.title = page.title;
      document.documentElement.lang = page.documentElement.lang;
    };
    new MutationObserver(tell).observe(page.querySelector("title"), { childList: true });
    tell();
    if (frames.every((one) => one.contentWindow.location.search)) remember();
  });
}
