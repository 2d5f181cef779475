import { Icon } from '../../shared/components/icon.tsx';

/** Widths of the grey lines, in percent: a text seen from afar. */
const lines = [96, 88, 92, 60];
const moreLines = [90, 94, 46];
const lectures = [
  { width: 72, state: 'read' },
  { width: 58, state: 'read' },
  { width: 80, state: 'open' },
  { width: 64, state: 'ahead' },
  { width: 50, state: 'ahead' },
] as const;

const dots = { read: 'bg-success text-ground', open: 'bg-accent', ahead: 'border-2 border-line' } as const;

/** A lecture in its course, drawn and without words: what learning here looks like. */
export function HeroPicture() {
  return (
    <div aria-hidden="true" className="relative mx-auto w-full max-w-xl animate-rise [animation-delay:120ms]">
      <div className="absolute -inset-10 -z-10 rounded-full bg-linear-to-br from-link/40 via-transparent to-success/30 blur-3xl" />
      <div className="overflow-hidden rounded-2xl border border-line bg-panel shadow-2xl shadow-black/60">
        <div className="flex items-center gap-2 border-b border-line/70 bg-raised/50 px-4 py-3">
          <span className="size-2.5 rounded-full bg-danger" />
          <span className="size-2.5 rounded-full bg-accent" />
          <span className="size-2.5 rounded-full bg-success" />
          <span className="ml-3 h-2 w-28 rounded-full bg-line" />
        </div>
        <div className="grid grid-cols-[0.8fr_1.4fr]">
          <div className="grid content-start gap-1.5 border-r border-line/70 p-3 sm:p-4">
            <span className="mb-2 h-2.5 w-3/5 rounded-full bg-muted/60" />
            {lectures.map(({ width, state }) => (
              <span
                key={width}
                className={`flex items-center gap-2.5 rounded-lg px-2 py-2.5 ${state === 'open' ? 'bg-accent/12' : ''}`}
              >
                <span className={`grid size-4 shrink-0 place-items-center rounded-full ${dots[state]}`}>
                  {state === 'read' && <Icon name="check" className="size-3" />}
                </span>
                <span
                  className={`h-2 rounded-full ${state === 'open' ? 'bg-accent/70' : 'bg-line'}`}
                  style={{ width: `${width}%` }}
                />
              </span>
            ))}
          </div>
          <div className="grid content-start gap-3 p-4 sm:p-6">
            <span className="h-4 w-3/4 rounded-full bg-linear-to-r from-[#1fa2ff] via-[#12d8fa] to-[#a6ffcb]" />
            <Lines widths={lines} />
            <span className="mt-2 grid gap-2 rounded-xl border border-line/80 bg-ground/80 p-4">
              <span className="flex gap-2">
                <span className="h-2 w-10 rounded-full bg-danger/80" />
                <span className="h-2 w-20 rounded-full bg-link-soft/80" />
              </span>
              <span className="ml-4 flex gap-2">
                <span className="h-2 w-14 rounded-full bg-success/80" />
                <span className="h-2 w-8 rounded-full bg-muted/70" />
                <span className="h-2 w-12 rounded-full bg-accent/80" />
              </span>
              <span className="ml-4 h-2 w-24 rounded-full bg-link-soft/80" />
              <span className="h-2 w-6 rounded-full bg-danger/80" />
            </span>
            <Lines widths={moreLines} />
          </div>
        </div>
        <div className="flex items-center gap-4 border-t border-line/70 px-4 py-3.5 sm:px-6">
          <span className="h-1.5 flex-1 overflow-hidden rounded-full bg-line/70">
            <span className="block h-full w-2/5 rounded-full bg-linear-to-r from-link to-success" />
          </span>
          <span className="grid h-8 w-20 place-items-center rounded-lg bg-accent">
            <Icon name="arrowRight" className="size-4 text-ground" />
          </span>
        </div>
      </div>
    </div>
  );
}

function Lines({ widths }: { readonly widths: readonly number[] }) {
  return widths.map((width) => (
    <span key={width} className="h-2 rounded-full bg-line/80" style={{ width: `${width}%` }} />
  ));
}
