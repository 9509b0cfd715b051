import * as z from 'zod';
import { deviceSet } from './device-set-field.ts';
import { count, decimal, delay, probability, word } from './field.ts';
import { orNone, section, shorthand } from './section.ts';

const latencyFull = z
  .discriminatedUnion('distribution', [
    section('Always the same.', {
      distribution: z.literal('constant'),
      value: delay('The latency, one way'),
    }),
    section('Evenly between two bounds.', {
      distribution: z.literal('uniform'),
      min: delay('The least latency, one way'),
      max: delay('The most latency, one way'),
    }),
    section('Normal (Gaussian), never below 0.', {
      distribution: z.literal('normal'),
      mean: delay('The mean latency, one way'),
      stddev: delay('The standard deviation'),
    }),
    section('Lognormal: most are short, a few are long.', {
      distribution: z.literal('lognormal'),
      median: delay('The median latency, one way'),
      sigma: decimal('The standard deviation of the logarithm', { min: 0, max: 5 }),
    }),
    section('Exponential.', {
      distribution: z.literal('exponential'),
      mean: delay('The mean latency, one way'),
    }),
  ])
  .meta({ description: 'Latency of each message, one way; a duration alone is a constant latency.' });

const latency = z
  .preprocess(
    (value) =>
      typeof value === 'string' || typeof value === 'number' ? { distribution: 'constant', value } : value,
    latencyFull,
  )
  .meta({ shorthand: 'value' });

/** `network` of a scenario, and of a window of its timeline. Durations come out in milliseconds. */
export const networkInputSchema = section('What happens between devices and the edge.', {
  latency: latency.optional(),
  loss: shorthand(
    'probability',
    section('A request vanishes: the client waits for its timeout, the edge never sees it.', {
      probability: probability('How likely a request is lost').optional(),
    }),
  ).optional(),
  answerLoss: shorthand(
    'probability',
    section('An answer vanishes: the edge has processed the request, the client waits for its timeout.', {
      probability: probability('How likely an answer is lost').optional(),
    }),
  ).optional(),
  burstLoss: orNone(
    section('Gilbert-Elliott: each link is good or bad for exponentially distributed times.', {
      goodMean: delay('How long a link stays good, on average', 1).optional(),
      badMean: delay('How long a link stays bad, on average', 1).optional(),
      goodLoss: probability('How likely a request is lost while the link is good').optional(),
      badLoss: probability('How likely a request is lost while the link is bad').optional(),
    }),
  ).optional(),
  jitter: shorthand(
    'probability',
    section('Extra delay on a request, evenly from 0 to max.', {
      probability: probability('How likely a request is delayed').optional(),
      max: delay('The most extra delay').optional(),
    }),
  ).optional(),
  duplicate: shorthand(
    'probability',
    section('The network delivers a copy of a request later, evenly from min to max after it.', {
      probability: probability('How likely a request is copied').optional(),
      min: delay('The least time from the request to its copy').optional(),
      max: delay('The most time from the request to its copy').optional(),
    }),
  ).optional(),
  reorder: shorthand(
    'probability',
    section('A request is held back, evenly from min to max, so that newer ones overtake it.', {
      probability: probability('How likely a request is held back').optional(),
      min: delay('The least time it is held back').optional(),
      max: delay('The most time it is held back').optional(),
    }),
  ).optional(),
  corrupt: shorthand(
    'probability',
    section('A byte of the body is damaged; the edge must refuse it and never store it.', {
      probability: probability('How likely a request is damaged').optional(),
    }),
  ).optional(),
  reset: shorthand(
    'probability',
    section('The connection is reset, half of the time after the edge got the request.', {
      probability: probability('How likely a connection is reset').optional(),
    }),
  ).optional(),
  bandwidth: orNone(
    shorthand(
      'bytesPerSecond',
      section("Of each device's link: requests queue behind one another.", {
        bytesPerSecond: count('Bytes per second', { min: 1, max: 1e12 }),
      }),
    ),
  ).optional(),
  partition: orNone(
    shorthand(
      'mode',
      section('The devices cannot reach the edge, or its answers do not come back.', {
        mode: word(
          'What is cut: refuse answers at once as a closed port would; the others lose what they name',
          ['both', 'requests', 'answers', 'refuse'],
        ).optional(),
        devices: deviceSet('Which devices are cut off').optional(),
      }),
    ),
  ).optional(),
});

export type NetworkInput = z.output<typeof networkInputSchema>;
export type LatencyInput = z.output<typeof latencyFull>;
