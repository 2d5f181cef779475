const paths = {
  alert: 'M12 8v5m0 3.2v.1M12 3l9.5 17h-19L12 3Z',
  arrowDown: 'M12 5v14m-6-6 6 6 6-6',
  arrowLeft: 'M19 12H5m6-6-6 6 6 6',
  arrowRight: 'M5 12h14m-6-6 6 6-6 6',
  arrowUp: 'M12 19V5m-6 6 6-6 6 6',
  book: 'M12 6.5C10 5 7.400 4.400 3.500 4.500v13.500c3.900-.1 6.500.5 8.500 2 2-1.500 4.600-2.100 8.500-2V4.500c-3.900-.1-6.500.5-8.500 2Zm0 0V20',
  cart: 'M3 4h2.500l2.300 11.500h10.400L20.500 7.500H6.300M9 20v.1M17 20v.1',
  chart: 'M4 20h16M7 16v-5m5 5V5m5 11V9',
  check: 'm5 12.500 4.500 4.500L19 7.500',
  chevronDown: 'm6 9 6 6 6-6',
  chevronRight: 'm9 6 6 6-6 6',
  clock: 'M12 7v5l3 2m6-2a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z',
  close: 'M6 6l12 12M18 6 6 18',
  eye: 'M2.500 12S6 5.500 12 5.500 21.500 12 21.500 12 18 18.500 12 18.500 2.500 12 2.500 12Zm9.500 2.800a2.800 2.800 0 1 0 0-5.600 2.800 2.800 0 0 0 0 5.600Z',
  eyeOff:
    'm4 4 16 16M10 5.700A9 9 0 0 1 12 5.500c6 0 9.500 6.500 9.500 6.500a17 17 0 0 1-2.800 3.500M6.500 7.300A16 16 0 0 0 2.500 12S6 18.500 12 18.500c1.800 0 3.300-.5 4.700-1.300M9.900 10.200a2.800 2.800 0 0 0 3.900 3.900',
  globe:
    'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 0c2.500 2.500 3.500 5.500 3.500 9s-1 6.500-3.500 9c-2.500-2.500-3.500-5.500-3.500-9s1-6.500 3.500-9ZM3.500 9h17m-17 6h17',
  grip: 'M9 6v.1M15 6v.1M9 12v.1M15 12v.1M9 18v.1M15 18v.1',
  image: 'M3.500 5h17v14h-17V5Zm0 11 5-5 4 4 3-3 5 4.500M15.500 9v.1',
  key: 'M14.500 13.500a5 5 0 1 0-4-4L3 17v4h4v-3h3v-3h1.500l3-1.500Zm1.500-5.500v.1',
  level: 'M5 20v-5m7 5V10m7 10V4',
  list: 'M9 6h12M9 12h12M9 18h12M4 6v.1M4 12v.1M4 18v.1',
  lock: 'M7 10.500V8a5 5 0 0 1 10 0v2.500M5.500 10.500h13V20h-13v-9.500ZM12 14.200v2.200',
  logOut: 'M14 8V4.500H4.500v15H14V16m-4-4h11m-3.500-3.500L21 12l-3.500 3.500',
  mail: 'M3.500 6h17v12.500h-17V6Zm0 .7L12 13l8.500-6.300',
  pencil: 'M4 20h4L19.500 8.500l-4-4L4 16v4Zm9-13 4 4',
  people:
    'M9 11.500a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7Zm-6.500 8c.6-3.500 3.200-5 6.500-5s5.900 1.500 6.500 5M16 4.800a3.500 3.500 0 0 1 0 6.400m2 3.600c2 .7 3.200 2.200 3.600 4.700',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-8 8.500c.8-4 3.900-6 8-6s7.200 2 8 6',
  play: 'M8 5.500v13l10.500-6.500L8 5.500Z',
  plus: 'M12 5v14M5 12h14',
  receipt: 'M6 3.500h12v17l-3-2-3 2-3-2-3 2v-17ZM9.500 8.500h5m-5 4h5',
  search: 'M15.500 15.500 21 21m-4-10a6 6 0 1 1-12 0 6 6 0 0 1 12 0Z',
  settings: 'M4 7h9m4 0h3M4 17h3m4 0h9M15 4.500v5M9 14.500v5',
  shield:
    'M12 3 4.500 6v5.500c0 4.500 3 8 7.500 9.500 4.500-1.500 7.500-5 7.500-9.500V6L12 3Zm-3 9 2.200 2.200L15.500 10',
  star: 'm12 3.500 2.600 5.400 5.900.8-4.300 4.100 1 5.900L12 16.900l-5.200 2.800 1-5.900L3.500 9.700l5.900-.8L12 3.500Z',
  tag: 'M4 4h8l8.500 8.500-8 8L4 12V4Zm4 4v.1',
  trash: 'M4.500 7h15M9.500 7V4.500h5V7m-8 0 .8 13h9.400l.8-13M10 11v5m4-5v5',
  upload: 'M12 15.500V4.500m-4.500 4L12 4l4.500 4.500M4.500 15.500V20h15v-4.500',
  video: 'M3.500 6h12v12h-12V6Zm12 4.500 5-3v9l-5-3',
} as const;

export type IconName = keyof typeof paths;

/** A drawing beside a text; it says nothing by itself, so screen readers pass over it. */
export function Icon({ name, className = 'size-5' }: { readonly name: IconName; readonly className?: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false" className={`shrink-0 ${className}`}>
      <path
        d={paths[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.8"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
