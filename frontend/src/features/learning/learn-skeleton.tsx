import { PageLoading } from '../../shared/components/page-loading.tsx';
import { Skeleton } from '../../shared/components/skeleton.tsx';

export function LearnSkeleton() {
  return (
    <PageLoading className="page-width grid gap-x-12 gap-y-6 py-6 lg:grid-cols-[19rem_minmax(0,1fr)] lg:py-10">
      <Skeleton className="h-14 lg:h-96" />
      <LectureSkeleton />
    </PageLoading>
  );
}

export function LectureSkeleton() {
  return (
    <div className="grid max-w-3xl content-start gap-4">
      <Skeleton className="h-4 w-40" />
      <Skeleton className="mb-4 h-10 w-4/5" />
      {['w-full', 'w-11/12', 'w-full', 'w-4/5', 'w-full', 'w-2/3'].map((width, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines that never move
        <Skeleton key={line} className={`h-4 ${width}`} />
      ))}
    </div>
  );
}
