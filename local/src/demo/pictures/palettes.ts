/** Colours of a course: a gradient from the first to the second, on the ground of the site. */
export interface Palette {
  readonly from: string;
  readonly to: string;
}

export const palettes = {
  ocean: { from: '#118AB2', to: '#06D6A0' },
  sky: { from: '#1FA2FF', to: '#A6FFCB' },
  lagoon: { from: '#047AED', to: '#2BE4C6' },
  violet: { from: '#7F5AF0', to: '#2CB1FF' },
  orchid: { from: '#C471F5', to: '#FA71CD' },
  sunset: { from: '#FFD60A', to: '#EF476F' },
  coral: { from: '#EF476F', to: '#FF9E64' },
  leaf: { from: '#06D6A0', to: '#D2F36B' },
  amber: { from: '#FF9E00', to: '#FFD60A' },
} as const satisfies Readonly<Record<string, Palette>>;

export type PaletteName = keyof typeof palettes;

/** Of the site (frontend/src/app/styles.css). */
export const ground = '#000814';
export const panel = '#161D29';
export const line = '#2C333F';
export const accent = '#FFD60A';
