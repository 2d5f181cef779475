import { accent, ground, line, panel } from './palettes.ts';
import { bar, circle, element, group, polyline, times } from './svg.ts';

/** What a motif is drawn from. It fills 640 × 360 and paints with `url(#ink)`, the gradient of its course. */
export interface Moment {
  /** 0 to 1: how far the film is. A picture shows one moment of it. */
  readonly turn: number;
  /** Sets the lectures of a course apart. */
  readonly variant: number;
}

type Motif = (moment: Moment) => string;

const INK = 'url(#ink)';
const FULL = 2 * Math.PI;

/** 0 to 1, the same for the same numbers. */
function scatter(index: number, variant: number): number {
  const value = Math.sin(index * 12.9898 + variant * 78.233) * 43758.5453;
  return value - Math.floor(value);
}

/** 0 at the beginning, 1 from `end` on, and gentle in between. */
function grown(turn: number, start: number, end: number): number {
  const part = Math.min(1, Math.max(0, (turn - start) / (end - start)));
  return part * part * (3 - 2 * part);
}

/** Lines of a program being written. */
const code: Motif = ({ turn, variant }) => {
  const rows = times(8, (row) => {
    const indent = [0, 1, 2, 2, 1, 2, 1, 0][(row + variant) % 8] ?? 0;
    const length = 90 + 190 * scatter(row, variant);
    const visible = grown(turn, row * 0.08, row * 0.08 + 0.2);
    const [x, y] = [150 + indent * 36, 78 + row * 27];
    return group(
      {},
      bar(x, y, 46 * visible, 11, { rx: 5.5, fill: row === variant % 8 ? accent : INK }),
      bar(x + 58, y, length * visible, 11, { rx: 5.5, fill: INK, opacity: 0.35 }),
    );
  });
  const cursor = bar(150 + 300 * turn, 296, 12, 20, { fill: accent, opacity: Math.sin(turn * FULL * 4) > 0 ? 1 : 0.2 });
  const dots = times(3, (index) => circle(132 + index * 18, 54, 5, { fill: index === 0 ? accent : line }));
  return bar(110, 34, 420, 292, { rx: 16, fill: panel, stroke: line }) + dots.join('') + rows.join('') + cursor;
};

/** Two strands that wind around each other. */
const strands: Motif = ({ turn, variant }) => {
  const at = (x: number, side: number) =>
    180 + side * 74 * Math.sin((x / 640) * FULL * (1.3 + 0.2 * (variant % 3)) + turn * FULL);
  const strand = (side: number) =>
    polyline(
      times(65, (step): [number, number] => [step * 10, at(step * 10, side)]),
      { stroke: side > 0 ? INK : accent, 'stroke-width': 20, 'stroke-linecap': 'round', 'stroke-linejoin': 'round' },
    );
  const rungs = times(15, (index) => {
    const x = 30 + index * 42;
    return bar(x, Math.min(at(x, 1), at(x, -1)), 4, Math.abs(at(x, 1) - at(x, -1)), { fill: INK, opacity: 0.4 });
  });
  return rungs.join('') + strand(-1) + strand(1);
};

/** A page that is laid out box by box. */
const page: Motif = ({ turn, variant }) => {
  const boxes = [
    [150, 62, 340, 44],
    [150, 120, 104, 176],
    [268, 120, 222, 84],
    [268, 218, 104, 78],
    [386, 218, 104, 78],
  ] as const;
  const shown = boxes.map(([x, y, width, height], index) => {
    const size = grown(turn, index * 0.13, index * 0.13 + 0.3);
    const lit = index === (variant + 2) % boxes.length;
    return bar(x, y, width * size, height, {
      rx: 10,
      fill: lit ? accent : INK,
      opacity: lit ? 1 : 0.85 - index * 0.12,
    });
  });
  return bar(120, 36, 400, 290, { rx: 18, fill: panel, stroke: line, 'stroke-width': 2 }) + shown.join('');
};

