export * from './fake-sidecar.ts';
export * from './start-test-service.ts';
export * from './test-clock.ts';
export * from './tokens.ts';
