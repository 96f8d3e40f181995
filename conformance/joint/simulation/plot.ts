/** A plot with two logarithmic axes, as SVG that can be read on light and on dark ground. */
export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

const width = 640;
const height = 400;
const margin = { left: 70, right: 160, top: 40, bottom: 50 };

/** The axes begin at one, or below; with `isClose` only a little below the least of the values. */
export function plot(title: string, xName: string, yName: string, series: readonly Series[], isClose = false): string {
  const points = series.flatMap((one) => one.points).filter(([x, y]) => x > 0 && y > 0);
  const x = axis(
    points.map(([value]) => value),
    margin.left,
    width - margin.right,
    isClose,
  );
  const y = axis(
    points.map(([, value]) => value),
    height - margin.bottom,
    margin.top,
    isClose,
  );
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(width)} ${String(height)}" role="img" aria-labelledby="title desc" font-family="sans-serif" font-size="12">`,
    `<title id="title">${title}</title>`,
    `<desc id="desc">${yName} against ${xName}, both logarithmic: ${series.map(({ name, points: own }) => `${name}: ${own.map(([px, py]) => `${short(px)} ${short(py)}`).join(", ")}`).join("; ")}</desc>`,
    `<style>text{fill:#333}.frame{stroke:#888;fill:none}.grid{stroke:#8884}@media(prefers-color-scheme:dark){text{fill:#ddd}}</style>`,
    `<text x="${String(margin.left)}" y="22" font-size="15">${title}</text>`,
    `<rect class="frame" x="${String(margin.left)}" y="${String(margin.top)}" width="${String(width - margin.left - margin.right)}" height="${String(height - margin.top - margin.bottom)}"/>`,
    ...x.ticks.map(
      (tick) =>
        `<line class="grid" x1="${at(x.place(tick))}" x2="${at(x.place(tick))}" y1="${String(margin.top)}" y2="${String(height - margin.bottom)}"/><text x="${at(x.place(tick))}" y="${String(height - margin.bottom + 16)}" text-anchor="middle">${short(tick)}</text>`,
    ),
    ...y.ticks.map(
      (tick) =>
        `<line class="grid" x1="${String(margin.left)}" x2="${String(width - margin.right)}" y1="${at(y.place(tick))}" y2="${at(y.place(tick))}"/><text x="${String(margin.left - 6)}" y="${at(y.place(tick) + 4)}" text-anchor="end">${short(tick)}</text>`,
    ),
    `<text x="${String((margin.left + width - margin.right) / 2)}" y="${String(height - 12)}" text-anchor="middle">${xName}</text>`,
    `<text transform="translate(16 ${String((margin.top + height - margin.bottom) / 2)}) rotate(-90)" text-anchor="middle">${yName}</text>`,
    ...series.flatMap((one, index) => drawn(one, index, x.place, y.place)),
    "</svg>",
  ];
  return `${lines.join("\n")}\n`;
}

function drawn({ name, points }: Series, index: number, x: (value: number) => number, y: (value: number) => number): readonly string[] {
  const colour = `hsl(${String((index * 137) % 360)} 65% 45%)`;
  const visible = points.filter(([px, py]) => px > 0 && py > 0);
  const path = visible.map(([px, py], step) => `${step === 0 ? "M" : "L"}${at(x(px))} ${at(y(py))}`).join("");
  const legendY = margin.top + 10 + index * 16;
  return [
    `<path d="${path}" fill="none" stroke="${colour}" stroke-width="2"/>`,
    ...visible.map(([px, py]) => `<circle cx="${at(x(px))}" cy="${at(y(py))}" r="3" fill="${colour}"/>`),
    `<rect x="${String(width - margin.right + 10)}" y="${String(legendY - 8)}" width="10" height="10" fill="${colour}"/><text x="${String(width - margin.right + 26)}" y="${String(legendY + 1)}">${name}</text>`,
  ];
}

/** Powers of ten around the values. */
function axis(
  values: readonly number[],
  from: number,
  to: number,
  isClose: boolean,
): { readonly ticks: readonly number[]; readonly place: (value: number) => number } {
  const low = Math.floor(Math.log10(Math.min(...values, isClose ? Infinity : 1)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values, 1))));
  return {
    ticks: Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index)),
    place: (value) => from + ((Math.log10(value) - low) / (high - low)) * (to - from),
  };
}

function at(value: number): string {
  return value.toFixed(1);
}

function short(value: number): string {
  return value >= 1e6
    ? `${String(value / 1e6)} M`
    : value >= 1e4
      ? `${String(value / 1e3)} k`
      : value >= 1
        ? String(Math.round(value * 100) / 100)
        : value.toPrecision(1);
}
