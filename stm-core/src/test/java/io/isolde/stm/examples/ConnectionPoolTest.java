package io.isolde.stm.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.checks.Threads;
import io.isolde.checks.Threads.Kind;
import io.isolde.stm.BooleanRef;
import io.isolde.stm.Stm;
import io.isolde.stm.TransactionInterruptedException;
import io.isolde.stm.TransactionOptions;
import io.isolde.stm.TransactionTimeoutException;
import io.isolde.stm.collection.TDeque;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A pool with a fixed number of connections, for which borrowers wait for a limited time. A
 * borrower that gives up has borrowed nothing, and a loan that is closed twice returns its
 * connection once.
 */
class ConnectionPoolTest {
  private static final Duration AMPLE = Duration.ofDays(1);

  /** A resource that is expensive to make; it notices when two threads use it at a time. */
  private static final class Connection {
    private final AtomicBoolean inUse = new AtomicBoolean();

    void use() {
      assertThat(inUse.getAndSet(true)).isFalse();
      Threads.letOthersRun();
      assertThat(inUse.getAndSet(false)).isTrue();
    }
  }

  /** The connection returned last is the first to be borrowed again: it is warm. */
  private static final class Pool {
    private final TDeque<Connection> idle;

    Pool(int size) {
      idle = new TDeque<>(Stream.generate(Connection::new).limit(size).toList());
    }

    Loan borrow(Duration timeout) {
      return Stm.atomic(TransactionOptions.timeout(timeout), this::takeIdle);
    }

    private Loan takeIdle() {
      Connection connection = idle.pollFirst();
      if (connection == null) {
        throw Stm.retry();
      }
      return new Loan(this, connection, BooleanRef.of(true));
    }

    private void giveBack(Loan loan) {
      Stm.atomic(
          () -> {
            if (loan.open.get()) {
              loan.open.set(false);
              idle.addFirst(loan.connection);
            }
          });
    }
  }

  private record Loan(Pool pool, Connection connection, BooleanRef open) implements AutoCloseable {
    @Override
    public void close() {
      pool.giveBack(this);
    }
  }

  @ParameterizedTest
  @EnumSource
  void pool_withMoreBorrowersThanConnections_servesAll(Kind kind) {
    Pool pool = new Pool(2);
    Threads.together(
        kind,
        5,
        borrower -> {
          for (int i = 0; i < 200; i++) {
            try (Loan loan = pool.borrow(AMPLE)) {
              loan.connection.use();
            }
          }
        });
    assertThat(pool.idle).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void borrow_thatTimesOut_leaksNothing() {
    Pool pool = new Pool(1);
    try (Loan loan = pool.borrow(AMPLE)) {
      for (int i = 0; i < 10; i++) {
        assertThatThrownBy(() -> pool.borrow(Duration.ofNanos(1)))
            .isInstanceOf(TransactionTimeoutException.class);
      }
      assertThat(pool.idle).doesNotContain(loan.connection);
    }
    assertThat(pool.idle).hasSize(1);
  }

  @Test
  void borrow_thatIsInterrupted_leaksNothing() {
    Pool pool = new Pool(1);
    try (Threads threads = Threads.platform()) {
      try (Loan loan = pool.borrow(AMPLE)) {
        Thread borrower =
            threads.start(
                () ->
                    assertThatThrownBy(() -> pool.borrow(AMPLE))
                        .isInstanceOf(TransactionInterruptedException.class));
        Threads.untilParked(borrower);
        borrower.interrupt();
        threads.join();
        loan.connection.use();
      }
    }
    assertThat(pool.idle).hasSize(1);
  }

  @Test
  void loan_closedTwice_returnsItsConnectionOnce() {
    Pool pool = new Pool(2);
    Loan loan = pool.borrow(AMPLE);
    Loan other = pool.borrow(AMPLE);
    List.of(loan, loan, other, other).forEach(Loan::close);
    Set<Connection> idle = new HashSet<>(pool.idle);
    assertThat(idle).hasSize(2);
    assertThat(pool.idle).hasSize(2);
  }
}
