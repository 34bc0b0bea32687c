/** What the command tells its caller. */
export enum ExitCode {
  Ok = 0,
  Failed = 1,
  WrongUsage = 2,
  SourceNotOpened = 3,
  ServerNotReachable = 4,
}

/** The command ends with a sentence for people and a code for programs. */
export class CommandError extends Error {
  constructor(
    readonly code: ExitCode,
    sentence: string,
  ) {
    super(sentence);
  }
}
