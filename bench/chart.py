"""The charts of docs/bench: SVG with colours for light and dark, logarithmic axes, a line at C."""

import html
import math

# Light and dark colour of each contender; its mark in the chart of programs, none for those that would crowd it.
LOOKS = {
    "gcc": ("#8a8f98", "#8a8f98", None),
    "gael": ("#d6336c", "#ff6b9d", "disc"),
    "jit": ("#d6336c", "#ff6b9d", "ring"),
    "ocaml": ("#b35c00", "#f0a04b", "square"),
    "haskell": ("#6741d9", "#a78bfa", "triangle"),
    "go": ("#0b7285", "#3bc9db", "diamond"),
    "lua": ("#1c5fd4", "#74a7ff", "cross"),
    "js": ("#2b8a3e", "#69db7c", "bar"),
    "python": ("#8a8f98", "#8a8f98", None),
}
TITLES = {"gael": "GAEL", "jit": "GAEL, JIT", "ocaml": "OCaml", "haskell": "Haskell", "go": "Go", "lua": "LuaJIT", "js": "Node.js"}
TICKS = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200]


class Axis:
    """A logarithmic axis from x0 to x1 that holds all values; what is beyond an end is drawn at the end."""

    def __init__(self, values, x0, x1, least=0.5, most=2.0):
        self.low, self.high = min([least, *values]) / 1.1, max([most, *values]) * 1.1
        self.x0, self.x1 = x0, x1

    def __call__(self, value):
        share = math.log(value / self.low) / math.log(self.high / self.low)
        return self.x0 + (self.x1 - self.x0) * min(max(share, 0), 1)

    def ticks(self):
        return [t for t in TICKS if self.low <= t <= self.high]


def style():
    rules = {"light": [], "dark": []}
    for key, (light, dark, _) in LOOKS.items():
        for mode, colour in (("light", light), ("dark", dark)):
            rules[mode].append(f".{key}{{fill:{colour};stroke:{colour}}}")
    return ("<style>text{font:13px system-ui,sans-serif;fill:#24292f;stroke:none}.faint{fill:#6e7781}.grid{stroke:#d0d7de}"
            f".base{{stroke:#24292f}}.hollow{{fill:none}}{''.join(rules['light'])}"
            "@media(prefers-color-scheme:dark){text{fill:#e6edf3}.faint{fill:#8b949e}.grid{stroke:#30363d}.base{stroke:#e6edf3}"
            f"{''.join(rules['dark'])}}}.ring{{fill:none}}</style>")


def text(x, y, words, anchor="start", kind=""):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" class="{kind}">{html.escape(words)}</text>'


def line(x0, y0, x1, y1, kind):
    return f'<line x1="{x0:.1f}" y1="{y0:.1f}" x2="{x1:.1f}" y2="{y1:.1f}" class="{kind}"/>'


def labels(axis, y):
    return [text(axis(tick), y, "C" if tick == 1 else f"{tick:g}", "middle", "faint") for tick in axis.ticks()]


def grid(axis, top, bottom):
    lines = [line(axis(tick), top, axis(tick), bottom, "base" if tick == 1 else "grid") for tick in axis.ticks()]
    return lines + labels(axis, top - 6)


def page(width, height, title, parts):
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">'
            f"<title>{html.escape(title)}</title>{style()}\n" + "\n".join(parts) + "\n</svg>\n")


def means(rows):
    """Bars from C to the geometric mean, of time and of memory: rows of (contender, time, memory)."""
    step, top, label, width = 26, 62, 150, 900
    bottom = top + step * len(rows)
    parts = []
    for column, name in ((1, "time"), (2, "peak of memory")):
        x0 = label if column == 1 else 560
        axis = Axis([row[column] for row in rows if row[column]], x0, x0 + 300)
        parts += [text(x0, 20, f"{name}, times C (clang-19 -O3)"), *grid(axis, top, bottom)]
        for i, row in enumerate(rows):
            middle = top + step * i + step / 2
            if column == 1:
                parts.append(text(label - 12, middle + 4, row[0].title, "end"))
            if row[column]:
                start, end = sorted((axis(1), axis(row[column])))
                parts.append(f'<rect x="{start:.1f}" y="{middle - 7:.1f}" width="{max(end - start, 1):.1f}" height="14" rx="2" '
                             f'class="{row[0].key}"/>')
                parts.append(text(end + 6, middle + 4, f"{row[column]:.2f}"))
    return page(width, bottom + 12, "Geometric means of time and memory", parts)


def mark(shape, x, y, key):
    """One point; the ring is a disc without filling."""
    if shape in ("disc", "ring"):
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5.5" class="{key} {shape}" stroke-width="1.8"/>'
    outlines = {
        "square": "M-4-4H4V4H-4Z", "triangle": "M0-5L5 4H-5Z", "diamond": "M0-5.5L5 0L0 5.5L-5 0Z",
        "cross": "M-4-4L4 4M4-4L-4 4", "bar": "M0-6V6",
    }
    return f'<path transform="translate({x:.1f} {y:.1f})" d="{outlines[shape]}" class="{key}" stroke-width="1.8" fill-opacity=".75"/>'


def programs(rows):
    """A line a program and size, a point a language, the axis at both ends: rows of (title, group, ratios by key)."""
    shown = [key for key in LOOKS if LOOKS[key][2] and any(key in ratios for _, _, ratios in rows)]
    step, top, label, width = 20, 74, 210, 900
    values = [ratios[key] for _, _, ratios in rows for key in shown if ratios.get(key)]
    axis = Axis(values, label, width - 30)
    parts, y, group, marks = [], top, None, []
    for title, of, ratios in rows:
        if of != group:
            y += 22
            marks.append(text(14, y + 4, of, "start", "faint"))
            y += step
            group = of
        marks.append(text(label - 12, y + 4, title, "end"))
        marks.append(line(label, y, width - 30, y, "grid"))
        # GAEL is drawn last, on top.
        marks += [mark(LOOKS[key][2], axis(ratios[key]), y, key) for key in reversed(shown) if ratios.get(key)]
        y += step
    parts += grid(axis, top, y) + labels(axis, y + 16)
    for i, key in enumerate(shown):
        parts += [mark(LOOKS[key][2], 24 + 122 * i, 24, key), text(36 + 122 * i, 28, TITLES[key])]
    return page(width, y + 28, "Time of every program, times C", parts + marks)
