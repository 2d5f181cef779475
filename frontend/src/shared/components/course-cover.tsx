import { coverOf } from './cover.ts';

export interface CourseCoverProps {
  readonly slug: string;
  /** @default a drawing */
  readonly thumbnailUrl?: string;
  readonly className?: string;
}

/** The picture of a course; where its instructor gave none, one that is drawn. */
export function CourseCover({ slug, thumbnailUrl, className = '' }: CourseCoverProps) {
  if (thumbnailUrl === undefined) return <DrawnCover slug={slug} className={className} />;
  return <img src={thumbnailUrl} alt="" loading="lazy" decoding="async" className={`bg-raised ${className}`} />;
}

/** Drawn from the slug: always the same for the same course. */
function DrawnCover({ slug, className }: { readonly slug: string; readonly className: string }) {
  const { from, to, glow, rings, turn } = coverOf(slug);
  const id = `cover-${slug}`;
  return (
    <svg viewBox="0 0 320 180" preserveAspectRatio="xMidYMid slice" aria-hidden="true" className={className}>
      <defs>
        <linearGradient id={`${id}-ground`} x1="0" y1="0" x2="1" y2="1">
          <stop offset="0" stopColor={from} />
          <stop offset="1" stopColor={to} />
        </linearGradient>
        <radialGradient id={`${id}-glow`}>
          <stop offset="0" stopColor={glow} stopOpacity="0.85" />
          <stop offset="0.45" stopColor={glow} stopOpacity="0.3" />
          <stop offset="1" stopColor={glow} stopOpacity="0" />
        </radialGradient>
      </defs>
      <rect width="320" height="180" fill={`url(#${id}-ground)`} />
      <circle cx="250" cy="40" r="230" fill={`url(#${id}-glow)`} />
      <g transform={`rotate(${turn} 160 90)`} fill="none" stroke="#fff" strokeWidth="1.5">
        {rings.map(({ x, y, radius, sides }) => (
          <polygon key={`${x} ${y} ${radius}`} points={polygon(x, y, radius, sides)} opacity="0.28" />
        ))}
      </g>
    </svg>
  );
}

function polygon(x: number, y: number, radius: number, sides: number): string {
  return Array.from({ length: sides }, (_, corner) => {
    const angle = (corner / sides) * 2 * Math.PI;
    return `${(x + radius * Math.cos(angle)).toFixed(1)},${(y + radius * Math.sin(angle)).toFixed(1)}`;
  }).join(' ');
}
