import type * as z from 'zod';
import { reboot } from './device-set-field.ts';
import { count, decimal, delay, probability, word } from './field.ts';
import { section, shorthand } from './section.ts';

const deviceFaults = {
  drop: shorthand(
    'probability',
    section('The device loses a reading before it is ever sent.', {
      probability: probability('How likely a reading is dropped').optional(),
    }),
  ).optional(),
  jitter: shorthand(
    'probability',
    section('The device waits before the first attempt, evenly from 0 to max.', {
      probability: probability('How likely a reading waits').optional(),
      max: delay('The longest wait').optional(),
    }),
  ).optional(),
  duplicate: shorthand(
    'probability',
    section('The device sends a reading a second time after it was acknowledged.', {
      probability: probability('How likely a reading is sent twice').optional(),
    }),
  ).optional(),
  invalid: shorthand(
    'probability',
    section('The device sends a message that the edge must refuse for good.', {
      probability: probability('How likely a message is invalid').optional(),
    }),
  ).optional(),
};

/** `device` of a scenario. Durations come out in milliseconds. */
export function deviceInputSchema(policies: readonly string[]) {
  return section('The telemetry client, and the instabilities that it simulates.', {
    timeout: delay('How long an attempt waits for its answer', 1).optional(),
    inFlightMax: count('Readings that are sent at the same time', { min: 1, max: 1e6 }).optional(),
    outbox: section('Readings that wait to be sent.', {
      limit: count('The most that wait', { min: 1, max: 1e9 }).optional(),
      overflow: word('What happens when it is full', ['drop-oldest', 'drop-newest', 'block']).optional(),
    }).optional(),
    policy: shorthand(
      'name',
      section('When to try again; a name alone keeps the default parameters.', {
        name: word('The retry policy', policies, 'a policy').optional(),
        base: delay('The first delay').optional(),
        factor: decimal('What each further delay is multiplied by', { min: 1, max: 100 }).optional(),
        cap: delay('The longest delay').optional(),
        jitter: probability('± share of the delay').optional(),
        retries: count('Attempts after the first', { min: 0, max: 1000 }).optional(),
      }),
    ).optional(),
    retryAfterMax: delay('A Retry-After beyond this is taken as this').optional(),
    acknowledge: word('echo: the answer must echo the key; status: any 2xx will do', [
      'echo',
      'status',
    ]).optional(),
    ...deviceFaults,
  });
}

/** `device` of a window: its faults, and a reboot. */
export const deviceWindowSchema = section('Faults of the devices in this window.', {
  ...deviceFaults,
  reboot: reboot('These devices crash when the window opens and boot again when it closes').optional(),
});

export type DeviceInput = z.output<ReturnType<typeof deviceInputSchema>>;
export type DeviceWindowInput = z.output<typeof deviceWindowSchema>;
