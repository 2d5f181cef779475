import { setTimeout as pause } from 'node:timers/promises';
import {
  browse,
  buy,
  changePicture,
  changeProfile,
  fillCart,
  learn,
  leave,
  logInAgain,
  review,
  signUpAndStay,
} from './learner-actions.ts';
import { editCourse } from './teacher-actions.ts';
import type { Learner, Teacher, User, World } from './world.ts';

type Action =
  | { readonly name: string; readonly weight: number; readonly visitor: (world: World) => Promise<void> }
  | { readonly name: string; readonly weight: number; readonly learner: (world: World, who: Learner) => Promise<void> }
  | { readonly name: string; readonly weight: number; readonly teacher: (world: World, who: Teacher) => Promise<void> };

/** What people do, and how often in a hundred times. */
const ACTIONS: readonly Action[] = [
  { name: 'browse', weight: 10, visitor: browse },
  { name: 'sign up', weight: 6, visitor: signUpAndStay },
  { name: 'log in', weight: 4, learner: logInAgain },
  { name: 'fill the cart', weight: 8, learner: fillCart },
  { name: 'buy', weight: 18, learner: buy },
  { name: 'learn', weight: 26, learner: learn },
  { name: 'review', weight: 12, learner: review },
  { name: 'change the profile', weight: 5, learner: changeProfile },
  { name: 'change the picture', weight: 3, learner: changePicture },
  { name: 'leave for good', weight: 1, learner: leave },
  { name: 'edit a course', weight: 7, teacher: editCourse },
];

export interface Traffic {
  /** Begins nothing new, and waits until everything that was begun has ended. */
  stop(): Promise<{ readonly actions: Readonly<Record<string, number>>; readonly faults: readonly string[] }>;
}

/** Has people begin so many things in a second, whether those before are done or not. */
export function traffic(world: World, actionsPerSecond: number): Traffic {
  const actions: Record<string, number> = {};
  const faults: string[] = [];
  const running = new Set<Promise<void>>();
  const stopping = new AbortController();

  const begin = () => {
    const chosen = choose(world);
    if (chosen === undefined) return; // everybody who could do it is busy
    const { name, run } = chosen;
    actions[name] = (actions[name] ?? 0) + 1;
    const one = run()
      .catch((error: Error) => void faults.push(`${name}: ${error.message}${causeOf(error)}`))
      .finally(() => running.delete(one));
    running.add(one);
  };
  const beginning = (async () => {
    const start = performance.now();
    for (let count = 1; !stopping.signal.aborted; count += 1) {
      begin();
      await pause(Math.max(0, start + (count * 1000) / actionsPerSecond - performance.now()));
    }
  })();
  return {
    stop: async () => {
      stopping.abort();
      await beginning;
      await Promise.all(running);
      return { actions, faults };
    },
  };
}

const causeOf = ({ cause }: Error): string => (cause instanceof Error ? ` (${cause.name}: ${cause.message})` : '');

function choose(world: World): { readonly name: string; readonly run: () => Promise<void> } | undefined {
  const { chance, learners, teachers } = world;
  const action = weighted(world);
  const { name } = action;
  if ('visitor' in action) return { name, run: () => action.visitor(world) };
  if ('learner' in action)
    return withOne(name, chance.one(learners.filter(isFree)), (who) => action.learner(world, who));
  return withOne(name, chance.one(teachers.filter(isFree)), (who) => action.teacher(world, who));
}

const isFree = ({ isBusy }: User): boolean => !isBusy;

function withOne<Who extends User>(name: string, who: Who | undefined, work: (who: Who) => Promise<void>) {
  if (who === undefined) return undefined;
  return {
    name,
    run: async () => {
      who.isBusy = true;
      await work(who).finally(() => {
        who.isBusy = false;
      });
    },
  };
}

function weighted({ chance }: World): Action {
  let left = chance.below(ACTIONS.reduce((sum, { weight }) => sum + weight, 0));
  for (const action of ACTIONS) {
    if (left < action.weight) return action;
    left -= action.weight;
  }
  throw new RangeError('weights do not add up');
}
