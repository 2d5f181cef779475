import type { CourseCard } from '@studynotion/contracts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { fullName } from '../format/format.ts';
import { CourseCover } from './course-cover.tsx';
import { RatingLine } from './rating-stars.tsx';

export interface CourseCardLinkProps {
  readonly course: CourseCard;
  readonly to: string;
  readonly headingLevel: 'h2' | 'h3';
  readonly details: ReactNode;
  /** Price, or what else is told at the end. */
  readonly corner: ReactNode;
}

/** A course as a card. The title is the link; its area is the whole card. */
export function CourseCardLink({ course, to, headingLevel: Heading, details, corner }: CourseCardLinkProps) {
  const { t } = useTranslation();
  const { slug, title, summary, instructor, thumbnailUrl, rating } = course;
  return (
    <li className="surface group relative flex flex-col overflow-hidden transition duration-200 hover:-translate-y-1 hover:border-muted hover:shadow-2xl hover:shadow-black/50 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent">
      <CourseCover slug={slug} thumbnailUrl={thumbnailUrl} className="aspect-video w-full object-cover" />
      <div className="flex flex-1 flex-col p-5">
        <Heading className="text-lg leading-snug font-semibold">
          <Link to={to} className="outline-none after:absolute after:inset-0 group-hover:text-accent">
            {title}
          </Link>
        </Heading>
        <p className="mt-1 text-sm text-muted">
          {t('byInstructor', { name: fullName(instructor) ?? t('deletedAccount') })}
        </p>
        <RatingLine rating={rating} className="mt-2 text-sm" />
        <p className="mt-3 line-clamp-3 text-[0.9375rem]">{summary}</p>
        <div className="mt-auto flex items-end justify-between gap-3 pt-5 text-sm text-muted">
          {details}
          {corner}
        </div>
      </div>
    </li>
  );
}
