import { Money } from '@studynotion/contracts';
import { InputError } from '@studynotion/service-kit';

/** The sum of prices in whole paise. @throws InputError `request.invalid` where it is more than one order may come to */
export function totalOf(items: readonly { readonly price: Money }[]): Money {
  const amount = items.reduce((sum, { price }) => sum + price.amount, 0);
  const total = Money.safeParse({ amount, currency: 'INR' });
  if (total.success) return total.data;
  throw new InputError('request.invalid', {
    errors: [{ path: 'courseIds', message: 'come to more than one order may cost' }],
  });
}
