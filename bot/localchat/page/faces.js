// Emoji for computers without an emoji font: small drawings of those the coach
// uses, a dot for any other. Where the font has a glyph, the glyph stays.

const EMOJI = /(\p{Extended_Pictographic}\uFE0F?(?:\u200D\p{Extended_Pictographic}\uFE0F?)*)/u;
const NO_GLYPH = "\u{10FFFD}";
const RED = "#d63a2f", GREEN = "#2e9e5b", YELLOW = "#f2b91d", GREY = "#8d8379";

const line = (d, stroke = "currentColor", width = 2) => ["path", { d, fill: "none", stroke, "stroke-width": width, "stroke-linecap": "round", "stroke-linejoin": "round" }];
const circle = (cx, cy, r, fill) => ["circle", { cx, cy, r, fill }];

const DRAWN = {
  "👀": [
    ["path", { d: "M7 4c3 0 4.500 4 4.500 8S10 20 7 20s-4.500-4-4.500-8S4 4 7 4m10 0c3 0 4.500 4 4.500 8S20 20 17 20s-4.500-4-4.500-8S14 4 17 4", fill: "#fff", stroke: "#5b5048", "stroke-width": 1.2 }],
    circle(5.8, 13.5, 2.6, "#2b2420"), circle(15.8, 13.5, 2.6, "#2b2420"),
  ],
  "🎯": [circle(12, 12, 10, RED), circle(12, 12, 7, "#fff"), circle(12, 12, 4.4, RED), circle(12, 12, 1.6, "#fff")],
  "✅": [["rect", { x: 2, y: 2, width: 20, height: 20, rx: 5, fill: GREEN }], line("m7 12.500 3.500 3.500L17 8.500", "#fff", 2.6)],
  "〰": [["path", { d: "M12 1 23 12 12 23 1 12z", fill: YELLOW }], line("M6.500 13c1.800-3.500 3.700-3.500 5.500-1s3.700 2.500 5.500-1", "#2b2420", 2.2)],
  "❗": [["path", { d: "M12 1.500 23.500 22H.5z", fill: RED }], line("M12 9v6m0 3.500v.1", "#fff", 2.6)],
  "❔": [circle(12, 12, 10, GREY), line("M9.200 9.300a2.900 2.900 0 1 1 4.200 2.700c-1 .5-1.400 1-1.400 2m0 3.200v.1", "#fff", 2.2)],
  "ℹ": [circle(12, 12, 10, "#3d7dc4"), line("M12 11.500v5m0-9v.1", "#fff", 2.6)],
  "⚠": [["path", { d: "M12 2.500 23 21.500H1z", fill: YELLOW }], line("M12 9.500v5m0 3.300v.1", "#2b2420", 2.2)],
  "🚫": [line("M5.500 5.500l13 13M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18", RED, 3)],
  "📈": [line("M3 3v18h18", GREY), line("m6.500 16 4.500-5 3.500 3L20 6", RED, 2.4)],
  "📍": [line("M12 14v7.500", GREY, 2.4), circle(12, 8.5, 6, RED)],
  "📱": [line("M8 2.500h8a1.500 1.500 0 0 1 1.500 1.500v16a1.500 1.500 0 0 1-1.500 1.500H8A1.500 1.500 0 0 1 6.500 20V4A1.500 1.500 0 0 1 8 2.500zm3.500 16h1")],
  "🖼": [line("M3 5h18v14H3zm0 11 5.500-5.500 4 4 3-3L21 17")],
  "🎞": [line("M4 5h16v14H4zm4 0v14m8-14v14M4 12h4m8 0h4")],
  "☀": [circle(12, 12, 4.6, YELLOW), line("M12 2v2.500m0 15V22M2 12h2.500m15 0H22M5 5l1.700 1.700m10.600 10.600L19 19M19 5l-1.700 1.700M6.700 17.300 5 19", YELLOW, 2.2)],
  "👕": [line("m8.500 4-6 3.500 2 4 2.500-1V20h10v-9.500l2.500 1 2-4-6-3.500a3.500 3.500 0 0 1-7 0z")],
  "⏱": [line("M12 7a7 7 0 1 0 0 14a7 7 0 1 0 0-14m0 3.500V14l2.500 1.500M10 2.500h4M12 2.500V7")],
  "🦵": [line("M9 2.500c0 6-1.500 8-1 11.500.300 2.500 1.500 3.500 1.500 7.500h8.500c0-1.500-1-2.300-4-2.500 0-4 2-7 2-16.500")],
};

const canvas = document.createElement("canvas");
canvas.width = canvas.height = 20;
const pen = canvas.getContext("2d", { willReadFrequently: true });
const known = new Map();

function pixels(letter) {
  pen.clearRect(0, 0, 20, 20);
  pen.font = "14px system-ui, sans-serif";
  pen.fillText(letter, 1, 16);
  return pen.getImageData(0, 0, 20, 20).data.join();
}

function hasGlyph(emoji) {
  if (!known.has(emoji)) known.set(emoji, pixels(emoji) !== pixels(NO_GLYPH));
  return known.get(emoji);
}

function drawing(shapes) {
  const make = (tag, attributes) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    return node;
  };
  const svg = make("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" });
  svg.append(...shapes.map(([tag, attributes]) => make(tag, attributes)));
  return svg;
}

// The character stays in the page for readers, search and copying.
function face(emoji) {
  const bare = emoji.replaceAll("\uFE0F", "");
  if (hasGlyph(bare)) return emoji;
  const node = document.createElement("span");
  const letter = document.createElement("span");
  node.className = "face-drawn";
  letter.className = "unseen";
  letter.textContent = emoji;
  node.append(drawing(DRAWN[bare] ?? [circle(12, 14, 3.5, "currentColor")]), letter);
  return node;
}

export function withFaces(words) {
  return words.split(EMOJI).map((part, index) => (index % 2 ? face(part) : part)).filter((part) => part !== "");
}
