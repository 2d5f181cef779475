import { Loading, Skeleton } from '../../shared/components/skeleton.tsx';

/** A list that is loading. */
export function ListSkeleton() {
  return (
    <Loading className="grid gap-3">
      {['a', 'b', 'c', 'd'].map((key) => (
        <Skeleton key={key} className="h-24 rounded-2xl" />
      ))}
    </Loading>
  );
}