/** Parts that fit exactly into each other. */
const pieces: Motif = ({ turn, variant }) => {
  const gap = 46 * (1 - grown(turn, 0.05, 0.75));
  const piece = (column: number, row: number) => {
    const [x, y] = [320 + (column - 1) * (92 + gap), 180 + (row - 1) * (92 + gap)];
    const lit = (column + row * 3 + variant) % 9 === 4;
    return group(
      {},
      bar(x - 42, y - 42, 84, 84, {
        rx: 14,
        fill: lit ? accent : INK,
        opacity: lit ? 1 : 0.45 + 0.4 * scatter(column + row * 3, variant),
      }),
      circle(x + 46, y, 13, { fill: lit ? accent : INK }),
    );
  };
  return times(9, (index) => piece(index % 3, Math.floor(index / 3))).join('');
};

/** Cells of a hive; one after another comes alive. */
const hive: Motif = ({ turn, variant }) => {
  const cell = (column: number, row: number) => {
    const [x, y] = [116 + column * 82 + (row % 2) * 41, 66 + row * 74];
    const corners = times(6, (corner): [number, number] => [
      x + 42 * Math.sin((corner * FULL) / 6),
      y + 42 * Math.cos((corner * FULL) / 6),
    ]);
    const rank = scatter(column * 7 + row, variant);
    const alive = grown(turn, rank * 0.7, rank * 0.7 + 0.25);
    const fill = rank > 0.86 ? accent : INK;
    return (
      polyline([...corners, corners[0] ?? [x, y]], { stroke: line, 'stroke-width': 2 }) +
      element('polygon', {
        points: corners.map(([cx, cy]) => `${cx.toFixed(1)},${cy.toFixed(1)}`).join(' '),
        fill,
        opacity: alive * (0.35 + 0.6 * rank),
      })
    );
  };
  return times(24, (index) => cell(index % 6, Math.floor(index / 6))).join('');
};

/** Layers of nodes with signals on their way. */
const network: Motif = ({ turn, variant }) => {
  const layers = [3, 5, 5, 2];
  const node = (layer: number, index: number): [number, number] => [
    130 + layer * 127,
    180 + (index - ((layers[layer] ?? 1) - 1) / 2) * 58,
  ];
  const wires: string[] = [];
  for (let layer = 0; layer < layers.length - 1; layer += 1) {
    for (let from = 0; from < (layers[layer] ?? 0); from += 1) {
      for (let to = 0; to < (layers[layer + 1] ?? 0); to += 1) {
        const [start, end] = [node(layer, from), node(layer + 1, to)];
        const weight = scatter(layer * 31 + from * 7 + to, variant);
        wires.push(polyline([start, end], { stroke: INK, 'stroke-width': 0.5 + 2.5 * weight, opacity: 0.35 }));
        const way = (turn * 2 + weight) % 1;
        if (weight > 0.7)
          wires.push(
            circle(start[0] + (end[0] - start[0]) * way, start[1] + (end[1] - start[1]) * way, 4, { fill: accent }),
          );
      }
    }
  }
  const nodes = layers.flatMap((count, layer) =>
    times(count, (index) => {
      const [x, y] = node(layer, index);
      return circle(x, y, 17, { fill: ground, stroke: INK, 'stroke-width': 6 });
    }),
  );
  return wires.join('') + nodes.join('');
};

/** Columns that grow to what they stand for, and a line over them. */
const columns: Motif = ({ turn, variant }) => {
  const height = (index: number) =>
    (60 + 24 * index + 60 * (scatter(index, variant) - 0.5)) * grown(turn, index * 0.06, index * 0.06 + 0.35);
  const shown = times(8, (index) =>
    bar(122 + index * 50, 300 - height(index), 34, height(index), {
      rx: 8,
      fill: index === variant % 8 ? accent : INK,
    }),
  );
  const trend = times(8, (index): [number, number] => [139 + index * 50, 262 - height(index)]);
  const floor = bar(104, 304, 428, 3, { rx: 1.5, fill: line });
  return (
    shown.join('') +
    floor +
    polyline(trend, { stroke: '#F1F2FF', 'stroke-width': 3, opacity: 0.7, 'stroke-linejoin': 'round' })
  );
};

