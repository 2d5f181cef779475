import { z } from 'zod';

/** A fault of one of these routes, as tests ask for it. */
export function faultOf<const Routes extends readonly [string, ...string[]]>(routes: Routes) {
  return z
    .strictObject({
      route: z.enum(routes),
      status: z.int().min(400).max(599).optional(),
      timeout: z.literal(true).optional(),
      reset: z.literal(true).optional(),
      when: z.enum(['before', 'after']).default('before'),
      times: z.int().min(1).default(1),
    })
    .refine(
      ({ status, timeout, reset }) => [status, timeout, reset].filter((effect) => effect !== undefined).length === 1,
      'give one of status, timeout and reset',
    )
    .transform(({ status, timeout, reset: _reset, ...fault }) => ({
      ...fault,
      effect: status ?? (timeout ? ('timeout' as const) : ('reset' as const)),
    }));
}
