import type { NetworkFault } from './fault.ts';
import { NETWORK_FAULTS } from './faults/faults.ts';
import type { NetworkSettings } from './network-settings.ts';

type OnRequest = NetworkFault & Required<Pick<NetworkFault, 'onRequest'>>;
type OnAnswer = NetworkFault & Required<Pick<NetworkFault, 'onAnswer'>>;

/** The faults that these settings turn on, in the order of the table: the others are not asked. */
export class FaultsInForce {
  readonly settings: NetworkSettings;
  readonly onRequest: readonly OnRequest[];
  readonly onAnswer: readonly OnAnswer[];

  constructor(settings: NetworkSettings) {
    this.settings = settings;
    const on = NETWORK_FAULTS.filter((fault) => fault.isOn(settings));
    this.onRequest = on.filter((fault): fault is OnRequest => fault.onRequest !== undefined);
    this.onAnswer = on.filter((fault): fault is OnAnswer => fault.onAnswer !== undefined);
  }
}
