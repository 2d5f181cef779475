import { useLocation, useNavigate } from 'react-router';
import { SearchField } from '../../features/catalogue/search-field.tsx';

/** Searches the catalogue from any page but the catalogue, which has a field of its own. */
export function HeaderSearch({ className }: { readonly className: string }) {
  const navigate = useNavigate();
  const { pathname } = useLocation();
  if (pathname === '/courses') return null;
  return (
    <SearchField
      hideLabel
      onSearch={(q) => navigate(q === undefined ? '/courses' : `/courses?${new URLSearchParams({ q })}`)}
      className={className}
    />
  );
}
