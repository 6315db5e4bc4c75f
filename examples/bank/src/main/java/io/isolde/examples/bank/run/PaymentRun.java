package io.isolde.examples.bank.run;

import io.isolde.examples.bank.BankException;
import io.isolde.examples.bank.OrderEntry;
import io.isolde.examples.bank.csv.OrderFormat;
import io.isolde.examples.bank.csv.OrderReader;
import io.isolde.examples.bank.csv.Source;
import io.isolde.examples.bank.ledger.Ledger;
import io.isolde.examples.bank.ledger.Receipts;
import io.isolde.stm.AfterCommitException;
import io.isolde.store.OutcomeUnknownException;
import io.isolde.store.StoreFailedException;
import io.isolde.store.StoreUnavailableException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One application of a file of orders to a ledger: a reader, writers and auditors at work together.
 *
 * <p>Thread-safe, for use once.
 */
public final class PaymentRun {
  /*
   *   reader ─batches─▶ queue (bounded) ──▶ writers ─transactions─▶ ledger ◀─snapshots─ auditors
   *
   * The reader is the calling thread. Each writer takes batches until the queue ends. After a
   * failure the writers keep taking batches without applying them, so that the reader never blocks
   * on a full queue that nobody empties. The auditors end after the writers.
   */
  private static final int QUEUE_BATCHES = 64;

  private final Ledger ledger;
  private final Receipts receipts;
  private final RunSettings settings;
  private final Tally tally;
  private final Progress progress;
  private final StopSignal stop;
  private final OrderQueue queue = new OrderQueue(QUEUE_BATCHES);
  private final CountDownLatch written = new CountDownLatch(1);
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  private PaymentRun(
      Ledger ledger,
      Receipts receipts,
      RunSettings settings,
      Tally tally,
      Progress progress,
      StopSignal stop) {
    this.ledger = ledger;
    this.receipts = receipts;
    this.settings = settings;
    this.tally = tally;
    this.progress = progress;
    this.stop = stop;
  }

  /** The same for a whole file, without receipts: no order is remembered. */
  public static Summary apply(
      Source source, OrderFormat format, Ledger ledger, RunSettings settings, StopSignal stop)
      throws InterruptedException {
    return apply(Assignment.whole(source, format), ledger, Receipts.none(), settings, stop);
  }

  /**
   * Applies the orders that are assigned, but for those that were settled before, until it ends or
   * a stop is requested; those that were read by then are applied.
   *
   * @throws BankException when the file cannot be read
   * @throws StoreFailedException when the store cannot be written any more
   * @throws StoreUnavailableException when the store cannot be reached any more
   * @throws AfterCommitException when it is not known whether the store could be written
   * @throws OutcomeUnknownException in that case, too
   */
  public static Summary apply(
      Assignment assignment,
      Ledger ledger,
      Receipts receipts,
      RunSettings settings,
      StopSignal stop)
      throws InterruptedException {
    Source source = assignment.source();
    Tally tally = new Tally(settings.malformedShown());
    try (OrderReader orders = OrderReader.open(source, assignment.format())) {
      stop.whenRequested(orders::close);
      try (Progress progress = settings.progress().show("apply", source, tally::brief)) {
        return new PaymentRun(ledger, receipts, settings, tally, progress, stop)
            .apply(orders, assignment.part());
      }
    }
  }

  private Summary apply(OrderReader orders, Part part) throws InterruptedException {
    ResourceUsage begin = ResourceUsage.untilNow();
    long lastLine = feedThreads(orders, part);
    rethrowFailure();
    ResourceUsage usage = ResourceUsage.untilNow().since(begin);
    return Summary.of(tally, ledger, usage, lastLine, stop.isRequested());
  }

  /** Has the orders applied and audited, and returns the last line that was read. */
  private long feedThreads(OrderReader orders, Part part) throws InterruptedException {
    ExecutorService auditors = Executors.newThreadPerTaskExecutor(settings.auditorThreads());
    ExecutorService writers = Executors.newThreadPerTaskExecutor(settings.writerThreads());
    try {
      start(auditors, settings.auditors(), this::audit);
      start(writers, settings.writers(), this::write);
      return new OrderFeed(orders, part, queue, tally, this::isStopping).run();
    } finally {
      queue.end();
      writers.close();
      written.countDown();
      auditors.close();
    }
  }

  private void start(ExecutorService threads, int count, Runnable task) {
    IntStream.range(0, count).forEach(i -> threads.execute(() -> guard(task)));
  }

  private void guard(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      failure.compareAndSet(null, e);
    }
  }

  private boolean isStopping() {
    return stop.isRequested() || failure.get() != null;
  }

  private void write() {
    try {
      Optional<Batch> batch = queue.take();
      while (batch.isPresent()) {
        apply(batch.get());
        batch = queue.take();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("a writer was interrupted", e);
    }
  }

  private void apply(Batch batch) {
    for (OrderEntry order : batch.orders()) {
      if (failure.get() == null) {
        guard(() -> tally.add(ledger.apply(order, receipts)));
      }
    }
    progress.advance(batch.bytes());
  }

  private void audit() {
    new Auditor(ledger, tally, settings.auditsPerSecond()).work(written);
  }

  private void rethrowFailure() {
    switch (failure.get()) {
      case null -> {}
      case BankException e -> throw e;
      case StoreFailedException e -> throw e;
      case StoreUnavailableException e -> throw e;
      case OutcomeUnknownException e -> throw e;
      case AfterCommitException e -> throw e;
      case Throwable e -> throw new IllegalStateException("a thread of the bank failed: " + e, e);
    }
  }
}
