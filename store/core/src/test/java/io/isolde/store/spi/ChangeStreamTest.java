package io.isolde.store.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.store.Change;
import io.isolde.store.Commit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

class ChangeStreamTest {
  private static final class Key {
    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      throw new IllegalStateException("hash");
    }
  }

  /** Completes with the number of the first commit that it gets. */
  private static final class FirstNumber extends CompletableFuture<Long>
      implements Flow.Subscriber<Commit> {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(1);
    }

    @Override
    public void onNext(Commit commit) {
      complete(commit.number());
    }

    @Override
    public void onError(Throwable thrown) {
      completeExceptionally(thrown);
    }

    @Override
    public void onComplete() {
      cancel(false);
    }
  }

  @Test
  void commitThatCannotBePublished_takesNoNumber() {
    FirstNumber number = new FirstNumber();
    ChangeStream stream = new ChangeStream();
    ChangeSubscription subscription = new ChangeSubscription(number, 1, null, stream::remove);
    stream.add(subscription);
    subscription.begin();
    assertThatThrownBy(() -> stream.publish(List.of(new Change("map", new Key(), 1))))
        .hasMessage("hash");
    stream.publish(List.of(new Change("map", "key", 1)));
    assertThat(number.join()).isEqualTo(1);
  }
}
