import axios from 'axios';
import axiosRetry from 'axios-retry';
import { clientDevice } from '../../examples/client-device.ts';

const client = axios.create();
axiosRetry(client, { retries: 3 });

export const createDevice = clientDevice(({ url, body, headers }) => client.post(url, body, { headers }));
