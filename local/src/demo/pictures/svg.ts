type Value = string | number;
type Attributes = Readonly<Record<string, Value>>;

/** An SVG element; numbers are rounded so that a picture is the same text on every machine. */
export function element(name: string, attributes: Attributes, ...content: readonly string[]): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${text(value)}"`);
  return content.length === 0
    ? `<${name}${written.join('')}/>`
    : `<${name}${written.join('')}>${content.join('')}</${name}>`;
}

export const circle = (cx: number, cy: number, r: number, style: Attributes) =>
  element('circle', { cx, cy, r, ...style });

export const bar = (x: number, y: number, width: number, height: number, style: Attributes) =>
  element('rect', { x, y, width: Math.max(0, width), height: Math.max(0, height), ...style });

/** A line through points. */
export function polyline(points: readonly (readonly [number, number])[], style: Attributes): string {
  return element('polyline', {
    points: points.map(([x, y]) => `${text(x)},${text(y)}`).join(' '),
    fill: 'none',
    ...style,
  });
}

export const group = (attributes: Attributes, ...content: readonly string[]) => element('g', attributes, ...content);

/** A list made by counting. */
export const times = <Item>(count: number, make: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, index) => make(index));

function text(value: Value): string {
  return typeof value === 'number' ? String(Math.round(value * 100) / 100) : value;
}
