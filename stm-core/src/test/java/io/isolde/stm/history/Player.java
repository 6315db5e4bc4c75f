package io.isolde.stm.history;

import io.isolde.checks.history.AttemptRecord;
import io.isolde.checks.history.Key;
import io.isolde.stm.Stm;
import java.util.SplittableRandom;

/** A thread of a run that plays ball with another: each waits until the other has thrown. */
final class Player {
  private final int number;
  private final boolean throwsFirst;
  private final RecordedLong ball;
  private final StmRecorder recorder;
  private final Supply supply;
  private final HotRefs refs;
  private final SplittableRandom random;

  Player(
      int number,
      boolean throwsFirst,
      RecordedLong ball,
      StmRecorder recorder,
      HotRefs refs,
      SplittableRandom random) {
    this.number = number;
    this.throwsFirst = throwsFirst;
    this.ball = ball;
    this.recorder = recorder;
    this.supply = new Supply(number);
    this.refs = refs;
    this.random = random;
  }

  /** Awaits the ball, does something, and throws the ball. */
  void transaction() {
    supply.startTransaction();
    int way = random.nextInt(3);
    int place = random.nextInt(refs.count());
    recorder.atomic(
        attempt -> {
          if (way == 0) {
            awaitBall(attempt);
          } else {
            attempt.enter();
            Stm.orElse(() -> awaitBallAndLeave(attempt), () -> awaitBallAgain(attempt));
          }
          refs.get(place).changeUnseen(attempt, supply);
        });
  }

  private void awaitBallAndLeave(AttemptRecord attempt) {
    awaitBall(attempt);
    attempt.leave();
  }

  private void awaitBallAgain(AttemptRecord attempt) {
    attempt.rollBack();
    awaitBall(attempt);
  }

  private void awaitBall(AttemptRecord attempt) {
    long value = ball.value(attempt);
    Stm.check(isMine(value));
    ball.set(attempt, supply, value);
  }

  private boolean isMine(long value) {
    return value == Key.INITIAL ? throwsFirst : Supply.workerOf(value) != number;
  }
}
