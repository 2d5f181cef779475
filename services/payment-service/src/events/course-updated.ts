import { courseUpdated } from '@studynotion/contracts';
import { subscriber } from '@studynotion/service-kit';
import type { PriceList } from '../data/price-list.ts';

export const onCourseUpdated = ({ priceList }: { priceList: PriceList }) =>
  subscriber(courseUpdated, ({ aggregateId, version, ...offer }) =>
    priceList.learn(aggregateId, version, { ...offer, onSale: true }),
  );
