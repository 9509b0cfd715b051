/** The same client as it is when nobody has thought of a time-out: axios has none by itself. */
import { axiosDevice } from './axios-device.ts';

export const createDevice = axiosDevice(0);
