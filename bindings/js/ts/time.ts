/** Times as JavaScript has them, and as the module takes them. */

/** A point in time: a `Date`, milliseconds since 1970 as `Date.now()` gives them, or RFC 3339. */
export type Time = Date | number | string;

/** Seconds since 1970, or the RFC 3339 that was given. */
export function toDoor(time: Time | undefined): number | string | undefined {
  if (time === undefined || typeof time === "string") return time;
  return (typeof time === "number" ? time : time.getTime()) / 1000;
}

/** Whole milliseconds since 1970. */
export function toMillis(time: Date | number): number {
  return Math.floor(typeof time === "number" ? time : time.getTime());
}
