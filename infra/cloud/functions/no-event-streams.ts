/**
 * Stands in for the SDK's `@smithy/core/event-streams` in bundles. Nothing that Coffer asks for is answered by an event
 * stream, and that the SDK would load it by `import()` alone makes esbuild keep 180 modules whole.
 */
export const resolveEventStreamSerdeConfig = <Config>(config: Config): Config => config;

export function eventStreamSerdeProvider(): never {
  throw new Error("No bundle of ours has event streams");
}

export const EventStreamSerde = eventStreamSerdeProvider;
