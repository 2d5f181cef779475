/** Runs `action` once for all who ask while it runs; whoever asks afterwards starts it anew. */
export function singleFlight<Arguments extends unknown[], Result>(action: (...given: Arguments) => Promise<Result>) {
  let inFlight: Promise<Result> | undefined;
  return (...given: Arguments): Promise<Result> => {
    inFlight ??= action(...given).finally(() => {
      inFlight = undefined;
    });
    return inFlight;
  };
}
