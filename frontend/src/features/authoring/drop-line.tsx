import type { DropEdge } from './use-drag.ts';

/** Where what is dragged would go. */
export function DropLine({ edge }: { readonly edge?: DropEdge }) {
  if (edge !== 'top' && edge !== 'bottom') return null;
  return (
    <span
      aria-hidden="true"
      className={`pointer-events-none absolute inset-x-2 h-0.5 rounded-full bg-accent ${edge === 'top' ? '-top-1.5' : '-bottom-1.5'}`}
    />
  );
}
