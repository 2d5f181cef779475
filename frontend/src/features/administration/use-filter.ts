import { useSearchParams } from 'react-router';

/** Filters of a list, kept in the page's address so that a link or a reload shows the same. Empty ones are left out. */
export function useFilter<Name extends string>(names: readonly Name[]) {
  const [search, setSearch] = useSearchParams();
  const filter = Object.fromEntries(
    names.flatMap((name) => {
      const value = search.get(name) ?? '';
      return value === '' ? [] : [[name, value]];
    }),
  ) as Partial<Record<Name, string>>;

  function setFilter(changed: Partial<Record<Name, string>>): void {
    const given = Object.entries<string | undefined>({ ...filter, ...changed });
    setSearch(
      given.flatMap(([name, value = '']) => (value === '' ? [] : [[name, value] as [string, string]])),
      { replace: true, preventScrollReset: true },
    );
  }
  return { filter, setFilter };
}
