export type { Answer, DroppedAnswer, DropReason, DropSide, ErrorAnswer, ResultAnswer } from "./answers.js";
export { dropSide, toMessage } from "./answers.js";
export { EmotionClient } from "./client.js";
export type { SessionCounters } from "./counters.js";
export { EmotionError } from "./error.js";
export type { ClientOptions, ReconnectOptions, SessionOptions } from "./options.js";
export { EmotionSession } from "./session.js";
export type { SessionState, StateChange } from "./state.js";