/** Circles of colour that mix where they meet. */
const blend: Motif = ({ turn, variant }) => {
  const fills = [INK, accent, '#EF476F', '#118AB2'];
  return times(4, (index) => {
    const angle = (turn + index / 4 + variant * 0.07) * FULL;
    return circle(320 + 84 * Math.cos(angle), 180 + 58 * Math.sin(angle), 92, {
      fill: fills[index] ?? INK,
      opacity: 0.6,
    });
  }).join('');
};

/** Rings of an account book that close one after another. */
const rings: Motif = ({ turn, variant }) =>
  times(5, (index) => {
    const radius = 44 + index * 26;
    const share = (0.45 + 0.5 * scatter(index, variant)) * grown(turn, index * 0.08, 0.5 + index * 0.1);
    const around = FULL * radius;
    const style = { fill: 'none', 'stroke-width': 14, transform: 'rotate(-90 320 180)' };
    return (
      circle(320, 180, radius, { ...style, stroke: panel }) +
      circle(320, 180, radius, {
        ...style,
        stroke: index === variant % 5 ? accent : INK,
        'stroke-linecap': 'round',
        'stroke-dasharray': `${(around * share).toFixed(1)} ${around.toFixed(1)}`,
      })
    );
  }).join('');

/** Steps, and a ball that finds the right one. */
const steps: Motif = ({ turn, variant }) => {
  const stairs = times(7, (index) =>
    bar(106 + index * 62, 276 - index * 32, 54, 44 + index * 32, { rx: 8, fill: INK, opacity: 0.3 + index * 0.1 }),
  );
  const place = turn * 6;
  const [step, between] = [Math.floor(place), place % 1];
  const hop = 54 * Math.sin(between * Math.PI) * (0.7 + 0.3 * scatter(step, variant));
  return stairs.join('') + circle(133 + place * 62, 254 - place * 32 - hop, 17, { fill: accent });
};

/** A voice: bars that swing. */
const voice: Motif = ({ turn, variant }) =>
  times(23, (index) => {
    const envelope = Math.sin(((index + 1) / 24) * Math.PI);
    const swing = 0.35 + 0.65 * Math.abs(Math.sin(turn * FULL * 1.5 + index * (0.6 + 0.13 * (variant % 4))));
    const height = 24 + 210 * envelope * swing;
    return bar(86 + index * 21, 180 - height / 2, 11, height, {
      rx: 5.5,
      fill: index % 6 === variant % 6 ? accent : INK,
    });
  }).join('');

/** Speech: bubbles that answer each other. */
const talk: Motif = ({ turn, variant }) =>
  times(4, (index) => {
    const right = (index + variant) % 2 === 1;
    const width = 170 + 110 * scatter(index, variant);
    const size = grown(turn, index * 0.2, index * 0.2 + 0.25);
    const x = right ? 530 - width * size : 110;
    const y = 42 + index * 72;
    return group(
      { opacity: size },
      bar(x, y, width * size, 54, { rx: 27, fill: right ? accent : INK }),
      bar(x + 26, y + 18, (width - 110) * size, 6, { rx: 3, fill: ground, opacity: 0.55 }),
      bar(x + 26, y + 31, (width - 70) * size, 6, { rx: 3, fill: ground, opacity: 0.55 }),
    );
  }).join('');

export const motifs = {
  code,
  strands,
  page,
  pieces,
  hive,
  network,
  columns,
  blend,
  rings,
  steps,
  voice,
  talk,
} as const satisfies Readonly<Record<string, Motif>>;

export type MotifName = keyof typeof motifs;
