package io.isolde.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.store.Commit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A subscriber that keeps the commits that it receives, for tests. Thread-safe. */
public class Follower implements Flow.Subscriber<Commit> {
  private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
  private final LinkedBlockingQueue<Commit> commits = new LinkedBlockingQueue<>();
  private final CompletableFuture<Boolean> end = new CompletableFuture<>();
  private final long demandAtFirst;

  /** Makes a follower that requests {@code demandAtFirst} commits when it subscribes. */
  public Follower(long demandAtFirst) {
    this.demandAtFirst = demandAtFirst;
  }

  /** Makes a follower that requests all commits. */
  public Follower() {
    this(Long.MAX_VALUE);
  }

  /** Follows a publisher, and returns itself. */
  public Follower of(Flow.Publisher<Commit> publisher) {
    publisher.subscribe(this);
    return this;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    if (demandAtFirst > 0) {
      given.request(demandAtFirst);
    }
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

  /** The subscription, once there is one. */
  public Flow.Subscription subscription() throws Exception {
    return subscription.get(Patience.seconds(), TimeUnit.SECONDS);
  }

  /** The next commit; waits for it, and fails if none comes. */
  public Commit next() throws InterruptedException {
    Commit next = commits.poll(Patience.seconds(), TimeUnit.SECONDS);
    assertThat(next).as("next commit").isNotNull();
    return next;
  }

  /** A commit that has arrived but has not been taken yet, or null. */
  public @Nullable Commit pending() {
    return commits.peek();
  }

  /** Waits for the end of the stream; throws the error that it ended with, if any. */
  public void awaitEnd() throws Exception {
    end.get(Patience.seconds(), TimeUnit.SECONDS);
  }
}
