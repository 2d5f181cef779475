export * from './free-port.ts';
export * from './redis.ts';
export * from './start-daprd.ts';
export * from './wait-until.ts';
