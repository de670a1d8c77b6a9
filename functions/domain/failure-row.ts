/** What is known of a code. */
export interface FailureRow {
  readonly status: number;
  readonly name: string;
  readonly isRetryable: boolean;
  readonly message: string;
}

export function row(status: number, name: string, message: string): FailureRow {
  return { status, name, isRetryable: false, message };
}

export function retryable(status: number, name: string, message: string): FailureRow {
  return { status, name, isRetryable: true, message };
}
