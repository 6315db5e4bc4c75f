package io.isolde.store.postgres;

/** Unwinds the body of an attempt that the database has rolled back for a conflict. */
final class Lost extends Error {
  @SuppressWarnings("serial") // as an Error; never serialised
  Lost(Throwable cause) {
    super(
        "the attempt was lost to a conflict and will be made again; let this pass",
        cause,
        false,
        false);
  }
}
