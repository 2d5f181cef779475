import type { Server, Socket } from 'node:net';

/** A server's open connections by the client's port, so that they can be broken. */
export class OpenSockets {
  readonly #sockets = new Map<number | undefined, Socket>();

  constructor(server: Server) {
    server.on('connection', (socket) => {
      const port = socket.remotePort;
      this.#sockets.set(port, socket);
      socket.once('close', () => this.#sockets.delete(port));
    });
  }

  destroy(remotePort: number): void {
    this.#sockets.get(remotePort)?.destroy();
  }

  destroyAll(): void {
    for (const socket of this.#sockets.values()) socket.destroy();
  }
}
