import { Resvg } from '@resvg/resvg-js';
import { type Moment, type MotifName, motifs } from './motifs.ts';
import { accent, ground, type PaletteName, palettes, panel } from './palettes.ts';
import { bar, circle, element, group, polyline, times } from './svg.ts';

/** How everything of a course looks. */
export interface Theme {
  readonly motif: MotifName;
  readonly palette: PaletteName;
}

/** A drawing of 640 × 360 that is shown this wide. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and opacity of each pixel. */
  readonly pixels: Buffer;
}

const fonts = { loadSystemFonts: false };

/** The picture of a course, a PNG of 960 × 540. */
export function courseImage({ motif, palette }: Theme): Uint8Array<ArrayBuffer> {
  const moment = { turn: 0.82, variant: 0 };
  const drawing = new Resvg(sheet(palette, moment, motifs[motif](moment)), {
    font: fonts,
    fitTo: { mode: 'width', value: 960 },
  });
  return new Uint8Array(drawing.render().asPng());
}

/** A moment of a lecture's film: motif, the lecture's number, and how far the film is. */
export function filmFrame({ motif, palette }: Theme, moment: Moment, number: string, width: number): Raster {
  const drawing = sheet(
    palette,
    moment,
    motifs[motif](moment),
    numeral(number),
    bar(0, 352, 640, 8, { fill: panel }),
    bar(0, 352, 640 * moment.turn, 8, { fill: accent }),
  );
  const {
    pixels,
    width: across,
    height,
  } = new Resvg(drawing, { font: fonts, fitTo: { mode: 'width', value: width } }).render();
  return { width: across, height, pixels };
}

export interface Portrait {
  readonly palette: PaletteName;
  readonly skin: string;
  readonly hair: string;
  readonly longHair: boolean;
}

/** The picture of a person, a PNG of 320 × 320: somebody before a coloured ground, without a face. */
export function portrait({ palette, skin, hair, longHair }: Portrait): Uint8Array<ArrayBuffer> {
  const { from, to } = palettes[palette];
  const drawing = element(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', viewBox: '0 0 320 320' },
    element('defs', {}, ink(from, to)),
    bar(0, 0, 320, 320, { fill: 'url(#ink)' }),
    circle(250, 70, 90, { fill: '#FFFFFF', opacity: 0.12 }),
    longHair ? bar(90, 84, 140, 170, { rx: 66, fill: hair }) : '',
    bar(136, 196, 48, 60, { rx: 20, fill: skin }),
    element('ellipse', { cx: 160, cy: 330, rx: 112, ry: 98, fill: ground }),
    element('path', { d: 'M132 240 Q160 282 188 240 L184 226 L136 226 Z', fill: skin }),
    element('ellipse', { cx: 160, cy: 152, rx: 54, ry: 66, fill: skin }),
    element('path', {
      d: 'M102 152 C98 66 222 66 218 152 C208 120 190 112 160 112 C130 112 112 120 102 152 Z',
      fill: hair,
    }),
  );
  return new Uint8Array(new Resvg(drawing, { font: fonts }).render().asPng());
}

/** The ground of the site with a glow of the course's colours, and something on it. */
function sheet(palette: PaletteName, { turn, variant }: Moment, ...content: readonly string[]): string {
  const { from, to } = palettes[palette];
  const [x, y] = [0.25 + 0.12 * (variant % 5), 0.3 + 0.1 * Math.sin(turn * 2 * Math.PI)];
  const dots = times(16 * 9, (index) =>
    circle(20 + (index % 16) * 40, 20 + Math.floor(index / 16) * 40, 1.4, { fill: '#FFFFFF', opacity: 0.1 }),
  );
  return element(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', viewBox: '0 0 640 360' },
    element('defs', {}, ink(from, to), glow(from, x, y)),
    bar(0, 0, 640, 360, { fill: ground }),
    bar(0, 0, 640, 360, { fill: 'url(#glow)' }),
    ...dots,
    ...content,
  );
}

/** Across the whole sheet, so that parts of a motif share one gradient. */
function ink(from: string, to: string): string {
  return element(
    'linearGradient',
    { id: 'ink', gradientUnits: 'userSpaceOnUse', x1: 90, y1: 60, x2: 550, y2: 300 },
    element('stop', { offset: 0, 'stop-color': from }),
    element('stop', { offset: 1, 'stop-color': to }),
  );
}

function glow(colour: string, cx: number, cy: number): string {
  return element(
    'radialGradient',
    { id: 'glow', cx, cy, r: 0.75 },
    element('stop', { offset: 0, 'stop-color': colour, 'stop-opacity': 0.42 }),
    element('stop', { offset: 1, 'stop-color': colour, 'stop-opacity': 0 }),
  );
}

/** Digits as strokes on a grid of 2 × 4, because a font would have to be shipped. */
const strokes: Readonly<Record<string, string>> = {
  '0': '00 20 24 04 00',
  '1': '01 10 14 04 24',
  '2': '00 20 22 02 04 24',
  '3': '00 20 22 12 22 24 04',
  '4': '00 02 22 20 24',
  '5': '20 00 02 22 24 04',
  '6': '20 00 04 24 22 02',
  '7': '00 20 14',
  '8': '00 20 24 04 00 02 22',
  '9': '22 02 00 20 24 04',
  '.': '14 14',
};

/** A lecture's number in the corner, such as `2.3`. */
function numeral(number: string): string {
  const digits = [...number].map((digit, place) =>
    polyline(
      (strokes[digit] ?? '')
        .split(' ')
        .map((point): [number, number] => [34 + place * 26 + Number(point[0]) * 8, 30 + Number(point[1]) * 8]),
      { stroke: '#F1F2FF', 'stroke-width': 5, 'stroke-linecap': 'round', 'stroke-linejoin': 'round' },
    ),
  );
  return group({}, ...digits);
}
