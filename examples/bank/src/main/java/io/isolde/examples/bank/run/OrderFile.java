package io.isolde.examples.bank.run;

import io.isolde.examples.bank.ledger.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

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
 * @param finished the parts that were applied to their ends, until it is complete
 */
public record OrderFile(
    int number,
    Fingerprint fingerprint,
    boolean hasIds,
    boolean complete,
    Map<Outcome, Long> outcomes,
    long malformed,
    long limit,
    List<FinishedPart> finished) {

  /** Stands for no limit, also in files that an older version has noted. */
  static final long NO_LIMIT = 0;

  /** Takes null for the parts, which an older version has not noted. */
  public OrderFile(
      int number,
      Fingerprint fingerprint,
      boolean hasIds,
      boolean complete,
      Map<Outcome, Long> outcomes,
      long malformed,
      long limit,
      @Nullable List<FinishedPart> finished) {
    this.number = number;
    this.fingerprint = fingerprint;
    this.hasIds = hasIds;
    this.complete = complete;
    this.outcomes = outcomes;
    this.malformed = malformed;
    this.limit = limit;
    this.finished = Objects.requireNonNullElse(finished, List.of());
  }

  /** A file of which nothing has been applied yet. */
  static OrderFile begun(int number, Fingerprint fingerprint, boolean hasIds, long limit) {
    return new OrderFile(number, fingerprint, hasIds, false, Map.of(), 0, limit, List.of());
  }

  /** The file once that part of it has been applied as well. */
  OrderFile with(FinishedPart newly) {
    List<FinishedPart> all = new ArrayList<>(finished);
    all.removeIf(known -> known.part().equals(newly.part()));
    all.add(newly);
    int of = newly.part().of();
    List<Totals> totals =
        all.stream().filter(known -> known.part().of() == of).map(FinishedPart::totals).toList();
    return totals.size() == of
        ? with(true, totals.stream().reduce(Totals.NONE, Totals::plus), List.of())
        : with(complete, totals(), List.copyOf(all));
  }

  private OrderFile with(boolean isComplete, Totals totals, List<FinishedPart> parts) {
    return new OrderFile(
        number,
        fingerprint,
        hasIds,
        isComplete,
        totals.outcomes(),
        totals.malformed(),
        limit,
        parts);
  }

  /** What there is in all of the file, when it is complete. */
  Totals totals() {
    return new Totals(outcomes, malformed);
  }

  /** What there is in that part, if it is known as finished. */
  Optional<Totals> totals(Part part) {
    return finished.stream()
        .filter(known -> known.part().equals(part))
        .map(FinishedPart::totals)
        .findAny();
  }

  /** The parts that are still to be applied, when there are so many. */
  List<Part> openParts(int of) {
    return IntStream.rangeClosed(1, complete ? 0 : of)
        .mapToObj(part -> new Part(part, of))
        .filter(part -> totals(part).isEmpty())
        .toList();
  }

  /**
   * Whether some of the file may still have to be applied, and only the file itself can tell what.
   */
  boolean isUnfinished() {
    return !complete && !hasIds;
  }
}
