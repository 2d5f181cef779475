import type { CourseCard } from '@studynotion/contracts';
import type { Ref } from 'react';
import { CourseCardLink } from '../../shared/components/course-card-link.tsx';
import { CourseGrid } from '../../shared/components/course-grid.tsx';
import { CourseFacts } from './course-facts.tsx';
import { Price } from './price.tsx';

export interface CourseCardsProps {
  readonly courses: readonly CourseCard[];
  readonly headingLevel: 'h2' | 'h3';
  readonly ref?: Ref<HTMLUListElement>;
}

/** Courses on sale as cards. */
export function CourseCards({ courses, headingLevel, ref }: CourseCardsProps) {
  return (
    <CourseGrid ref={ref}>
      {courses.map((course) => (
        <CourseCardLink
          key={course.id}
          course={course}
          to={`/courses/${course.slug}`}
          headingLevel={headingLevel}
          details={<CourseFacts course={course} />}
          corner={<Price price={course.price} className="text-lg" />}
        />
      ))}
    </CourseGrid>
  );
}
