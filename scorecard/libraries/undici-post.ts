import { retryAgentDevice } from './retry-agent-device.ts';

export const createDevice = retryAgentDevice({ methods: ['POST'] });
