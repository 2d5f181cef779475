import { Explore } from '../../features/catalogue/explore.tsx';
import { Hero } from '../../features/catalogue/hero.tsx';
import { FeaturedReviews } from '../../features/reviews/featured-reviews.tsx';
import { BecomeInstructor } from '../../features/site/become-instructor.tsx';
import { CodeBlocks } from '../../features/site/code-blocks.tsx';

export function Component() {
  return (
    <>
      <Hero />
      <Explore />
      <CodeBlocks />
      <BecomeInstructor />
      <FeaturedReviews />
    </>
  );
}
