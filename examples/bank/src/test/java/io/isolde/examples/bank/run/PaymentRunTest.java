package io.isolde.examples.bank.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.examples.bank.BankException;
import io.isolde.examples.bank.ExitCode;
import io.isolde.examples.bank.csv.OrderFormat;
import io.isolde.examples.bank.csv.Parsed;
import io.isolde.examples.bank.csv.Source;
import io.isolde.examples.bank.csv.TextSource;
import io.isolde.examples.bank.ledger.Ledger;
import io.isolde.examples.bank.ledger.Outcome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class PaymentRunTest {
  private static final String HEADER = "payer,payee,amount\n";
  private static final String ORDER = "a,b,0.01\n";

  private final StopSignal stop = new StopSignal();
  private final Ledger ledger = new Ledger(OptionalLong.of(1_000_000), Duration.ZERO);

  @Test
  void apply_ordersOfAllKinds_countsEachOnce() throws Exception {
    Summary summary =
        apply(TextSource.of(HEADER + "a,b,1\na,b,99999\na,a,1\na,b,0\nbad\na,b,-1\na,b,x\n"));
    Tally tally = summary.tally();
    assertThat(tally.orders(Outcome.APPLIED)).isEqualTo(1);
    assertThat(tally.orders(Outcome.INSUFFICIENT_FUNDS)).isEqualTo(1);
    assertThat(tally.orders(Outcome.SAME_ACCOUNT)).isEqualTo(1);
    assertThat(tally.orders(Outcome.NON_POSITIVE_AMOUNT)).isEqualTo(2);
    assertThat(tally.orders()).isEqualTo(5);
    assertThat(tally.refused()).isEqualTo(4);
    assertThat(tally.malformed()).isEqualTo(2);
    assertThat(tally.malformedLines()).extracting(Parsed.Malformed::line).containsExactly(6L, 8L);
    assertThat(summary.lastLine()).isEqualTo(8);
  }

  @Test
  void apply_headerOnly_auditsNothing() throws Exception {
    Summary summary = apply(TextSource.of(HEADER));
    assertThat(summary.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(summary.accounts()).isZero();
    assertThat(summary.tally().audits()).isPositive();
  }

  @Test
  void apply_moreMalformedLinesThanShown_countsAllAndKeepsTheFirst() throws Exception {
    Tally tally = apply(TextSource.of(HEADER + "bad\n".repeat(50))).tally();
    assertThat(tally.malformed()).isEqualTo(50);
    assertThat(tally.malformedLines()).extracting(Parsed.Malformed::line).containsExactly(2L, 3L);
  }

  @Test
  void apply_stopRequested_appliesAllThatWasReadAndNothingElse() throws Exception {
    Summary summary = apply(new EndlessSource(() -> stop.request()));
    assertThat(summary.interrupted()).isTrue();
    assertThat(summary.exitCode()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(summary.tally().orders(Outcome.APPLIED)).isEqualTo(summary.lastLine() - 1);
    assertThat(summary.isConsistent()).isTrue();
  }

  @Test
  void apply_stopRequestedWhileTheReaderWaits_ends() throws Exception {
    BlockedSource source = new BlockedSource();
    Thread interrupt = Thread.startVirtualThread(() -> requestOnceBlocked(source));
    Summary summary = apply(source);
    interrupt.join();
    assertThat(summary.interrupted()).isTrue();
    assertThat(summary.tally().orders(Outcome.APPLIED)).isEqualTo(1);
  }

  private void requestOnceBlocked(BlockedSource source) {
    try {
      source.blocked.await();
      stop.request();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void apply_stopRequestedBefore_appliesNothing() throws Exception {
    stop.request();
    Summary summary = apply(TextSource.of(HEADER + ORDER));
    assertThat(summary.interrupted()).isTrue();
    assertThat(summary.tally().orders()).isZero();
  }

  @Test
  void apply_fileUnreadableInTheMidst_endsWithItsName() {
    Source source = new EndlessSource(PaymentRunTest::failToRead);
    assertThatThrownBy(() -> apply(source))
        .isInstanceOf(BankException.class)
        .hasMessageContaining("endless.csv cannot be read")
        .hasMessageContaining("disk on fire");
  }

  private static void failToRead() throws IOException {
    throw new IOException("disk on fire");
  }

  @Test
  void apply_writerFails_endsWithItsFailure() {
    Ledger tooRich = new Ledger(OptionalLong.of(Long.MAX_VALUE), Duration.ZERO);
    Source source = new EndlessSource(() -> {});
    assertThatThrownBy(
            () ->
                PaymentRun.apply(
                    source,
                    OrderFormat.standard(),
                    tooRich,
                    new RunSettings(3, 1, 0, false, Progress.Display.NONE, 2),
                    stop))
        .isInstanceOf(BankException.class)
        .hasMessageContaining("open them with less");
  }

  private Summary apply(Source source) throws InterruptedException {
    RunSettings settings = new RunSettings(3, 1, 0, false, Progress.Display.NONE, 2);
    return PaymentRun.apply(source, OrderFormat.standard(), ledger, settings, stop);
  }

  /** Orders without end; something happens after the first few thousand. */
  private record EndlessSource(Event event) implements Source {
    private static final int READS_BEFORE_EVENT = 5;

    interface Event {
      void happen() throws IOException;
    }

    @Override
    public String name() {
      return "endless.csv";
    }

    @Override
    public InputStream open() {
      byte[] orders = ORDER.repeat(1000).getBytes(UTF_8);
      return new InputStream() {
        private int reads;

        @Override
        public int read() {
          throw new UnsupportedOperationException("the bank reads in bulk");
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
          byte[] source = reads == 0 ? HEADER.getBytes(UTF_8) : orders;
          if (reads++ == READS_BEFORE_EVENT) {
            event.happen();
          }
          System.arraycopy(source, 0, target, offset, source.length);
          return source.length;
        }
      };
    }

    @Override
    public long sizeBytes() {
      return -1;
    }

    @Override
    public boolean isRepeatable() {
      return false;
    }
  }

  /** One order; a reader that reads on waits until the source is closed. */
  private static final class BlockedSource implements Source {
    private final CountDownLatch blocked = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public String name() {
      return "blocked.csv";
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream((HEADER + ORDER).getBytes(UTF_8)) {
        @Override
        public int read(byte[] target) throws IOException {
          int length = super.read(target);
          return length > 0 ? length : waitUntilClosed();
        }

        @Override
        public void close() {
          closed.countDown();
        }
      };
    }

    private int waitUntilClosed() throws IOException {
      blocked.countDown();
      try {
        closed.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      throw new IOException("closed");
    }

    @Override
    public long sizeBytes() {
      return -1;
    }

    @Override
    public boolean isRepeatable() {
      return false;
    }
  }
}
