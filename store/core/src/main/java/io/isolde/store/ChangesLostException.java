package io.isolde.store;

/**
 * Ends a stream of changes that was to be resumed, because the store does not hold all commits
 * behind the position any more. What a follower has built from the stream cannot be continued: it
 * starts over, with a subscription from now on and a snapshot.
 *
 * <p>Subscribers get it in {@link java.util.concurrent.Flow.Subscriber#onError onError}. The store
 * is not affected.
 */
public final class ChangesLostException extends RuntimeException {
  /**
   * Says what is missing.
   *
   * @param message which commits are missing, why, and what to do about it
   */
  public ChangesLostException(String message) {
    super(message);
  }
}
