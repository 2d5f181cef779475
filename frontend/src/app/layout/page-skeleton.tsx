import { PageLoading } from '../../shared/components/page-loading.tsx';
import { Skeleton } from '../../shared/components/skeleton.tsx';

/** Stands where the first page will be while its code is loaded. */
export function PageSkeleton() {
  return (
    <PageLoading className="page-width grid gap-5 py-14">
      <Skeleton className="h-11 w-3/5" />
      <Skeleton className="h-5 w-4/5" />
      <Skeleton className="h-72 rounded-2xl" />
    </PageLoading>
  );
}
