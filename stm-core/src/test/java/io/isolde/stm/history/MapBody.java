package io.isolde.stm.history;

import io.isolde.checks.history.AttemptRecord;
import io.isolde.checks.history.Recorder.GivenUp;
import io.isolde.stm.Stm;
import java.util.SplittableRandom;

/** What one attempt does with a map, drawn at random as it goes. */
final class MapBody {
  private static final int OPERATIONS_MAX = 4;
  private static final int DEPTH_MAX = 2;

  /** Unwinds a nested block that is to be rolled back. */
  private static final class Unwound extends RuntimeException {
    Unwound() {
      super(null, null, false, false);
    }
  }

  private final AttemptRecord attempt;
  private final MapVariables variables;
  private final Supply supply;
  private final SplittableRandom random;

  MapBody(AttemptRecord attempt, MapVariables variables, Supply supply, SplittableRandom random) {
    this.attempt = attempt;
    this.variables = variables;
    this.supply = supply;
    this.random = random;
  }

  /** Some operations; one body in twenty gives its transaction up. */
  void mixed() {
    operations(1);
    if (random.nextInt(20) == 0) {
      throw new GivenUp();
    }
  }

  /**
   * Reads a range and changes something. Together with others that do the same, this is the pattern
   * of write skew.
   */
  void scanAndChange() {
    variables.scan(attempt, random);
    change();
  }

  void readSome() {
    variables.scan(attempt, random);
    variables.any(random).read(attempt, variables.map());
    variables.next(attempt, random);
  }

  void readAll() {
    variables.scanAll(attempt);
    variables.requireRightSize();
  }

  /** One operation that is atomic by itself. */
  void single() {
    MapVariable variable = variables.anyToChange(random);
    if (variable.changesAlone() && random.nextInt(4) != 0) {
      variable.change(attempt, variables.map(), supply.next(), random.nextInt(4));
    } else if (random.nextBoolean()) {
      variables.scan(attempt, random);
    } else if (random.nextBoolean()) {
      variables.next(attempt, random);
    } else if (variable.changesAlone()) {
      variable.read(attempt, variables.map());
    }
  }

  private void change() {
    int way = random.nextInt(4);
    variables.anyToChange(random).change(attempt, variables.map(), supply.next(), way);
  }

  private void operations(int depth) {
    for (int left = 1 + random.nextInt(OPERATIONS_MAX); left > 0; left--) {
      operation(depth);
    }
  }

  private void operation(int depth) {
    switch (random.nextInt(depth < DEPTH_MAX ? 12 : 10)) {
      case 0, 1, 2 -> variables.any(random).read(attempt, variables.map());
      case 3, 4, 5, 6 -> change();
      case 7 -> variables.scan(attempt, random);
      case 8, 9 -> variables.next(attempt, random);
      case 10 -> nested(depth + 1);
      default -> alternatives(depth + 1);
    }
  }

  /** A nested block, every other one of which is rolled back. */
  private void nested(int depth) {
    boolean unwind = random.nextBoolean();
    attempt.enter();
    try {
      Stm.atomic(
          () -> {
            operations(depth);
            if (unwind) {
              throw new Unwound();
            }
          });
      attempt.leave();
    } catch (Unwound e) {
      attempt.rollBack();
    }
  }

  /** Two alternatives, of which every other first one asks to wait. */
  private void alternatives(int depth) {
    boolean waits = random.nextBoolean();
    attempt.enter();
    Stm.orElse(
        () -> {
          operations(depth);
          Stm.check(!waits);
          attempt.leave();
        },
        () -> {
          attempt.rollBack();
          operations(depth);
        });
  }
}
