package io.isolde.stm.history;

import io.isolde.checks.history.AttemptRecord;
import io.isolde.checks.history.Recorder.GivenUp;
import io.isolde.stm.Stm;
import java.util.SplittableRandom;

/** What one attempt does, drawn at random as it goes: operations, and nested blocks of them. */
final class RandomBody {
  private static final int OPERATIONS_MAX = 4;
  private static final int DEPTH_MAX = 3;

  /** Unwinds a nested block that is to be rolled back. */
  private static final class Unwound extends RuntimeException {
    Unwound() {
      super(null, null, false, false);
    }
  }

  private final AttemptRecord attempt;
  private final HotRefs refs;
  private final Supply supply;
  private final SplittableRandom random;

  RandomBody(AttemptRecord attempt, HotRefs refs, Supply supply, SplittableRandom random) {
    this.attempt = attempt;
    this.refs = refs;
    this.supply = supply;
    this.random = random;
  }

  private boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  // ---- whole bodies ----

  /** One to four operations; one body in twenty gives its transaction up. */
  void mixed() {
    operations(1);
    if (oneIn(20)) {
      throw new GivenUp();
    }
  }

  /** Reads every hot ref and replaces one, and so is likely to lose. */
  void scan() {
    readAll();
    refs.anyToChange(random).replace(attempt, supply);
  }

  void readAll() {
    for (int i = 0; i < refs.count(); i++) {
      refs.get(i).read(attempt);
    }
    for (int i = 0; i < refs.owners(); i++) {
      refs.own(i).read(attempt);
    }
  }

  void readSome() {
    refs.any(random).read(attempt);
    refs.any(random).compare(attempt);
    refs.any(random).read(attempt);
  }

  /** Changes refs without reading them: does not conflict with others that do the same. */
  void changeUnseen() {
    refs.anyToChange(random).changeUnseen(attempt, supply);
    refs.anyToChange(random).changeUnseen(attempt, supply);
  }

  // ---- operations ----

  private void operations(int depth) {
    for (int left = 1 + random.nextInt(OPERATIONS_MAX); left > 0; left--) {
      operation(depth);
    }
  }

  private void operation(int depth) {
    switch (random.nextInt(depth < DEPTH_MAX ? 16 : 12)) {
      case 0, 1, 2 -> refs.any(random).read(attempt);
      case 3, 4, 5 -> refs.anyToChange(random).replace(attempt, supply);
      case 6, 7 -> refs.anyToChange(random).changeUnseen(attempt, supply);
      case 8, 9 -> refs.anyToChange(random).exchange(attempt, supply);
      case 10, 11 -> refs.any(random).compare(attempt);
      case 12, 13 -> nested(depth + 1);
      case 14 -> nestedSnapshot();
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

  private void nestedSnapshot() {
    attempt.enter();
    Stm.snapshot(this::readSome);
    attempt.leave();
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
