package io.isolde.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.store.Change;
import io.isolde.store.Commit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A subscriber that keeps the commits that it gets until a test takes them. Thread-safe. */
final class Commits implements Flow.Subscriber<Commit> {
  private static final long PATIENCE_SECONDS = 60;

  private final LinkedBlockingQueue<Commit> commits = new LinkedBlockingQueue<>();
  private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
  private final CompletableFuture<Boolean> end = new CompletableFuture<>();

  /** Subscribes to a publisher, and requests everything. */
  static Commits of(Flow.Publisher<Commit> publisher) throws Exception {
    Commits subscriber = toRequest(publisher);
    subscriber.request(Long.MAX_VALUE);
    return subscriber;
  }

  /** Subscribes to a publisher, and requests nothing yet. */
  static Commits toRequest(Flow.Publisher<Commit> publisher) {
    Commits subscriber = new Commits();
    publisher.subscribe(subscriber);
    return subscriber;
  }

  void request(long count) throws Exception {
    subscription.get(PATIENCE_SECONDS, TimeUnit.SECONDS).request(count);
  }

  void cancel() throws Exception {
    subscription.get(PATIENCE_SECONDS, TimeUnit.SECONDS).cancel();
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription.complete(given);
  }

  @Override
  public void onNext(Commit commit) {
    commits.add(commit);
  }

  @Override
  public void onError(Throwable reason) {
    end.completeExceptionally(reason);
  }

  @Override
  public void onComplete() {
    end.complete(true);
  }

  /** Takes the next commit. */
  Commit next() throws InterruptedException {
    Commit next = commits.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(next).as("next commit").isNotNull();
    return next;
  }

  /** The value of the only change of the next commit. */
  Object nextValue() throws InterruptedException {
    List<Change> changes = next().changes();
    assertThat(changes).hasSize(1);
    return changes.get(0).value();
  }

  /** All commits that are left when the stream has completed. */
  List<Commit> rest() throws Exception {
    end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    List<Commit> rest = new ArrayList<>();
    commits.drainTo(rest);
    return rest;
  }

  /** Waits for the error with which the stream ends. */
  Throwable error() throws Exception {
    try {
      end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      return e.getCause();
    }
    throw new AssertionError("the stream has completed");
  }

  /** How many commits wait to be taken. */
  int waiting() {
    return commits.size();
  }
}
