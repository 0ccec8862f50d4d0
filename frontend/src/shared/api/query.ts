import { QueryClient, useMutation, useQueryClient, type QueryKey } from '@tanstack/react-query';
import { useRef } from 'react';
import { newKey } from './client';
import { Problem } from './problem';

/** The cache. Keys begin with the feature's name, then what it is: `['offers', 'list', filters]`, `['offers', id]`. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        retry: (count, fault) => count < 2 && fault instanceof Problem && fault.retryable,
        throwOnError: false,
        // What can't be fetched says so; it isn't put off until there is a network again.
        networkMode: 'always',
      },
      // Nothing that somebody ordered is carried out later, when they no longer look.
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}

interface Command<V, T> {
  /** Carries it out; `key` names it, so that pressing again after a lost answer does nothing twice. */
  run: (variables: V, key: string) => Promise<T>;
  /** What it makes out of date. */
  touches: QueryKey[];
  onDone?: (answer: T, variables: V) => void;
}

/**
 * A change on the server. Nothing is shown as done before the server said so, and the same variables go under the same
 * idempotency key until they succeed or are refused for good.
 */
export function useCommand<V, T>({ run, touches, onDone }: Command<V, T>) {
  const client = useQueryClient();
  const named = useRef<{ text: string; key: string } | undefined>(undefined);
  return useMutation<T, Problem, V>({
    mutationFn: async (variables) => {
      // Of nothing there is no JSON: a command without variables has a name, too.
      const text = JSON.stringify(variables) ?? '';
      if (named.current?.text !== text) named.current = { text, key: newKey() };
      try {
        const result = await run(variables, named.current.key);
        named.current = undefined;
        return result;
      } catch (thrown) {
        const problem = Problem.from(thrown);
        if (!problem.retryable) named.current = undefined;
        throw problem;
      }
    },
    onSuccess: async (result, variables) => {
      await Promise.all(touches.map((queryKey) => client.invalidateQueries({ queryKey })));
      onDone?.(result, variables);
    },
    onError: (problem) => {
      // Someone was faster: show what is there now, next to the reason.
      if (problem.status === 409 || problem.status === 412) {
        for (const queryKey of touches) void client.invalidateQueries({ queryKey });
      }
    },
  });
}
