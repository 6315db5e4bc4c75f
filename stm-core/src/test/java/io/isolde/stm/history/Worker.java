package io.isolde.stm.history;

import io.isolde.checks.history.AttemptRecord;
import io.isolde.checks.history.Key;
import java.util.SplittableRandom;

/** A thread of a run that makes random transactions. */
final class Worker {
  private final int number;
  private final StmRecorder recorder;
  private final Supply supply;
  private final HotRefs refs;
  private final SplittableRandom random;
  private long lastOwn = Key.INITIAL;

  Worker(int number, StmRecorder recorder, HotRefs refs, SplittableRandom random) {
    this.number = number;
    this.recorder = recorder;
    this.supply = new Supply(number);
    this.refs = refs;
    this.random = random;
  }

  void transaction() {
    supply.startTransaction();
    int dice = random.nextInt(100);
    if (dice < 45) {
      atomic(RandomBody::mixed);
    } else if (dice < 50) {
      atomic(RandomBody::scan);
    } else if (dice < 60) {
      atomic(RandomBody::changeUnseen);
    } else if (dice < 70) {
      snapshot(RandomBody::readSome);
    } else if (dice < 80) {
      snapshot(RandomBody::readAll);
    } else {
      single(dice - 80);
    }
  }

  @FunctionalInterface
  private interface Doing {
    void in(RandomBody body);
  }

  /** Every attempt of a transaction draws the same operations. */
  private void atomic(Doing doing) {
    long seed = random.nextLong();
    recorder.atomic(attempt -> doing.in(body(attempt, seed)));
  }

  private void snapshot(Doing doing) {
    long seed = random.nextLong();
    recorder.snapshot(attempt -> doing.in(body(attempt, seed)));
  }

  private RandomBody body(AttemptRecord attempt, long seed) {
    return new RandomBody(attempt, refs, supply, new SplittableRandom(seed));
  }

  private void single(int dice) {
    if (dice < 5) {
      RecordedRef ref = refs.any(random);
      recorder.single(ref::read);
    } else if (dice < 10) {
      RecordedRef ref = refs.anyToChange(random);
      recorder.single(attempt -> ref.changeUnseen(attempt, supply));
    } else if (dice < 14) {
      RecordedRef ref = refs.anyToChange(random);
      recorder.single(attempt -> ref.exchange(attempt, supply));
    } else if (dice < 17) {
      recorder.single(attempt -> refs.own(random.nextInt(refs.owners())).read(attempt));
    } else {
      setOwn();
    }
  }

  /** Writes, without reading, a ref that nobody else writes. */
  private void setOwn() {
    RecordedLong own = refs.own(number);
    recorder.single(attempt -> lastOwn = own.set(attempt, supply, lastOwn));
  }
}
