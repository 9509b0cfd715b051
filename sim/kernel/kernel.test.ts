import { describe, expect, test } from 'vitest';
import { Kernel } from './kernel.ts';
import type { KernelOptions, OutsideTimers, Pace } from './kernel.ts';

function kernel(options: Partial<KernelOptions> = {}): Kernel {
  return new Kernel({
    limits: { events: 1_000, virtualUs: 1_000_000, wallMs: 1_000 },
    wallMs: () => 0,
    breathe: () => Promise.resolve(),
    settle: () => Promise.resolve(null),
    outside: null,
    ...options,
  });
}

test('time stands at the instant of the entry that runs, and only moves forward', async () => {
  const world = kernel();
  const seen: number[] = [];
  const look = (): void => void seen.push(world.nowUs);
  world.at(30, look);
  world.at(10, () => {
    look();
    // The past is now.
    world.at(5, look);
    world.after(1, look);
  });
  expect(await world.run()).toEqual({ kind: 'idle' });
  expect(seen).toEqual([10, 10, 11, 30]);
});

test('an entry that sets asynchronous code going is followed by a settling, before time moves', async () => {
  const order: string[] = [];
  const world = kernel({
    settle: async () => {
      await new Promise(setImmediate);
      order.push('settled');
      return null;
    },
  });
  world.at(1, () => {
    order.push('first');
    world.unsettle();
  });
  world.at(2, () => order.push('second'));
  world.at(3, () => order.push('third'));
  await world.run();
  expect(order).toEqual(['first', 'settled', 'second', 'third']);
});

describe('a run stops', () => {
  test('where what is set going by the entry that ended it gives no cause to go on', async () => {
    const ran: string[] = [];
    let isOver = true;
    const world = kernel({
      settle: async () => {
        isOver = ran.length > 1;
        return null;
      },
    });
    for (const name of ['ended', 'ended again', 'never'])
      world.at(1, () => {
        ran.push(name);
        isOver = true;
        world.unsettle();
        world.end(() => isOver);
      });
    expect(await world.run()).toEqual({ kind: 'ended' });
    expect(ran).toEqual(['ended', 'ended again']);
  });

  test('at its last moment, whoever else would have ended it then and goes on', async () => {
    const world = kernel();
    world.at(1, () => {
      world.end();
      world.end(() => false);
    });
    world.at(2, () => expect.fail('went on'));
    expect(await world.run()).toEqual({ kind: 'ended' });
  });

  test('when the world ends it, before the next entry', async () => {
    const world = kernel();
    let ran = false;
    world.at(1, () => world.end());
    world.at(1, () => {
      ran = true;
    });
    expect(await world.run()).toEqual({ kind: 'ended' });
    expect(ran).toBe(false);
  });

  test('at the limit of events, of a world that would go on for ever', async () => {
    const world = kernel({ limits: { events: 50, virtualUs: 1e15, wallMs: 1_000 } });
    const again = (): void => void world.after(1, again);
    world.after(1, again);
    expect(await world.run()).toEqual({ kind: 'limit', limit: 'events', allowed: 50 });
    expect(world.entriesRun).toBe(50);
  });

  test('at the limit of virtual time, without running what comes after it', async () => {
    const world = kernel({ limits: { events: 10, virtualUs: 5_000, wallMs: 1_000 } });
    let ran = false;
    world.at(5_001, () => {
      ran = true;
    });
    expect(await world.run()).toEqual({ kind: 'limit', limit: 'virtual time', allowed: 5 });
    expect(ran).toBe(false);
  });

  test('at the limit of wall time', async () => {
    let wall = 0;
    const world = kernel({ wallMs: () => (wall += 1_100) });
    world.at(1, () => {});
    expect(await world.run()).toEqual({ kind: 'limit', limit: 'wall time', allowed: 1_000 });
  });

  test('at a limit that somebody else watches', async () => {
    const world = kernel();
    world.at(1, () => world.stopAtLimit('open exchanges', 3));
    expect(await world.run()).toEqual({ kind: 'limit', limit: 'open exchanges', allowed: 3 });
  });

  test('when an instant does not settle, with the reason', async () => {
    const world = kernel({ settle: () => Promise.resolve('it hangs') });
    world.at(1, () => world.unsettle());
    expect(await world.run()).toEqual({ kind: 'stalled', why: 'it hangs' });
  });
});

test('timers from outside come in their time, and before entries of the same instant', async () => {
  const order: string[] = [];
  const due = [2_000, 3_000];
  let clock = 0;
  const outside: OutsideTimers = {
    nextUs: () => due[0] ?? null,
    fireNext: () => {
      clock = due.shift() ?? 0;
      order.push(`outside at ${clock}`);
    },
    advanceTo: (nowUs) => {
      // Neither overtakes the other.
      expect(due.every((dueUs) => dueUs > nowUs)).toBe(true);
      clock = nowUs;
    },
  };
  const world = kernel({ outside });
  for (const atUs of [1_000, 2_000, 2_500, 3_000]) {
    world.at(atUs, () => order.push(`entry at ${world.nowUs}, clock ${clock}`));
  }
  await world.run();
  expect(order).toEqual([
    'entry at 1000, clock 1000',
    'outside at 2000',
    'entry at 2000, clock 2000',
    'entry at 2500, clock 2500',
    'outside at 3000',
    'entry at 3000, clock 3000',
  ]);
});

/** Real time that a test moves by hand. */
class HandPace implements Pace {
  us = 0;
  #wanted = Infinity;
  #done = (): void => {};
  nowUs = (): number => this.us;
  until = (atUs: number): Promise<void> =>
    new Promise((resolve) => {
      this.#wanted = atUs;
      this.#done = resolve;
    });
  wake = (): void => this.#done();
  moveTo(us: number): void {
    this.us = us;
    if (us >= this.#wanted) this.#done();
  }
}

test('a world that keeps pace waits for real time, and takes in what comes before', async () => {
  const pace = new HandPace();
  const world = kernel({ pace });
  const seen: (readonly [string, number])[] = [];
  world.at(100, () => void seen.push(['planned', world.nowUs]));
  const running = world.run();
  await Promise.resolve();
  pace.moveTo(40);
  await Promise.resolve();
  expect(seen).toEqual([]);
  // From outside, in between: now is what real time says, and never after what is due next.
  expect(world.nowUs).toBe(40);
  world.after(10, () => void seen.push(['came', world.nowUs]));
  await new Promise(setImmediate);
  pace.moveTo(60);
  await new Promise(setImmediate);
  pace.moveTo(250);
  expect(await running).toEqual({ kind: 'idle' });
  expect(seen).toEqual([
    ['came', 50],
    ['planned', 100],
  ]);
});
