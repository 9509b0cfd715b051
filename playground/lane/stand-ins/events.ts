/** Nobody listens to the process of a host here. */
export class EventEmitter {
  eventNames(): readonly string[] {
    return [];
  }

  listenerCount(): number {
    return 0;
  }

  on(): this {
    return this;
  }

  off(): this {
    return this;
  }

  removeAllListeners(): this {
    return this;
  }
}

export function getEventListeners(): readonly never[] {
  return [];
}
