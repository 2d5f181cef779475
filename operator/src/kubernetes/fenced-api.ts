import { ApiError, type KubernetesApi } from './kubernetes-api.ts';

/**
 * An API that reads for everybody and writes for the leader alone. A process that stood still for a minute goes on in the
 * middle of what it did, before any timer tells it that another leads by now: so it is asked right before each write.
 * @param leads `LeaderElection.leads`
 */
export function onlyWhile(leads: () => boolean, api: KubernetesApi): KubernetesApi {
  const guarded =
    <Parameters extends unknown[], Result>(write: (...parameters: Parameters) => Promise<Result>) =>
    async (...parameters: Parameters): Promise<Result> => {
      if (!leads()) throw new ApiError(0, 'NotLeader', 'another process leads now; nothing was written');
      return write(...parameters);
    };
  return {
    get: (...parameters) => api.get(...parameters),
    list: (...parameters) => api.list(...parameters),
    watch: (...parameters) => api.watch(...parameters),
    create: guarded((...parameters) => api.create(...parameters)),
    apply: guarded((...parameters) => api.apply(...parameters)),
    applyStatus: guarded((...parameters) => api.applyStatus(...parameters)),
    replace: guarded((...parameters) => api.replace(...parameters)),
    delete: guarded((...parameters) => api.delete(...parameters)),
  };
}
