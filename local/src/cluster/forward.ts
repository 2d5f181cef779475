import { connect, createServer, type NetConnectOpts, type Server } from 'node:net';

/** Passes every connection on, bytes as they come, and each side's end to the other. */
export function forward(to: NetConnectOpts): Server {
  return createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
    const far = connect({ ...to, allowHalfOpen: true, noDelay: true } as NetConnectOpts);
    near.pipe(far);
    far.pipe(near);
    // One side broken is both broken; an end that was said in order comes through the pipes.
    near.on('error', () => far.destroy());
    far.on('error', () => near.destroy());
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  });
}
