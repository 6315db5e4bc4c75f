package io.isolde.benchmarks.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.benchmarks.sharing.Schedule.Limit;
import io.isolde.examples.sharing.Outcome;
import io.isolde.examples.sharing.Promise;
import io.isolde.examples.sharing.SharingStrategy;
import io.isolde.examples.sharing.StrategyFactory;
import io.isolde.examples.sharing.Transfer;
import io.isolde.examples.sharing.TransferResult;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What a round counts, with strategies whose behaviour the test scripts. */
class RoundTest {
  private static final Limit ORDERS = new Limit(1000, Long.MAX_VALUE);

  /** A strategy that does nothing, but replies as if all were right, unless a test overrides it. */
  private static class ScriptedStrategy implements SharingStrategy {
    final Queue<Transfer> orders = new ConcurrentLinkedQueue<>();
    final AtomicBoolean closed = new AtomicBoolean();

    @Override
    public TransferResult transfer(Transfer transfer) {
      orders.add(transfer);
      return new TransferResult(Outcome.MOVED, 0);
    }

    @Override
    public long audit() {
      return TestLoad.of(1, 1).total();
    }

    @Override
    public Promise promise() {
      return Promise.ALWAYS;
    }

    @Override
    public void close() {
      closed.set(true);
    }
  }

  @Test
  void round_severalWriters_carryOutEachOrderOnce() throws Exception {
    ScriptedStrategy strategy = new ScriptedStrategy();
    RoundResult result = run(strategy, 3, 1);
    assertThat(result.tally()).isEqualTo(new Writer.Tally(1000, 0, 0, 0));
    assertThat(result.latencies().getTotalCount()).isEqualTo(1000);
    Orders orders = new Orders(TestLoad.of(3, 1));
    assertThat(strategy.orders).hasSize(1000).contains(orders.at(0), orders.at(1), orders.at(999));
    assertThat(strategy.closed).isTrue();
  }

  @Test
  void round_outcomesOfAllKinds_areCountedApart() throws Exception {
    RoundResult result =
        run(
            new ScriptedStrategy() {
              @Override
              public TransferResult transfer(Transfer transfer) {
                Outcome[] outcomes = Outcome.values();
                super.transfer(transfer);
                return new TransferResult(
                    outcomes[orders.size() % outcomes.length], orders.size() % 2);
              }
            },
            1,
            0);
    assertThat(result.tally()).isEqualTo(new Writer.Tally(333, 334, 333, 500));
    assertThat(result.tally().orders()).isEqualTo(1000);
  }

  @Test
  void round_auditsWrong_areCountedAndTheDifferenceTold() throws Exception {
    RoundResult result =
        run(
            new ScriptedStrategy() {
              @Override
              public long audit() {
                return super.audit() - 7;
              }
            },
            1,
            2);
    assertThat(result.audits()).isGreaterThanOrEqualTo(2);
    assertThat(result.inconsistentAudits()).isEqualTo(result.audits());
    assertThat(result.difference()).isEqualTo(-7);
  }

  @Test
  void round_withoutAuditors_auditsAtItsEndAlone() throws Exception {
    RoundResult result = run(new ScriptedStrategy(), 1, 0);
    assertThat(result.audits()).isZero();
    assertThat(result.difference()).isZero();
    assertThat(result.threadsLeft()).isZero();
  }

  @Test
  void round_ofSeveralThreads_isPinged() throws Exception {
    boolean pings = Runtime.getRuntime().availableProcessors() > 1;

    assertThat(run(new ScriptedStrategy(), 1, 0).pings()).isNull();
    assertThat(run(new ScriptedStrategy(), 1, 1).pings() != null).isEqualTo(pings);
    RoundResult two = run(new ScriptedStrategy(), 2, 0);
    assertThat(two.pings() != null).isEqualTo(pings);
    assertThat(two.slowerShare()).isEqualTo(0.5); // each has every second order
  }

  @Test
  void round_auditorsAtARate_makeOneAuditAndWaitForTheNext() throws Exception {
    ScriptedStrategy strategy = new ScriptedStrategy();
    Load load = new Load(20, 2, 30, 2, 1, 2, 1, 0, 0, 1);
    RoundResult result = new Round(factory(strategy), load, new Orders(load), ORDERS).run();
    assertThat(result.audits()).isEqualTo(2);
    assertThat(result.overdueAudits()).isZero();
  }

  @Test
  void round_timeIsUp_ends() throws Exception {
    ScriptedStrategy strategy = new ScriptedStrategy();
    Load load = TestLoad.of(2, 1);
    Limit limit = new Limit(Long.MAX_VALUE, 20);
    RoundResult result = new Round(factory(strategy), load, new Orders(load), limit).run();
    assertThat(result.tally().orders()).isEqualTo(strategy.orders.size());
    assertThat(result.seconds()).isPositive();
  }

  @Test
  void round_writerFails_endsWithItsFailureAndClosesTheStrategy() {
    ScriptedStrategy strategy =
        new ScriptedStrategy() {
          @Override
          public TransferResult transfer(Transfer transfer) {
            throw new IllegalArgumentException("no such account");
          }
        };
    assertThatThrownBy(() -> run(strategy, 2, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no such account");
    assertThat(strategy.closed).isTrue();
  }

  @Test
  void round_auditorFails_endsWithItsFailure() {
    ScriptedStrategy strategy =
        new ScriptedStrategy() {
          @Override
          public long audit() {
            throw new IllegalArgumentException("cannot count");
          }
        };
    assertThatThrownBy(() -> run(strategy, 1, 1)).hasMessageContaining("cannot count");
  }

  @Test
  void threads_thatStay_areCounted() throws Exception {
    ThreadWatch watch = ThreadWatch.begin();
    CountDownLatch end = new CountDownLatch(1);
    Thread virtual = Thread.startVirtualThread(() -> await(end));
    Thread platform = Thread.ofPlatform().start(() -> await(end));
    assertThat(watch.left(0)).isEqualTo(2);
    end.countDown();
    virtual.join();
    platform.join();
    assertThat(watch.left(10_000)).isZero();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static RoundResult run(SharingStrategy strategy, int writers, int auditors)
      throws InterruptedException {
    Load load = TestLoad.of(writers, auditors);
    return new Round(factory(strategy), load, new Orders(load), ORDERS).run();
  }

  private static StrategyFactory factory(SharingStrategy strategy) {
    return new StrategyFactory(
        "scripted", "a strategy that does as a test says", (opening, body) -> strategy);
  }
}
