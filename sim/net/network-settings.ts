import {
  chance,
  count,
  decimal,
  delay,
  deviceSet,
  MIN_TO_MAX,
  ratio,
  section,
  switched,
  variants,
  word,
} from '../../settings/index.ts';
import type { ValueOf } from '../../settings/index.ts';

const OFF = { standard: '0%' };

/** One way, each way. */
export const LATENCY = variants('Latency of each message, one way; a duration alone is a constant latency.', {
  by: 'distribution',
  kinds: {
    constant: section('Always the same.', { value: delay('The latency, one way', { required: true }) }),
    uniform: section(
      'Evenly between two bounds.',
      {
        min: delay('The least latency, one way', { required: true }),
        max: delay('The most latency, one way', { required: true }),
      },
      { ordered: MIN_TO_MAX },
    ),
    normal: section('Normal (Gaussian), never below 0.', {
      mean: delay('The mean latency, one way', { required: true }),
      stddev: delay('The standard deviation', { required: true }),
    }),
    lognormal: section('Lognormal: most are short, a few are long.', {
      median: delay('The median latency, one way', { required: true }),
      sigma: decimal('The standard deviation of the logarithm', { min: 0, max: 5, required: true }),
    }),
    exponential: section('Exponential.', { mean: delay('The mean latency, one way', { required: true }) }),
  },
  short: { kind: 'constant', key: 'value' },
  example: '50ms',
  standard: { distribution: 'uniform', minMs: 20, maxMs: 80 },
});

export type Latency = ValueOf<typeof LATENCY>;

/** `network` of a scenario, and of a window of its timeline. */
export const NETWORK_SETTINGS = section('What happens between devices and the edge.', {
  latency: LATENCY,
  loss: chance(
    'A request vanishes: the client waits for its timeout, the edge never sees it.',
    'How likely a request is lost',
    {},
  ),
  answerLoss: chance(
    'An answer vanishes: the edge has processed the request, the client waits for its timeout.',
    'How likely an answer is lost',
    {},
  ),
  burstLoss: switched(
    section(
      'Gilbert-Elliott: each link is good or bad for exponentially distributed times.',
      {
        goodMean: delay('How long a link stays good, on average', { minMs: 1, standard: '30s' }),
        badMean: delay('How long a link stays bad, on average', { minMs: 1, standard: '3s' }),
        goodLoss: ratio('How likely a request is lost while the link is good', OFF),
        badLoss: ratio('How likely a request is lost while the link is bad', { standard: '100%' }),
      },
      { ordered: [{ low: 'goodLoss', high: 'badLoss', hint: 'swap them' }] },
    ),
  ),
  jitter: chance('Extra delay on a request, evenly from 0 to max.', 'How likely a request is delayed', {
    max: delay('The most extra delay', { standard: '500ms' }),
  }),
  duplicate: chance(
    'The network delivers a copy of a request later, evenly from min to max after it.',
    'How likely a request is copied',
    {
      min: delay('The least time from the request to its copy', { standard: '0s' }),
      max: delay('The most time from the request to its copy', { standard: '1s' }),
    },
  ),
  reorder: chance(
    'A request is held back, evenly from min to max, so that newer ones overtake it.',
    'How likely a request is held back',
    {
      min: delay('The least time it is held back', { standard: '100ms' }),
      max: delay('The most time it is held back', { standard: '1s' }),
    },
  ),
  corrupt: chance(
    'A byte of the body is damaged; the edge must refuse it and never store it.',
    'How likely a request is damaged',
    {},
  ),
  reset: chance(
    'The connection is reset, half of the time after the edge got the request.',
    'How likely a connection is reset',
    {},
  ),
  bandwidth: switched(
    section(
      "Of each device's link: requests queue behind one another.",
      { bytesPerSecond: count('Bytes per second', { min: 1, max: 1e12, required: true }) },
      { short: 'bytesPerSecond' },
    ),
  ),
  partition: switched(
    section(
      'The devices cannot reach the edge, or its answers do not come back.',
      {
        mode: word(
          'What is cut: refuse answers at once as a closed port would; the others lose what they name',
          ['both', 'requests', 'answers', 'refuse'],
          { standard: 'both' },
        ),
        devices: deviceSet('Which devices are cut off', { standard: 'all' }),
      },
      { short: 'mode' },
    ),
  ),
});

export type NetworkSettings = ValueOf<typeof NETWORK_SETTINGS>;
