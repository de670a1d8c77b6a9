export interface PortCall {
  readonly port: string;
  readonly method: string;
  readonly args: readonly unknown[];
}

/** What happens around each call of a port. Both may throw, take their time, or never come back. */
export interface Around {
  before(call: PortCall): Promise<void>;
  /** The call was carried out, its answer is on its way. */
  after(call: PortCall): Promise<void>;
}

/** Methods that give their answer bit by bit. */
const STREAMS: ReadonlySet<string> = new Set([
  "attachments.list",
  "attachments.read",
  "parts.list",
  "work.read",
  "archives.listParts",
  "archives.openUploads",
  "archives.read",
  "snapshot.attachments",
  "snapshot.dump",
]);

/** The port, with something around each of its calls. */
export function watchedPort<Port extends object>(port: string, target: Port, around: Around): Port {
  return new Proxy(target, {
    get(_, method) {
      const member: unknown = Reflect.get(target, method);
      if (typeof member !== "function" || typeof method !== "string") return member;
      const carryOut = (args: readonly unknown[]): unknown => Reflect.apply(member, target, args);
      return STREAMS.has(`${port}.${method}`)
        ? (...args: unknown[]) => stream({ port, method, args }, carryOut, around)
        : (...args: unknown[]) => answer({ port, method, args }, carryOut, around);
    },
  });
}

async function answer(
  call: PortCall,
  carryOut: (args: readonly unknown[]) => unknown,
  around: Around,
): Promise<unknown> {
  await around.before(call);
  const result = await carryOut(call.args);
  await around.after(call);
  const isSnapshot = call.method === "openSnapshot" && typeof result === "object" && result !== null;
  return isSnapshot ? watchedPort("snapshot", result, around) : result;
}

async function* stream(
  call: PortCall,
  carryOut: (args: readonly unknown[]) => unknown,
  around: Around,
): AsyncGenerator {
  await around.before(call);
  const items = carryOut(call.args);
  if (!isAsyncIterable(items)) throw new TypeError(`${call.port}.${call.method} gives no stream`);
  yield* items;
  await around.after(call);
}

const isAsyncIterable = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === "object" && value !== null && Symbol.asyncIterator in value;
