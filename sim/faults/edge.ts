import * as z from 'zod';
import { EDGE_FAULT_SETTINGS, EDGE_SETTINGS, STORE_SETTINGS } from '../../edge/settings.ts';
import { section } from '../../settings/index.ts';
import { FAULTS } from './faults.ts';

type Table = typeof FAULTS;

/** The settings of the faults in front of the edge, by their keys. */
type FrontKeys = {
  readonly [
    Name in keyof Table as Table[Name] extends { readonly inFront: true }
      ? Name extends `edge.${infer Key}`
        ? Key
        : never
      : never
  ]: Table[Name]['setting'];
};

const FRONT_SETTINGS = z
  .custom<FrontKeys>()
  .parse(
    Object.fromEntries(
      Object.values(FAULTS).flatMap((fault) => ('inFront' in fault ? [[fault.key, fault.setting]] : [])),
    ),
  );

/** Those of a scenario, and of a window of its timeline. */
export const ANY_EDGE_FAULT_SETTINGS = { ...EDGE_FAULT_SETTINGS, ...FRONT_SETTINGS };

/** `edge` of a scenario: what the edge is told, what it stores in, and what stands in front of it. */
export const ANY_EDGE_SETTINGS = section(EDGE_SETTINGS.doc, {
  ...EDGE_SETTINGS.keys,
  store: STORE_SETTINGS,
  ...FRONT_SETTINGS,
});
