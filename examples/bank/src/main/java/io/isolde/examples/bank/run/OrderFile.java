package io.isolde.examples.bank.run;

import io.isolde.examples.bank.ledger.Outcome;
import java.util.Map;

/**
 * What a durable store knows of a file of orders.
 *
 * <p>Immutable.
 *
 * @param number the number of the file in its store, from 1
 * @param fingerprint the fingerprint of the file when it was begun
 * @param hasIds whether its orders were told apart by ids, rather than by lines
 * @param complete whether all of it was applied
 * @param outcomes how many orders ended in which way, when it is complete
 * @param malformed how many lines are malformed, when it is complete
 * @param limit the most that its orders may move in all, in minor units, or {@link #NO_LIMIT}
 */
public record OrderFile(
    int number,
    Fingerprint fingerprint,
    boolean hasIds,
    boolean complete,
    Map<Outcome, Long> outcomes,
    long malformed,
    long limit) {

  /** Stands for no limit, also in files that an older version has noted. */
  static final long NO_LIMIT = 0;

  /** A file of which nothing has been applied yet. */
  static OrderFile begun(int number, Fingerprint fingerprint, boolean hasIds, long limit) {
    return new OrderFile(number, fingerprint, hasIds, false, Map.of(), 0, limit);
  }

  /** The file once all of it has been applied. */
  OrderFile completed(Tally tally) {
    return new OrderFile(
        number, fingerprint, hasIds, true, tally.outcomes(), tally.malformed(), limit);
  }

  /**
   * Whether some of the file may still have to be applied, and only the file itself can tell what.
   */
  boolean isUnfinished() {
    return !complete && !hasIds;
  }
}
