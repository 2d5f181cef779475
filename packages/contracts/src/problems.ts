import { z } from 'zod';

/**
 * Every business error that an answer may carry: the one table of codes.
 * A code is stable for ever; its title may be reworded. The status is what HTTP says of it (RFC 9457).
 */
export const problems = {
  'request.invalid': { status: 400, title: 'The request is not valid.' },
  'request.malformed': { status: 400, title: 'The request cannot be read.' },
  'request.too-large': { status: 413, title: 'The request is too large.' },
  'request.headers-too-large': { status: 431, title: 'The headers of the request are too large.' },
  'request.timeout': { status: 408, title: 'The request did not arrive in time.' },
  'request.unsupported-type': { status: 415, title: 'The request has a content type that is not understood here.' },
  'route.not-found': { status: 404, title: 'There is nothing at this address.' },
  'route.method-not-allowed': { status: 405, title: 'This address does not know this method.' },
  'api-version.unknown': { status: 404, title: 'This version of the API does not exist.' },
  'idempotency-key.missing': { status: 400, title: 'The header Idempotency-Key is missing or not valid.' },
  'idempotency-key.reused': { status: 422, title: 'This Idempotency-Key was used for another request.' },
  'idempotency-key.in-progress': {
    status: 409,
    title: 'The first request with this Idempotency-Key is still running.',
  },
  'rate.limited': { status: 429, title: 'Too many requests. Try again later.' },
  'service.unavailable': { status: 503, title: 'The service is not available at the moment.' },
  'service.unreachable': { status: 502, title: 'The service cannot be reached.' },
  'service.timeout': { status: 504, title: 'The service did not answer in time.' },
  'internal.error': { status: 500, title: 'Something went wrong on our side.' },

  'session.required': { status: 401, title: 'Log in to do this.' },
  'session.invalid': { status: 401, title: 'This session has ended. Log in again.' },
  'access.denied': { status: 403, title: 'You may not do this.' },
  'version.stale': { status: 409, title: 'Somebody changed this meanwhile. Load it again.' },

  'account.email-taken': { status: 409, title: 'An account with this e-mail address exists.' },
  'account.not-found': { status: 404, title: 'There is no such account.' },
  'account.last-administrator': { status: 409, title: 'This is the last administrator.' },
  'account.approval-not-needed': { status: 409, title: 'Only instructors are approved or declined.' },
  'account.has-courses-on-sale': { status: 409, title: 'Take your courses off sale first.' },
  'otp.invalid': { status: 400, title: 'The code is wrong or has expired.' },
  'otp.too-soon': { status: 429, title: 'A code was sent a moment ago. Wait before you ask for another.' },
  'login.failed': { status: 401, title: 'E-mail address or password is wrong.' },
  'login.locked': { status: 429, title: 'Too many failed log-ins. Try again later.' },
  'password.common': { status: 400, title: 'This password is on the list of common ones. Choose another.' },
  'password.wrong': { status: 403, title: 'The current password is wrong.' },
  'password-reset.invalid': { status: 400, title: 'This link has been used or has expired.' },

  'profile.not-found': { status: 404, title: 'There is no such profile.' },
  'erasure.not-found': { status: 404, title: 'There is no such receipt.' },

  'category.not-found': { status: 404, title: 'There is no such category.' },
  'category.name-taken': { status: 409, title: 'There is a category of this name.' },
  'category.in-use': { status: 409, title: 'There are courses in this category.' },
  'course.not-found': { status: 404, title: 'There is no such course.' },
  'course.not-publishable': { status: 409, title: 'Something is missing before this course can be on sale.' },
  'course.has-students': { status: 409, title: 'People are enrolled in this course.' },
  'section.not-found': { status: 404, title: 'There is no such section.' },
  'outline.full': { status: 409, title: 'There is no room for more here.' },
  'outline.not-a-permutation': { status: 400, title: 'These are not exactly the sections and lectures of the course.' },
  'course-import.invalid': { status: 400, title: 'The courses cannot be imported.' },
  'lecture.not-found': { status: 404, title: 'There is no such lecture.' },
  'lecture.not-open': { status: 403, title: 'This lecture is not open to everybody.' },
  'enrollment.required': { status: 403, title: 'This is for those who are enrolled in the course.' },

  'order.not-found': { status: 404, title: 'There is no such order.' },
  'order.course-not-for-sale': { status: 409, title: 'One of the courses is not for sale.' },
  'order.already-enrolled': { status: 409, title: 'You are enrolled in one of these courses already.' },
  'order.own-course': { status: 409, title: 'This is a course of your own.' },
  'cart.full': { status: 409, title: 'The cart is full.' },
  'payment.signature-invalid': { status: 400, title: 'The payment could not be verified.' },
  'payment.not-captured': { status: 409, title: 'The payment has not gone through.' },
  'webhook.signature-invalid': { status: 401, title: 'The signature of this delivery is wrong.' },

  'review.not-found': { status: 404, title: 'There is no such review.' },
  'review.own-course': { status: 403, title: 'Nobody reviews a course of their own.' },

  'media.not-found': { status: 404, title: 'There is no such picture or video.' },
  'media.unsuitable': { status: 409, title: 'This picture or video cannot be used here.' },
  'media.in-use': { status: 409, title: 'This picture or video is used somewhere.' },

  'mail.not-found': { status: 404, title: 'There is no such mail.' },
  'mail.not-repeatable': { status: 409, title: 'This mail is not sent again.' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof problems;

/** The errors of single fields: where, and what is wrong there. */
export const FieldProblem = z.strictObject({ path: z.string(), message: z.string() });
export type FieldProblem = z.infer<typeof FieldProblem>;

/** Body of every error answer, RFC 9457 `application/problem+json`. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string().optional(),
    errors: z.array(FieldProblem).optional(),
    retryAfterSeconds: z.int().optional(),
    traceId: z.string().optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;
