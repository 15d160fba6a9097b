// What a call can end with instead of a result: one class for each code of lianban.h.

/** A call that failed. Catch this one, or the subclass you can do something about. */
export class LianbanError extends Error {
  constructor(code, json) {
    super(json.message?.en ?? '');
    this.code = code;
    this.id = json.name ?? '';
    this.messages = json.message ?? {zh: '', en: ''};
    this.json = json;
  }

  get name() {
    return this.constructor.name;
  }

  get retryable() {
    return this.json.retryable === true;
  }
}

export class Refused extends LianbanError {
  get reasons() {
    return this.json.reasons ?? [];
  }
}
export class InvalidArgument extends LianbanError {}
export class BadHandle extends LianbanError {}
export class NotFound extends LianbanError {}
export class Conflict extends LianbanError {}
export class Busy extends LianbanError {}
export class Interrupted extends LianbanError {}
export class OutOfMemory extends LianbanError {}
export class Forked extends LianbanError {}
export class StoreError extends LianbanError {}
export class Uncertain extends LianbanError {}
export class InvalidDefinition extends LianbanError {
  get findings() {
    return this.json.findings ?? [];
  }
}
export class ConfigurationError extends LianbanError {}
export class CallbackRejected extends LianbanError {
  get httpStatus() {
    return this.json.http_status ?? 400;
  }
}
export class InternalError extends LianbanError {}

const BY_CODE = [
  undefined, Refused, InvalidArgument, BadHandle, NotFound, Conflict, Busy, Interrupted, OutOfMemory,
  Forked, StoreError, Uncertain, InvalidDefinition, ConfigurationError, CallbackRejected, InternalError,
];

/** The error of a code; a code of a newer library is a plain LianbanError. */
export function errorOf(code, json) {
  return new (BY_CODE[code] ?? LianbanError)(code, json);
}
