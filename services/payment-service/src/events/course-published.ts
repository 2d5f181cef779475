import { coursePublished } from '@studynotion/contracts';
import { subscriber } from '@studynotion/service-kit';
import type { PriceList } from '../data/price-list.ts';

export const onCoursePublished = ({ priceList }: { priceList: PriceList }) =>
  subscriber(coursePublished, ({ aggregateId, version, ...offer }) =>
    priceList.learn(aggregateId, version, { ...offer, onSale: true }),
  );
