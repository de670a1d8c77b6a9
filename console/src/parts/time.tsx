import { when } from "../format.ts";

export const Time = ({ at }: { readonly at: string }) => <time dateTime={at}>{when(at)}</time>;
