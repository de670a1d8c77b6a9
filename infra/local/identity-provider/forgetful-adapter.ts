import type { AdapterFactory, AdapterPayload } from "oidc-provider";

/** Keeps what the provider knows until it ends. One process, few people: nothing is removed before its time. */
export function forgetfulAdapter(): AdapterFactory {
  const kept = new Map<string, AdapterPayload>();
  return (model) => {
    const mine = () => [...kept].filter(([key]) => key.startsWith(`${model}:`));
    return {
      upsert: async (id, payload) => void kept.set(`${model}:${id}`, payload),
      find: async (id) => kept.get(`${model}:${id}`),
      findByUserCode: async () => undefined,
      findByUid: async (uid) => mine().find(([, payload]) => payload.uid === uid)?.[1],
      async consume(id) {
        const payload = kept.get(`${model}:${id}`);
        if (payload) kept.set(`${model}:${id}`, { ...payload, consumed: Math.floor(Date.now() / 1000) });
      },
      destroy: async (id) => void kept.delete(`${model}:${id}`),
      async revokeByGrantId(grantId) {
        for (const [key, payload] of mine()) if (payload.grantId === grantId) kept.delete(key);
      },
    };
  };
}
