import * as z from 'zod';

/**
 * The body of a 200. It echoes the key, so that a device can tell the edge's word from that of a captive
 * portal, which also answers 200.
 */
export const acceptedAnswerSchema = z.object({
  status: z.literal('accepted'),
  device_id: z.string(),
  sequence_id: z.number(),
});

export type AcceptedAnswer = Readonly<z.infer<typeof acceptedAnswerSchema>>;

/** What the problem of a 422 says: the number belongs to another reading, which the edge has stored. */
export const NUMBER_TAKEN = 'Another reading was stored under this sequence_id.';

/** `application/problem+json` (RFC 9457): every answer of the edge that is not a 2xx. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().optional(),
  correlation_id: z.string().optional(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

export type Problem = Readonly<z.infer<typeof problemSchema>>;

export const PROBLEM_CONTENT_TYPE = 'application/problem+json';
