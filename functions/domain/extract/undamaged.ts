import { Failure, isFailure } from "../failure.ts";

/** What is told of an archive that is not as it was written: that nothing was taken of it, and whom to ask. */
export async function undamaged<Result>(reading: Promise<Result>): Promise<Result> {
  try {
    return await reading;
  } catch (error) {
    throw isFailure(error, "archive-corrupt") ? new Failure("archive-damaged", error.details, error) : error;
  }
}
