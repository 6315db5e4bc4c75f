package io.isolde.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.checks.Threads;
import io.isolde.stm.LongRef;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ParkingTest {
  private final CountDownLatch onTheWay = new CountDownLatch(1);
  private final CountDownLatch there = new CountDownLatch(1);

  private void goThere() throws InterruptedException {
    wayThere();
    there.await();
  }

  private void wayThere() throws InterruptedException {
    onTheWay.await();
  }

  @Test
  void thread_parkedOnItsWay_isNotThere() {
    try (Threads threads = Threads.of(Threads.Kind.VIRTUAL)) {
      Thread thread = threads.start(this::goThere);

      Threads.until(() -> Parking.isIn(thread, "ParkingTest.wayThere"));
      onTheWay.countDown();
      Threads.until(
          () ->
              Parking.isIn(thread, "ParkingTest.goThere")
                  && !Parking.isIn(thread, "ParkingTest.wayThere"));

      there.countDown();
      threads.join();
      assertThat(Parking.isIn(thread, "ParkingTest.goThere")).isFalse();
    }
  }

  @Test
  void thread_parkedInCodeOfStore_isToldFromOneOfLaw() {
    try (Threads threads = Threads.of(Threads.Kind.VIRTUAL)) {
      Thread ofLaw = threads.start(this::goThere);
      LongRef ref = LongRef.of(0);
      Thread inStore = threads.start(() -> ref.await(value -> value > 0));
      Threads.until(() -> Parking.isInStore(inStore));
      Threads.until(() -> Parking.isIn(ofLaw, "ParkingTest.wayThere"));

      assertThat(Parking.isInStore(ofLaw)).isFalse();
      ref.set(1);
    }
  }
}
