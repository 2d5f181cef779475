import { courseUnpublished } from '@studynotion/contracts';
import { subscriber } from '@studynotion/service-kit';
import type { PriceList } from '../data/price-list.ts';

export const onCourseUnpublished = ({ priceList }: { priceList: PriceList }) =>
  subscriber(courseUnpublished, ({ aggregateId, version }) => priceList.takeOff(aggregateId, version));
