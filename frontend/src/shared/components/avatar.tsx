import { initials, type PersonNames } from '../format/format.ts';

export interface AvatarProps {
  readonly of: PersonNames & { readonly pictureUrl?: string };
  readonly className?: string;
}

/** Somebody's picture or initials, drawn and no text: beside the name, or on a control that has a name of its own. */
export function Avatar({ of, className = 'size-10 text-sm' }: AvatarProps) {
  if (of.pictureUrl !== undefined)
    return <img src={of.pictureUrl} alt="" className={`shrink-0 rounded-full bg-raised object-cover ${className}`} />;
  return (
    <span
      aria-hidden="true"
      data-initials={initials(of)}
      className={`grid shrink-0 place-items-center rounded-full bg-linear-to-br from-link to-success font-bold text-ground before:content-[attr(data-initials)] ${className}`}
    />
  );
}
