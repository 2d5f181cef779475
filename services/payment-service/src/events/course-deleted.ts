import { courseDeleted } from '@studynotion/contracts';
import { subscriber } from '@studynotion/service-kit';
import type { PriceList } from '../data/price-list.ts';

export const onCourseDeleted = ({ priceList }: { priceList: PriceList }) =>
  subscriber(courseDeleted, ({ aggregateId, version }) => priceList.takeOff(aggregateId, version));
