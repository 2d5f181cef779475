import { PageLoading } from '../../shared/components/page-loading.tsx';
import { Skeleton } from '../../shared/components/skeleton.tsx';

export function CoursePageSkeleton() {
  return (
    <PageLoading className="page-width grid gap-10 py-14 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="grid content-start gap-4">
        <Skeleton className="h-11 w-4/5" />
        <Skeleton className="h-5" />
        <Skeleton className="h-5 w-3/5" />
        <Skeleton className="mt-10 h-40" />
        <Skeleton className="h-56" />
      </div>
      <Skeleton className="h-80 rounded-2xl" />
    </PageLoading>
  );
}
