import type { ReactNode, Ref } from 'react';
import { Loading, Skeleton } from './skeleton.tsx';

const gridClass = 'grid gap-6 sm:grid-cols-2 lg:grid-cols-[repeat(auto-fill,minmax(19rem,1fr))]';

export interface CourseGridProps {
  readonly ref?: Ref<HTMLUListElement>;
  readonly children: ReactNode;
}

/** Cards of courses side by side. */
export function CourseGrid({ ref, children }: CourseGridProps) {
  return (
    // biome-ignore lint/a11y/noRedundantRoles: Safari takes the list for none where no bullets are shown
    <ul ref={ref} role="list" className={gridClass}>
      {children}
    </ul>
  );
}

export function CourseGridSkeleton() {
  return (
    <Loading className={gridClass}>
      {['a', 'b', 'c'].map((key) => (
        <div key={key} className="surface overflow-hidden">
          <Skeleton className="aspect-video rounded-none" />
          <div className="grid gap-3 p-5">
            <Skeleton className="h-5 w-4/5" />
            <Skeleton className="h-4" />
            <Skeleton className="h-4 w-3/5" />
          </div>
        </div>
      ))}
    </Loading>
  );
}
